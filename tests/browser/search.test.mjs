// The search finds what a plain look for the substring finds: two hundred queries each on the demonstration and on a generated corpus of 10,000 pages, with the
// page's own script in a browser; then as a person uses it.
//
// The truth is made of the open data and the Markdown files, not of the index. Bytes and times go to tests/out/search.json.
// Must not: share code with the index.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { BINARY, NOW, ROOT, files } from "./site.mjs";
import { open, visit } from "./visit.mjs";

const PAGES = Number(process.env.SEARCH_PAGES ?? 10_000);
const QUERIES = 200;
const WORK = join(ROOT, "tests/out/search");
/** Where the pages of a table are. */
const FOLDERS = { notices: "notices", meetings: "minutes", topics: "topics", admission: "admission", guides: "guides", vendors: "vendors", indicators: "statistics", departments: "departments", divisions: "d" };

const run = (command, args) => {
  const { status, stderr, error } = spawnSync(command, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${error ?? ""}${stderr?.slice(-2000)}`);
};

function build(content, out) {
  rmSync(out, { recursive: true, force: true });
  run(BINARY, ["build", "--content", content, "--out", out, "--now", NOW]);
}

function corpus() {
  const content = join(WORK, "content");
  rmSync(content, { recursive: true, force: true });
  mkdirSync(content, { recursive: true });
  for (const part of ["site.toml", "divisions", "departments", "rules"]) cpSync(join(ROOT, "content", part), join(content, part), { recursive: true });
  run(join(BINARY, "../corpus"), [String(PAGES), content, "ours"]);
  return content;
}

/** What the trades of vendors are called on their pages. */
const TRADES = { postal: "邮政", finance: "金融", telecom: "电信", gas: "燃气", housekeeping: "家政服务", beauty_hair: "美容美发", appliance_repair: "家电维修" };

/** Every address with the text that people read there. */
function truth(content, out) {
  const bodies = new Map();
  for (const entry of readdirSync(content, { recursive: true, withFileTypes: true })) {
    const kind = join(entry.parentPath, entry.name).slice(content.length + 1).split("/")[0];
    if (!entry.name.endsWith(".md") || entry.name == "README.md" || !FOLDERS[kind]) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8").replaceAll("\r", "");
    bodies.set(`/${FOLDERS[kind]}/${entry.name.slice(0, -3)}/`, text.split(/^---$/m).slice(2).join("---"));
  }
  const texts = new Map();
  for (const table of JSON.parse(readFileSync(join(out, "data/datapackage.json"), "utf8")).resources) {
    const name = [].concat(table.path)[0].split(/[/.]/)[0];
    if (!FOLDERS[name]) continue;
    for (const path of [].concat(table.path)) {
      for (const record of JSON.parse(readFileSync(join(out, "data", path.replace(/csv$/, "json")), "utf8"))) {
        const url = `/${FOLDERS[name]}/${name == "divisions" ? record.code : record.id}/`;
        const trades = name == "vendors" ? record.categories.map((id) => TRADES[id] ?? assert.fail(id)).join("\n") : "";
        texts.set(url, fold(`${words(record)}\n${trades}\n${plain(bodies.get(url) ?? "")}`));
      }
    }
  }
  return texts;
}

const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
const plain = (text) => text.replace(/(\P{ASCII})\n(?=\P{ASCII})/gu, "$1").replace(/\*\*|~~|`/g, "").replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/^[#>|+*-]+ |\|/gm, " ");
const words = (value, name) => {
  if (["id", "code", "division", "serves"].includes(name)) return "";
  if (value && typeof value == "object") return Object.entries(value).map(([k, v]) => words(v, Array.isArray(value) ? name : k)).join("\n");
  const text = String(value ?? "");
  return /\P{ASCII}/u.test(text) || (/^[\d-]{5,}$/.test(text) && !/^\d{4}-\d\d-\d\d$/.test(text)) ? text : "";
};

/** Pairs of words that the settings say mean the same. */
function synonyms(content) {
  const groups = readFileSync(join(content, "site.toml"), "utf8").matchAll(/^words = (\[.*\])/gm);
  return [...groups].flatMap(([, group]) => JSON.parse(group).flatMap((a, _, all) => all.filter((b) => b != a).map((b) => [a, b])));
}

/** Names, words, parts of words, single characters, two words, and words that are not there; the same in every run. */
function queries(texts) {
  let seed = 20261124;
  const random = (n) => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0), Math.floor((seed / 2 ** 32) * n));
  const all = [...texts.values()];
  const piece = (least, most) => {
    for (;;) {
      const runs = all[random(all.length)].match(/\p{Script=Han}{2,}/gu) ?? [];
      const from = runs[random(runs.length)] ?? "";
      const length = least + random(most - least + 1), at = random(Math.max(1, from.length - length + 1));
      if (from.length >= length) return from.slice(at, at + length);
    }
  };
  const made = { word: () => piece(2, 2), part: () => piece(3, 5), name: () => piece(6, 9), both: () => `${piece(2, 4)} ${piece(2, 3)}`, single: () => piece(1, 1), none: () => `${piece(1, 2)}龘${piece(1, 1)}` };
  return Array.from({ length: QUERIES }, (_, n) => made[Object.keys(made)[[0, 1, 2, 3, 0, 1, 2, 3, 4, 5][n % 10]]]());
}

