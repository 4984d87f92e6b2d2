// Searches the index below /search/; its format is told in site-gen/src/search/segment.rs and postings.rs. Short names: it is fetched on slow phones.
{
  const D = document,
    F = D.querySelector("form[data-index]"),
    $ = id => D.getElementById(id),
    say = F.dataset,
    A = Promise.all.bind(Promise);
  const Q = F.elements.q,
    S = $("found"),
    L = $("results"),
    M = $("more"),
    B = $("facets"),
    I = [...B.querySelectorAll("select")],
    O = I.map(f => [...f.options].map(o => o.text));
  const fold = s => s.normalize("NFKC").toLowerCase(),
    like = s => Array.from(s, c => (fold(c).length == c.length ? fold(c) : c)).join("");
  let H,
    T = 0,
    wait;

  // H: the head. A file: address, year, records, bytes; b: log2 of its buckets; r: where its rows are told, m: where kinds and counties are; c: what was read.
  const load = cache =>
    (H = fetch(say.index, { cache })
      .then(r => r.json())
      .then(
        h => (
          (h.s = h.segments.map(([name, y, n, z, hash]) => {
            const b = Math.min(15, Math.max(6, 33 - Math.clz32(n))),
              r = 4 + (4 << b);
            return { u: `/search/${name}.bin?v=${hash}`, y, n, z, b, r, m: r + 4 + 4 * Math.ceil(n / 4), c: {} };
          })),
          h
        ),
      ));

  // Bytes of a file, from i up to j; if the server gives no parts, the whole file is kept.
  const part = (s, i, j) =>
    s.w
      ? s.w.subarray(i, j)
      : (s.c[[i, j]] ??= (async () => {
          if (i >= j) return [];
          const r = await fetch(s.u, { headers: { Range: `bytes=${i}-${j - 1}` } }),
            u = new Uint8Array(await r.arrayBuffer()),
            whole = r.status == 200;
          if (!r.ok || (whole ? u.length : r.headers.get("Content-Range").split("/")[1]) != s.z) throw s;
          return whole ? (s.w = u).subarray(i, j) : u;
        })());
  // What lies between two neighbours of a table.
  const told = async (s, i) => {
    const u = await part(s, i, i + 8),
      v = new DataView(u.buffer, u.byteOffset);
    return part(s, v.getUint32(0, 1), v.getUint32(4, 1));
  };

  // The records in which x stands before y (y = 0: x alone), each with the places; t: one is in the title.
  const pair = async (s, x, y) => {
    const h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b),
      u = await told(s, 4 * (Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> (32 - s.b))),
      out = new Map();
    let i = 0;
    const next = () => {
      let n = 0,
        f = 1,
        c;
      do {
        n += ((c = u[i++]) & 127) * f;
        f *= 128;
      } while (c > 127);
      return n;
    };
    while (i < u.length) {
      const first = next(),
        end = next() + i;
      while (i < end) {
        const a = next(),
          b = next(),
          to = next() + i;
        if (a == x && b == y)
          for (let d = first, p, k; i < to; out.set(d, p)) {
            p = [];
            k = next();
            if (y) {
              d += k;
              k = next();
              for (let n = k >> 1, at = 0; n--;) p.push((at += next()));
            } else d += k >> 1;
            p.t = k & 1;
          }
        i = to;
      }
    }
    return out;
  };

  // The records with a word: every second pair and the last one are enough.
  const word = async (s, w) => {
    const at = [...w.keys()].filter(i => i + 2 < w.length && i % 2 < 1).concat(Math.max(0, w.length - 2)),
      out = new Map();
    const all = await A(at.map(i => pair(s, w[i], w[i + 1] || 0)));
    for (const [d, p] of all[0])
      if (!w[2] || p.some(n => all.every((l, j) => !j || l.get(d)?.includes(n + at[j]))))
        out.set(
          d,
          all.every(l => l.get(d).t),
        );
    return out;
  };
  // The records of a file with all the words, as [file, record, words in the title]; titles first.
  const hits = async (s, words) => {
    const all = await A(
      words.map(async same => {
        const out = new Map();
        for (const m of await A(
          same.map(w =>
            word(
              s,
              Array.from(w, c => c.codePointAt(0)),
            ),
          ),
        ))
          for (const [d, t] of m) out.set(d, t || out.get(d));
        return out;
      }),
    );
    return [...all[0].keys()]
      .filter(d => all.every(m => m.has(d)))
      .map(d => [s, d, all.filter(m => m.get(d)).length])
      .sort((a, b) => b[2] - a[2] || a[1] - b[1]);
  };
  // Words of a query, each with those that mean the same.
  const split = async q => {
    const { synonyms } = await (H ||= load());
    return fold(q)
      .split(/\s+/)
      .filter(w => w)
      .map(w => [...new Set([w, ...synonyms.flatMap(g => g.flatMap(a => (w.includes(fold(a)) ? g.map(b => w.replaceAll(fold(a), fold(b))) : [])))])]);
  };
  F.find = async (q, go = () => 1) => {
    const words = await split(q),
      out = [],
      { s } = await H;
    for (let i = 0; words[0] && i < s.length && go(); i += 6) out.push(...(await A(s.slice(i, i + 6).map(f => hits(f, words)))).flat());
    return out;
  };
  // Address, title, day, example, kind, county, summary.
  F.row = async ([s, d]) =>
    new TextDecoder()
      .decode(await told(s, s.r + 4 * (d >> 2)))
      .split("\n")
      [d % 4].split("\t");
  const marks = ([s, d]) => A([part(s, s.m, s.m + 2 * s.n)]).then(([u]) => [u[2 * d], u[2 * d + 1], s.y]);

  const add = (to, name, text = "") => {
    const e = D.createElement(name);
    e.textContent = text;
    to.append(e);
    return e;
  };
  // Appends a text with the words marked.
  const mark = (to, text, words) => {
    const low = like(text);
    for (let i = 0, at, w; i < text.length; i = at + w.length) {
      [at, w] = words
        .map(w => [low.indexOf(w, i), w])
        .filter(m => m[0] >= 0)
        .sort((a, b) => a[0] - b[0])[0] || [text.length, ""];
      to.append(text.slice(i, at));
      if (w) add(to, "mark", text.slice(at, at + w.length));
    }
  };
  // The summary; if neither it nor the title has a word, what the page says around it.
  const excerpt = async (to, [url, title, , , , , text], words) => {
    if (!words.some(w => like(title + text).includes(w))) {
      const page = new DOMParser()
        .parseFromString(await fetch(url).then(r => r.text()), "text/html")
        .querySelector("main")
        .textContent.replace(/\s+/g, " ");
      const at = like(page).search(words.map(w => w.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("|"));
      if (at >= 0) text = "…" + page.slice(Math.max(0, at - 30), at + 60) + "…";
    }
    mark(to, text, words);
  };
  const show = async (all, from, my, words) => {
    const rows = await A(all.slice(from, from + 20).map(F.row));
    if (my != T) return;
    if (!from) L.textContent = "";
    for (const r of rows) {
      const li = add(L, "li"),
        a = add(li, "a");
      a.href = r[0];
      mark(a, r[1], words);
      if (r[3]) (li.append(" "), (add(li, "span", say.example).className = "tag"));
      excerpt(add(li, "p"), r, words);
      add(li, "p", [r[2], O[0][+r[4] + 1], +r[5] && O[1][r[5]]].filter(m => m).join(" · ")).className = "meta";
    }
    M.hidden = all.length <= from + 20;
    M.onclick = async () => {
      await show(all, from + 20, my, words);
      L.children[from + 20].firstChild.focus();
    };
  };
  const search = async again => {
    const my = ++T,
      want = I.map(f => f.value),
      on = () => my == T;
    history.replaceState(0, "", "?" + new URLSearchParams(new FormData(F)));
    M.hidden = !0;
    S.textContent = Q.value.trim() && say.busy;
    try {
      const words = (await split(Q.value)).flat(),
        all = await F.find(Q.value, on),
        some = want.some(w => w);
      let kinds = some && (await A(all.map(marks)));
      const left = some ? all.filter((_, n) => want.every((w, i) => !w || w == kinds[n][i])) : all;
      if (!on()) return;
      if (words[0]) S.textContent = left[0] ? say.found.replace("{n}", left.length) : say.none;
      await show(left, 0, my, words);
      kinds ||= await A(all.map(marks));
      if (on())
        I.forEach((f, i) =>
          [...f.options].forEach((o, n) => (o.text = O[i][n] + (words[0] && o.value ? `（${kinds.filter(m => m[i] == o.value).length}）` : ""))),
        );
    } catch (e) {
      if (e.u && again != 1) {
        load("reload");
        return search(1);
      }
      H = 0;
      S.textContent = say.fail;
    }
  };
  const soon = e => {
    clearTimeout(wait);
    if (!e.isComposing) wait = setTimeout(search, 120);
  };
  Q.oninput = soon;
  Q.addEventListener("compositionend", soon);
  B.onchange = search;
  F.onsubmit = e => {
    e.preventDefault();
    soon(e);
  };
  D.onkeydown = e => {
    const all = [Q, ...L.querySelectorAll("a")],
      to = all[all.indexOf(D.activeElement) + { ArrowDown: 1, ArrowUp: -1 }[e.key]];
    if (to && all.includes(D.activeElement)) (e.preventDefault(), to.focus());
  };
  for (const [name, value] of new URLSearchParams(location.search)) if (F[name]) F[name].value = value;
  B.hidden = !1;
  load().catch(() => (H = 0));
  if (Q.value) search();
}
