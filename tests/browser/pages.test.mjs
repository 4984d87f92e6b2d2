// Every page type as a browser sees it: breaks no rule of accessibility, never scrolls sideways, never jumps, asks nobody else,
// sets no cookie, says nothing on the console.
//
// Every type is loaded in every mode and fits at every width; axe sees it at widths that take turns, the main types at every one. MODES_ONLY=normal,dark and
// TYPES_ONLY=home,vendor narrow it down while working on a page.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { ANSWERING, ANSWERS } from "./answers.mjs";
import { pageTypes } from "./pages.mjs";
import { files, serve } from "./site.mjs";
import { MODES, WIDTHS, fits, open, shifts, small, turn, visit } from "./visit.mjs";

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
const serving = serve({ args: ANSWERING });
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

/** Tests of many types, seen one after another in so many visits at a time: what it costs to open a visit is paid once. */
function inVisits(title, names, origin, options, see) {
  describe(title, { concurrency: AT_ONCE }, () => {
    for (let lane = 0; lane < AT_ONCE; lane++) {
      describe(`visit ${lane + 1}`, { concurrency: false }, () => {
        let person;
        before(async () => {
          person = await visit(browser, await origin(), options);
          await person.page.goto(`${await origin()}/about/`); // what is kept on the device belongs to a page of the site
        });
        after(() => person?.end());
        names.forEach((name, place) => place % AT_ONCE === lane && test(name, () => see(person, name, place)));
      });
    }
  });
}

const here = () => site.url;
const answering = async () => (await serving).url;

inVisits("without JavaScript, at 400 %", only("TYPES_ONLY", Object.keys(types)), here, { script: false, ...ZOOMED }, async ({ page, judge }, name) => {
  await page.goto(site.url + types[name]);
  assert.equal(await page.locator("h1").count(), 1, "one main heading");
  assert.match(await page.title(), /\S/);
  const text = (await page.locator("body").innerText()).replace(",", "，");
  assert.ok(text.includes(LABEL), `does not say ${LABEL}`);
  await fits(page);
  await judge();
});

inVisits("in every mode", only("TYPES_ONLY", Object.keys(types)), here, {}, (person, name, place) =>
  inModes(person, name, place, (page) => page.goto(site.url + types[name])));

inVisits("answers in every mode", only("TYPES_ONLY", Object.keys(ANSWERS)), answering, {}, async (person, name, place) => {
  const url = await answering();
  await inModes(person, name, place, (page) => ANSWERS[name](page, url));
});

/**
 * One type in all modes. It is loaded in each, at a width that takes turns, to see that nothing jumps; then looked at: modes that differ by the system's wish alone
 * on the page that is there, modes kept on the device on a page of their own. Every mode is seen at every width, and judged by axe at its own (the main types at all).
 */
async function inModes({ page, judge }, name, place, go) {
  const faults = [];
  const modes = Object.keys(MODES).map((mode, at) => ({ mode, first: (place + at) % WIDTHS.length })).filter(({ mode }) => only("MODES_ONLY", [mode]).length);
  const [kept, wished] = [modes.filter(({ mode }) => MODES[mode].kept), modes.filter(({ mode }) => !MODES[mode].kept)];
  for (const pages of [wished, ...kept.map((one) => [one])]) {
    if (!pages.length) continue;
    for (const one of pages) faults.push(...(await loaded(page, one, go)));
    await page.evaluate(AXE);
    for (const one of pages) faults.push(...(await looked(page, one, name)));
  }
  await turn(page, "normal");
  assert.deepEqual(faults, [], name);
  await judge();
}

/** Loads a page in a mode; what jumped. */
async function loaded(page, { mode, first }, go) {
  await turn(page, mode);
  await page.setViewportSize({ width: WIDTHS[first], height: 800 });
  await go(page);
  return (await shifts(page)).map((part) => `${mode}, ${WIDTHS[first]} px: jumped: ${part}`);
}

/** The page that is there in a mode, at every width: what is wrong. */
async function looked(page, { mode, first }, name) {
  const faults = [];
  if (!MODES[mode].kept) await turn(page, mode);
  for (const width of [WIDTHS[first], ...WIDTHS.filter((width) => width !== WIDTHS[first])]) {
    const found = [];
    await page.setViewportSize({ width, height: 800 });
    await fits(page).catch(({ message }) => found.push(message));
    if (width === WIDTHS[first] || MAIN.includes(name)) {
      found.push(...(await violations(page)));
      if (mode === "elder") found.push(...(await small(page)).map((part) => `smaller than a finger: ${part}`));
    }
    faults.push(...found.map((fault) => `${mode}, ${width} px: ${fault}`));
  }
  return faults;
}

/** What axe objects to, one line a node. */
async function violations(page) {
  const { violations: found } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n")[1] ?? ""}`));
}
