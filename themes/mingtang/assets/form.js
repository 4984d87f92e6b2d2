// What a form gains where scripts run: a key that makes a repeat harmless, a draft kept on this device, a count of characters left, a warning about ID numbers,
// and a clear word when the functions are down. Everything works without it. Nothing is ever sent by itself.
addEventListener("DOMContentLoaded", () => {
  const $ = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text });
  let store = {};
  try { store = localStorage; } catch { /* no storage: no drafts */ }
  for (const done of document.querySelectorAll("[data-mt-done]")) delete store["draft:" + done.dataset.mtDone];
  const words = document.getElementById("mt-words")?.dataset;
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
  for (const form of document.querySelectorAll("form[data-mt-form]")) {
    const id = form.dataset.mtForm, slot = "draft:" + id, key = form.elements.client_key;
    const secret = /^(client_key|lang|proof|website|reference|receipt|voucher|contact)$/;
    const fields = [...form.elements].filter((f) => f.name && !secret.test(f.name));
    let draft = {};
    try { draft = JSON.parse(store[slot] || "{}"); } catch { /* a damaged draft is no draft */ }
    if (key && !key.value) key.value = draft.key || crypto.randomUUID?.() || Date.now() + "-" + Math.random();
    const asked = new URLSearchParams(location.search);
    for (const f of fields) {
      const tick = /radio|checkbox/.test(f.type), given = draft[f.name];
      const query = asked.get({ where: "place", place: "place", vendor: "vendor", page: "page" }[f.name]);
      if (tick) f.checked ||= !!given?.includes(f.value);
      else if (!f.value) f.value = query || given || "";
    }
    if (words && Object.keys(draft).length > 1 && !errors) {
      const note = $("p", "mt-note", words.restored + " "), drop = $("button", "", words.drop);
      drop.type = "button";
      drop.onclick = () => { delete store[slot]; form.reset(); note.remove(); };
      note.append(drop);
      form.before(note);
    }
    const keep = () => {
      if (!words || secret.test(fields[0]?.name || "reference")) return;
      const now = { key: key?.value };
      for (const f of fields) {
        if (!/radio|checkbox/.test(f.type)) { if (f.value) now[f.name] = f.value; }
        else if (f.checked) (now[f.name] ||= []).push(f.value);
      }
      try { store[slot] = JSON.stringify(now); } catch { /* full: the form still works */ }
    };
    form.addEventListener("input", keep);
    for (const f of form.querySelectorAll("textarea[data-mt-limit]")) {
      const left = $("p", "mt-count", ""), warn = $("p", "mt-error", "");
      left.setAttribute("aria-live", "polite");
      warn.setAttribute("role", "status");
      f.after(left, warn);
      const say = () => {
        const n = f.dataset.mtLimit - [...f.value].length;
        if (words) left.textContent = (n < 0 ? words.over : words.left).replace("{n}", Math.abs(n));
        if (words) warn.textContent = /\d{17}[\dXx]/.test(f.value.normalize("NFKC").replace(/[\s-]/g, "")) ? words.idcard : "";
      };
      f.addEventListener("input", say);
      say();
    }
    let sending = false;
    form.addEventListener("submit", (event) => {
      if (!words) return;
      event.preventDefault();
      if (sending) return;
      sending = true;
      keep();
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 5000);
      fetch("/api/health", { signal: stop.signal, cache: "no-store" })
        .then((answer) => { if (!answer.ok) throw 0; form.submit(); })
        .catch(() => {
          let down = document.getElementById("down");
          if (!down) { down = $("div", "mt-errors", words.down); down.id = "down"; down.tabIndex = -1; down.setAttribute("role", "alert"); form.before(down); }
          down.focus();
        })
        .finally(() => { setTimeout(() => { sending = false; }, 3000); });
    });
  }
});
