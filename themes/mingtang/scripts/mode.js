// 长辈版, kept on the device, and reading aloud where the device has a voice for the page's language. On every page: at most 512 bytes when made small.
// `mode`, `read` and `main` are the elements of these ids; `document.lastChild` is the root, nothing else being there yet.
// The button's name and value are its two labels.
{
  let root = document.lastChild, data = root.dataset, kept = {}, speech = self.speechSynthesis;
  try {
    kept = localStorage;
    data.mode = kept.mode || "";
  } catch {} // no storage: the choice holds for the page
  addEventListener("DOMContentLoaded", () => {
    let button = read;
    mode.checked = data.mode;
    mode.onchange = () => (kept.mode = data.mode = mode.checked ? "elder" : "");
    if (speech) (speech.onvoiceschanged = () => (button.hidden = !speech.getVoices().some((one) => root.lang.match(one.lang.slice(0, 2)))))();
    button.onclick = () => {
      let said = new SpeechSynthesisUtterance(main.innerText);
      said.lang = root.lang;
      said.onend = said.onerror = () => (button.innerText = button.name);
      speech.speaking ? speech.cancel() : speech.speak(said, (button.innerText = button.value));
    };
  });
}
