// Lighthouse over the page types that most people come to: performance at least 98, and 100 for accessibility, good practice and search engines.
//
// The site comes from `mingtang serve`, with the headers it sends; the device is Lighthouse's own slow phone on a slow line. Marks of the first three are the same in
// every run. The mark for performance depends on what else the machine does: a page below the floor is seen twice more and the middle mark counts.
// Must not: leave an audit out.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as listen } from "node:net";
import { after, before, describe, test } from "node:test";
import lighthouse from "lighthouse";
import { pageTypes } from "./pages.mjs";
import { serve } from "./site.mjs";
import { open } from "./visit.mjs";

const PAGES = ["home", "community", "meeting", "statistics", "indicator", "complaint-form"];
const FLOORS = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };
const RUNS = 3; // of a page whose first mark for performance is too low

/** A page that each category has something to say about: scripts that keep the phone busy, no language, no description, a picture without words, words on the console. */
const BROKEN = `<!doctype html><meta name="robots" content="noindex"><p style="color:#ddd">x</p><img src="/none.png"><div id="late"></div>
<script>console.error("x"); for (const start = Date.now(); Date.now() - start < 900;); setTimeout(() => { late.style.height = "500px"; undefined.fault; }, 500);</script>`;

let site, browser, port;
before(async () => {
  port = await free();
  [site, browser] = await Promise.all([serve({ args: ["--no-watch"] }), open([`--remote-debugging-port=${port}`])]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** A port of this machine that nobody listens on. */
function free() {
  return new Promise((resolve) => {
    const server = listen().listen(0, "127.0.0.1", () => {
      const { port: found } = server.address();
      server.close(() => resolve(found));
    });
  });
}

/** Marks of one look at a page by category, and what took marks away. */
async function look(url) {
  const { lhr } = await lighthouse(url, { port, onlyCategories: Object.keys(FLOORS), logLevel: "error" });
  assert.equal(lhr.runtimeError, undefined, lhr.runtimeError?.message);
  const marks = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  return { marks, objections: Object.values(lhr.categories).flatMap((category) => objections(category, lhr.audits)) };
}

/** The audits that weigh in a category and are not passed in full, with what they say. */
function objections({ id, auditRefs }, audits) {
  const lost = auditRefs.filter(({ id: audit, weight }) => weight > 0 && (audits[audit].score ?? 1) < 1);
  return lost.map(({ id: audit }) => `${id}: ${audits[audit].title} ${audits[audit].displayValue ?? ""} ${JSON.stringify(audits[audit].details?.items?.slice(0, 3) ?? "").slice(0, 400)}`);
}

/** As look(), with the middle mark for performance where the first is too low. */
async function judged(url) {
  const first = await look(url);
  if (first.marks.performance >= FLOORS.performance) return first;
  const all = [first];
  while (all.length < RUNS) all.push(await look(url));
  return all.sort((a, b) => a.marks.performance - b.marks.performance)[Math.floor(RUNS / 2)];
}

const low = (marks) => Object.keys(FLOORS).filter((id) => !(marks[id] >= FLOORS[id]));

test("it can fail: a page that is wrong everywhere gets too little in each category", async () => {
  const server = createServer((request, response) => response.setHeader("content-type", "text/html").end(BROKEN));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { marks } = await look(`http://127.0.0.1:${server.address().port}/`);
    assert.deepEqual(low(marks), Object.keys(FLOORS), JSON.stringify(marks));
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

describe("marks", async () => {
  const { types } = await pageTypes();
  for (const name of PAGES) {
    test(`${name} (${types[name]})`, async (t) => {
      const { marks, objections: found } = await judged(site.url + types[name]);
      t.diagnostic(JSON.stringify(marks));
      assert.deepEqual(low(marks), [], `${JSON.stringify(marks)}\n${found.join("\n")}`);
    });
  }
});
