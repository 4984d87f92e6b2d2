// Every page type as a browser sees it: breaks no rule of accessibility, never scrolls sideways, never jumps, asks nobody else,
// sets no cookie, says nothing on the console.
//
// Every type is seen in every mode, at widths that take turns; the main types at every width. MODES_ONLY=normal,dark and
// TYPES_ONLY=home,vendor narrow it down while working on a page.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { ANSWERS } from "./answers.mjs";
import { pageTypes } from "./pages.mjs";
import { files, serve } from "./site.mjs";
import { MODES, WIDTHS, fits, open, shifts, small, visit } from "./visit.mjs";

const AXE = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const LABEL = "示例站点，非政府网站";
/** Pages that most residents come to, and those that must not fail them. */
const MAIN = ["home", "community", "meeting", "indicator", "vendor", "complaint-form", "complaint-faults", "complaint-filed"];
/** What a screen of 1280 by 1024 pixels shows at 400 %, by CSS pixels (WCAG 1.4.10). */
const ZOOMED = { width: 320, height: 256 };
const AT_ONCE = 2; // pages: one for each core of the smallest machine that runs this

/** A page that breaks what is held here, one fault of each sort. */
const BROKEN = `<!doctype html><title>x</title><div id="late"></div><h1>x</h1><p style="color:#eee;background:#fff">这些字看不清楚</p>
<img src="http://127.0.0.1:9/elsewhere.png"><div style="width:900px">x</div><button style="height:9px">x</button>
<script>document.cookie = "a=b"; console.error("a word on the console"); setTimeout(() => (late.style.height = "300px"), 300);</script>`;

const only = (name, all) => all.filter((one) => process.env[name]?.split(",").includes(one) ?? true);

let site, browser;
const serving = serve({ args: ["--hourly-limit", "1000", "--no-watch"] });
serving.catch(() => {}); // whoever waits for it is told
before(async () => {
  site = await files();
  browser = await open();
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await (await serving).stop();
});

const { types, strays, missing, unseen } = await pageTypes();

test("every page type has a page, and every page has a type", () => {
  assert.deepEqual(missing, [], "types of pages.json without a page in the site");
  assert.deepEqual(strays.slice(0, 20), [], "pages of no type: add them to pages.json");
  assert.deepEqual(unseen, [], "layouts of the build that no type of pages.json shows: add one to pages.json");
});

test("each check can fail: a page that breaks every promise is told", async () => {
  const { page, end } = await visit(browser, site.url, { width: 320 });
  await page.route("**/broken/", (route) => route.fulfill({ contentType: "text/html", body: BROKEN }));
  await page.goto(`${site.url}/broken/`);
  await page.waitForTimeout(600); // the jump of BROKEN
  const jumped = (await shifts(page)).length;
  assert.ok(jumped > 0, "a jump is seen");
  await page.evaluate(AXE);
  const found = (await violations(page)).join("\n");
  for (const rule of ["color-contrast", "image-alt", "html-has-lang"]) assert.ok(found.includes(rule), `${rule} is missing in ${found}`);
  await assert.rejects(() => fits(page), /scrolls sideways/);
  assert.ok((await small(page)).length > 0, "a small target is seen");
  await assert.rejects(end, /cookie/);
  const again = await visit(browser, site.url);
  await again.page.route("**/broken/", (route) => route.fulfill({ contentType: "text/html", body: BROKEN.replace("document.cookie", "document.none") }));
  await again.page.goto(`${site.url}/broken/`);
  await again.page.waitForTimeout(600);
  await assert.rejects(again.end, /a word on the console.*asks elsewhere|asks elsewhere.*a word on the console/s);
});

describe("without JavaScript", { concurrency: AT_ONCE }, () => {
  for (const name of only("TYPES_ONLY", Object.keys(types))) {
    test(`${name} (${types[name]}) reads, says what it is, fits at 400 %`, async () => {
      const { page, end } = await visit(browser, site.url, { script: false, ...ZOOMED });
      await page.goto(site.url + types[name]);
      assert.equal(await page.locator("h1").count(), 1, "one main heading");
      assert.match(await page.title(), /\S/);
      const text = (await page.locator("body").innerText()).replace(",", "，");
      assert.ok(text.includes(LABEL), `does not say ${LABEL}`);
      await fits(page);
      await end();
    });
  }
});

describe("in every mode", { concurrency: AT_ONCE }, () => {
  only("TYPES_ONLY", Object.keys(types)).forEach((name, turn) => {
    each(name, turn, () => site.url, (page) => page.goto(site.url + types[name]));
  });
});

describe("answers in every mode", { concurrency: AT_ONCE }, () => {
  let live;
  before(async () => (live = await serving));
  only("TYPES_ONLY", Object.keys(ANSWERS)).forEach((name, turn) => {
    each(name, turn, () => live.url, (page) => ANSWERS[name](page, live.url));
  });
});

/** The tests of one type: a visit in each mode that comes to it at its first width and is then made wider or narrower. */
function each(name, turn, origin, go) {
  for (const mode of only("MODES_ONLY", Object.keys(MODES))) {
    const first = (turn + Object.keys(MODES).indexOf(mode)) % WIDTHS.length;
    const judged = MAIN.includes(name) ? WIDTHS : [WIDTHS[first]];
    test(`${name}, ${mode}, ${judged.join(" ")} px`, async () => {
      const { page, end } = await visit(browser, origin(), { mode, width: WIDTHS[first] });
      assert.deepEqual(await jumped(page, go), [], "something jumped each time the page loaded");
      await page.evaluate(AXE);
      for (const width of [WIDTHS[first], ...WIDTHS.filter((width) => width !== WIDTHS[first])]) {
        await page.setViewportSize({ width, height: 800 });
        await fits(page);
        if (!judged.includes(width)) continue;
        assert.deepEqual(await violations(page), [], `${name}, ${mode}, ${width} px`);
        if (mode === "elder") assert.deepEqual(await small(page), [], "smaller than a finger");
      }
      await end();
    });
  }
}

/**
 * What jumped each time the page was loaded, of three times. On a busy machine one visit in a hundred sees the head move by a hair or a long table
 * find its widths, for reasons not found; a jump that the page itself makes is seen three times.
 */
async function jumped(page, go) {
  let found = [];
  for (let time = 0; time < 3; time++) {
    await go(page);
    found = await shifts(page);
    if (!found.length) break;
  }
  return found;
}

/** What axe objects to, one line a node. */
async function violations(page) {
  const { violations: found } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n")[1] ?? ""}`));
}
