// Preview only: reload when the site was built again; show the faults when it could not be.
const events = new EventSource("/__mingtang/events");
events.addEventListener("built", () => location.reload());
events.addEventListener("faults", (event) => {
  let note = document.getElementById("mingtang-faults");
  if (!note) {
    note = document.createElement("pre");
    note.id = "mingtang-faults";
    note.setAttribute("role", "alert");
    document.body.prepend(note);
  }
  note.textContent = event.data;
});
