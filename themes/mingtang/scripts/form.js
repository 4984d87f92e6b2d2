// What a form gains where scripts run: a key that makes a repeat harmless, a draft kept on this device, a count of characters left, a list of places to choose from,
// a warning about personal numbers, work that proves a person's browser, and a clear word when the functions are down. Everything works without it. Nothing is ever sent by itself.
addEventListener("DOMContentLoaded", () => {
  const $ = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text });
  const button = (text, onclick) => Object.assign($("button", "", text), { type: "button", onclick });
  let store = {};
  try { store = localStorage; } catch { /* no storage: no drafts */ }
  const words = document.getElementById("mt-words")?.dataset;
  for (const done of document.querySelectorAll("[data-mt-done]")) {
    delete store["draft:" + done.dataset.mtDone];
    if (words) done.append(button(words.print, () => print()));
  }
  const errors = document.querySelector("#errors, #trouble");
  errors?.focus();
  const asked = new URLSearchParams(location.search + "&" + location.hash.slice(1));
  const token = asked.get("voucher")?.split(".") || [];
  for (const form of document.querySelectorAll("form[data-mt-form]")) {
    const id = form.dataset.mtForm, slot = "draft:" + id, key = form.elements.client_key;
    const given = { where: asked.get("place"), page: asked.get("page"), voucher: asked.get("voucher"), vendor: asked.get("vendor") || token[2], reference: asked.get("reference") };
    const secret = /^(client_key|lang|proof|website|leaks|reference|receipt|voucher|contact)$/;
    const all = [...form.elements].filter((f) => f.name), fields = all.filter((f) => !secret.test(f.name));
    let draft = {};
    try { draft = JSON.parse(store[slot] || "{}"); } catch { /* a damaged draft is no draft */ }
    if (key && !key.value) key.value = draft.key || crypto.randomUUID?.() || Date.now() + "-" + Math.random().toString().slice(2);
    if (!errors) for (const f of fields) {
      if (/radio|checkbox/.test(f.type)) f.checked ||= !!draft[f.name]?.includes(f.value);
      else if (f.type !== "hidden" && !f.value) f.value = draft[f.name] || "";
    }
    for (const f of all) if (given[f.name] && !f.value) f.value = given[f.name];
    if (words && !errors && fields.some((f) => draft[f.name])) {
      const note = $("p", "mt-note", words.restored + " ");
      note.append(button(words.drop, () => { delete store[slot]; form.reset(); note.remove(); }));
      form.before(note);
    }
    const keep = () => {
      if (!words || id === "track" || id === "act") return;
      const now = { key: key?.value };
      for (const f of fields) {
        if (!/radio|checkbox/.test(f.type)) { if (f.value) now[f.name] = f.value; }
        else if (f.checked) (now[f.name] ||= []).push(f.value);
      }
      try { store[slot] = JSON.stringify(now); } catch { /* full: the form still works */ }
    };
    let proof;
    const work = async () => {
      const c = await (await fetch("/api/challenge", { cache: "no-store" })).json(), first = parseInt(c.hash.slice(0, 8), 16);
      for (let n = 0; n < c.numbers; n++) {
        const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(c.salt + ":" + n));
        if (new DataView(hash).getUint32(0) === first) return c.salt + ":" + n + ":" + c.signature;
      }
    };
    const prove = () => { if (id !== "track" && !proof) (proof = work()).catch(() => { proof = 0; }); };
    form.addEventListener("input", () => { keep(); prove(); });
    for (const f of form.querySelectorAll("textarea[data-mt-limit]")) {
      const left = $("p", "mt-count", ""), warn = $("p", "mt-error", "");
      left.setAttribute("aria-live", "polite");
      warn.setAttribute("role", "status");
      f.after(left, warn);
      const say = () => {
        const n = f.dataset.mtLimit - [...f.value].length, digits = f.value.normalize("NFKC").replace(/(?<=\d)[\s-]+(?=\d)/g, "");
        if (!words) return;
        left.textContent = (n < 0 ? words.over : words.left).replace("{n}", Math.abs(n));
        warn.textContent = /\d{17}[\dXx]/.test(digits) ? words.idcard : /(^|\D)1[3-9]\d{9}(?!\d)/.test(digits) ? words.mobile : "";
      };
      f.addEventListener("input", say);
      say();
    }
    const where = form.elements.where;
    if (words && where?.type === "text") {
      const box = $("div", "mt-pick", "");
      const level = (rows, names) => {
        const label = $("label", "", names[0]), select = $("select", "", "");
        select.append(new Option(words.choose, ""), ...rows.map(([code, name]) => new Option(name, code)));
        label.append(select);
        box.append(label);
        select.onchange = () => {
          while (label.nextSibling) label.nextSibling.remove();
          const row = rows.find(([code]) => code === select.value);
          if (row?.[2]) return level(row[2], names.slice(1));
          where.value = row ? row[0] : "";
          where.dispatchEvent(new Event("input", { bubbles: true }));
        };
        select.focus();
      };
      const open = button(words.pick, () => fetch("/data/places.json").then((a) => a.json()).then((rows) => { open.remove(); level(rows, words.levels.split("|")); }).catch(() => {}));
      box.append(open);
      where.after(box);
    }
    const same = $("div", "mt-note", "");
    same.setAttribute("role", "status");
    const near = () => {
      const kind = form.elements.category?.value, place = where?.value, asked = place + kind;
      if (same.asked === asked || !words?.similar) return;
      same.asked = asked;
      same.replaceChildren();
      if (!kind || !/^\d{12}$/.test(place)) return;
      fetch("/d/" + place + "/open.json").then((a) => a.json()).then((rows) => {
        rows = rows.filter((row) => row[1] === kind).slice(0, 5);
        if (!rows[0] || same.asked !== asked) return;
        same.append($("p", "", words.similar), ...rows.map(([ref, , day]) => Object.assign($("a", "mt-choice", ref + " " + day), { href: "/cases/" + ref + "/" })));
        where.closest(".mt-field").after(same);
      }).catch(() => {});
    };
    near();
    form.addEventListener("input", near);
    let sending = false;
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    form.addEventListener("submit", (event) => {
      if (!words) return;
      event.preventDefault();
      if (sending) return;
      sending = true;
      keep();
      prove();
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 5000);
      fetch("/api/health", { signal: stop.signal, cache: "no-store" })
        .then((answer) => { if (!answer.ok) throw 0; return Promise.race([Promise.resolve(proof).catch(() => 0), wait(8000)]); })
        .then((done) => {
          if (done) {
            form.querySelector("[name=proof]")?.remove();
            form.append(Object.assign($("input", "", ""), { type: "hidden", name: "proof", value: done }));
          }
          form.submit();
        })
        .catch(() => {
          let down = document.getElementById("down");
          if (!down) {
            down = $("div", "mt-errors", words.down + " ");
            down.id = "down";
            down.tabIndex = -1;
            down.setAttribute("role", "alert");
            down.append(button(words.print, () => print()));
            form.before(down);
          }
          down.focus();
        })
        .finally(() => setTimeout(() => { sending = false; }, 3000));
    });
  }
});