/** Asks the page's own script, until the first results could be shown. */
const first = (page, query) => page.evaluate(async (q) => {
  const form = document.querySelector("form[data-index]"), began = performance.now(), all = await form.find(q);
  await Promise.all(all.slice(0, 20).map(form.row));
  return { ms: performance.now() - began, hits: all.length };
}, query);

/** The addresses of every hit: the page gives files and numbers, the rows are read from the files here. */
async function urls(page, query, out) {
  const hits = await page.evaluate(async (q) => (await document.querySelector("form[data-index]").find(q)).map(([s, d]) => [s.u, d]), query);
  return hits.map(([file, number]) => rows(join(out, file.replace(/\?.*/, "")))[number]);
}

const read = new Map();
function rows(path) {
  if (!read.has(path)) {
    const bytes = readFileSync(path), head = JSON.parse(readFileSync(join(path, "../index.json"), "utf8"));
    const [, , count] = head.segments.find(([name]) => path.endsWith(`/${name}.bin`));
    const table = 4 * (2 ** Math.min(15, Math.max(6, count.toString(2).length + 1)) + 1), blocks = Math.ceil(count / 4);
    const text = bytes.subarray(bytes.readUInt32LE(table), bytes.readUInt32LE(table + 4 * blocks)).toString();
    read.set(path, text.split("\n").map((row) => row.split("\t")[0]));
  }
  return read.get(path);
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const report = {};

async function compare(name, content, out) {
  const texts = truth(content, out), same = synonyms(content), browser = await open();
  let bytes = 0, asked = 0;
  const server = await files(out, { seen: (path, n) => path.startsWith("/search/") && path.endsWith(".bin") && ((bytes += n), asked++) });
  try {
    const { page, end } = await visit(browser, server.url);
    const cost = [], times = [], requests = [];
    await page.goto(`${server.url}/search/`);
    for (const [n, query] of queries(texts).entries()) {
      const terms = fold(query).split(" ").map((term) => [term, ...same.filter(([a]) => term.includes(a)).map(([a, b]) => term.replaceAll(a, b))]);
      const expected = new Set([...texts].filter(([, text]) => terms.every((any) => any.some((term) => text.includes(term)))).map(([url]) => url));
      const fresh = n % 5 == 0; // as of a person who has just come; the others know what was read before
      if (fresh) await page.goto(`${server.url}/search/`);
      (bytes = 0), (asked = 0);
      const { ms, hits } = await first(page, query);
      if (fresh) cost.push(bytes), times.push(ms), requests.push(asked);
      const given = (await urls(page, query, out)).sort();
      const lacking = [...expected].filter((url) => !given.includes(url)), beyond = given.filter((url) => !expected.has(url));
      assert.ok(hits == expected.size && !lacking.length && !beyond.length, `${name}: ${query}: lacking ${lacking.slice(0, 5)}, too many ${beyond.slice(0, 5)}`);
    }
    report[name] = { records: texts.size, queries: QUERIES, "median bytes": median(cost), "most bytes": Math.max(...cost), "median requests": median(requests), "median ms": Math.round(median(times)), "most ms": Math.round(Math.max(...times)) };
    await end();
  } finally {
    await browser.close();
    await server.stop();
  }
}

describe("search", () => {
  const demo = join(WORK, "demo");
  before(() => mkdirSync(WORK, { recursive: true }));
  after(() => {
    writeFileSync(join(ROOT, "tests/out/search.json"), JSON.stringify(report, null, 2));
    console.log(report);
  });

  it("finds in the demonstration what a plain search finds", async () => {
    build("content", demo);
    await compare("demonstration", join(ROOT, "content"), demo);
  });

  it(`finds in ${PAGES} pages what a plain search finds`, async () => {
    const content = corpus();
    build(content, join(WORK, "public"));
    await compare("corpus", content, join(WORK, "public"));
  });

  it("typing by a person: letters, keys, choices, marks, the way back", async () => {
    const server = await files(demo), browser = await open();
    try {
      const { page, end } = await visit(browser, server.url, { width: 360 });
      await page.goto(`${server.url}/search/`);
      await page.locator("#q").pressSequentially("充电", { delay: 30 });
      await page.waitForSelector("#results > li");
      const all = await page.locator("#results > li").count();
      assert.ok(all > 1, "several results");
      assert.equal(await page.locator("#results mark").first().textContent(), "充电");
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.evaluate(() => document.activeElement.closest("#results") !== null), true, "the arrow leads to the first result");
      await page.locator("#facets select").first().selectOption("1");
      await page.waitForFunction((n) => { const now = document.querySelectorAll("#results > li").length; return now > 0 && now < n; }, all);
      assert.match(await page.evaluate(() => location.search), /q=.*k=1/);
      await page.locator("#results a").first().click();
      await page.goBack();
      await page.waitForSelector("#results > li");
      assert.equal(await page.locator("#q").inputValue(), "充电");
      await page.locator("#q").fill("没有这样的词语");
      await page.waitForFunction(() => document.getElementById("found").textContent.includes("没有找到"));
      await end();
    } finally {
      await browser.close();
      await server.stop();
    }
  });

  it("knows that 业委会 is 业主委员会", async () => {
    const server = await files(demo), browser = await open();
    try {
      const { page, end } = await visit(browser, server.url);
      await page.goto(`${server.url}/search/`);
      const [short, long] = [await urls(page, "业委会", demo), await urls(page, "业主委员会", demo)];
      assert.ok(long.length > 0);
      assert.deepEqual(short.sort(), long.sort());
      await end();
    } finally {
      await browser.close();
      await server.stop();
    }
  });

  it("works where the server gives no parts of files, and says so when there is no index", async () => {
    const whole = await files(demo, { ranges: false }), browser = await open();
    try {
      const { page, end } = await visit(browser, whole.url);
      await page.goto(`${whole.url}/search/`);
      assert.ok((await urls(page, "社区", demo)).length > 10);
      await end();
      const { page: other } = await visit(browser, whole.url);
      await other.route("**/search/*.bin*", (route) => route.abort());
      await other.goto(`${whole.url}/search/?q=社区`);
      await other.waitForFunction(() => document.getElementById("found").textContent.includes("目录"));
    } finally {
      await browser.close();
      await whole.stop();
    }
  });

  it("without scripts gives plain indexes by column, place and year", async () => {
    const server = await files(demo), browser = await open();
    try {
      const { page, end } = await visit(browser, server.url, { script: false });
      await page.goto(`${server.url}/search/`);
      for (const address of ["/notices/", "/d/420502/", "/notices/2026/", "/topics/"]) assert.ok(await page.locator(`main a[href="${address}"]`).count(), address);
      assert.ok(await page.locator("#facets").isHidden());
      await end();
    } finally {
      await browser.close();
      await server.stop();
    }
  });
});
