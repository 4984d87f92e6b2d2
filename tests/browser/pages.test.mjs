// Every page type as a browser sees it: fits a narrow phone, asks nobody else, sets no cookie, breaks no rule of accessibility.
//
// MODES_ONLY=normal,dark and TYPES_ONLY=home,vendor narrow it down while working on a page.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { pageTypes } from "./pages.mjs";
import { files } from "./site.mjs";
import { MODES, WIDTHS, fits, open, visit } from "./visit.mjs";

const AXE = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const LABEL = "示例站点，非政府网站";
const only = (name, all) => process.env[name]?.split(",") ?? all;

let site, browser;
before(async () => {
  site = await files();
  browser = await open();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const { types, strays, missing } = await pageTypes();

test("every page type has a page, and every page has a type", () => {
  assert.deepEqual(missing, [], "types of pages.json without a page in the site");
  assert.deepEqual(strays.slice(0, 20), [], "pages of no type: add them to pages.json");
});

for (const name of only("TYPES_ONLY", Object.keys(types))) {
  describe(`${name} (${types[name]})`, () => {
    test("reads without JavaScript, says what it is, fits 320 px", async () => {
      const { page, end } = await visit(browser, site.url, { script: false, width: 320 });
      await page.goto(site.url + types[name]);
      assert.equal(await page.locator("h1").count(), 1, "one main heading");
      assert.match(await page.title(), /\S/);
      const text = (await page.locator("body").innerText()).replace(",", "，");
      assert.ok(text.includes(LABEL), `does not say ${LABEL}`);
      await fits(page);
      await end();
    });
    for (const mode of only("MODES_ONLY", Object.keys(MODES))) {
      test(`${mode}: axe finds nothing at any width`, async () => {
        const { page, end } = await visit(browser, site.url, { mode });
        await page.goto(site.url + types[name]);
        await page.evaluate(AXE);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          await fits(page);
          assert.deepEqual(await violations(page), [], `${name}, ${mode}, ${width} px`);
        }
        await end();
      });
    }
  });
}

/** What axe objects to, one line a node. */
async function violations(page) {
  const { violations: found } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n")[1] ?? ""}`));
}
