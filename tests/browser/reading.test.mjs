// What helps with reading, on every page: 长辈版, with the keyboard and without scripts, and reading aloud, with a voice of paper in place of the device's.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { files } from "./site.mjs";
import { open, visit } from "./visit.mjs";

let site, browser;
before(async () => {
  site = await files();
  browser = await open();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** The size of type, in pixels. */
const size = (page) => page.locator("main").evaluate((main) => parseFloat(getComputedStyle(main).fontSize));

/** Presses Tab until the control of this id has the focus. */
async function tabTo(page, id) {
  for (let n = 0; n < 20; n++) {
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`twenty presses of Tab do not reach #${id}`);
}

describe("长辈版", () => {
  test("is switched on by the keyboard, stays for the next page, and is switched off again", async () => {
    const { page, end } = await visit(browser, site.url);
    await page.goto(`${site.url}/`);
    const before = await size(page);
    await tabTo(page, "mode");
    await page.keyboard.press("Space");
    assert.ok((await size(page)) > before * 1.2, "type did not grow");
    await page.goto(`${site.url}/vendors/`);
    assert.ok((await size(page)) > before * 1.2, "the next page forgot");
    assert.equal(await page.locator("#mode").isChecked(), true);
    await tabTo(page, "mode");
    await page.keyboard.press("Space");
    assert.equal(await size(page), before);
    await page.reload();
    assert.equal(await size(page), before);
    await end();
  });

  test("works on the page at hand without scripts", async () => {
    const { page, end } = await visit(browser, site.url, { script: false });
    await page.goto(`${site.url}/`);
    const before = await size(page);
    await tabTo(page, "mode");
    await page.keyboard.press("Space");
    assert.ok((await size(page)) > before * 1.2, "type did not grow");
    await end();
  });
});

/** Puts a speech engine with voices of these languages in place of the browser's; it notes what it is asked for and speaks until it is told to stop. */
async function voices(context, langs) {
  await context.addInitScript((langs) => {
    const engine = {
      said: [],
      speaking: false,
      getVoices: () => langs.map((lang) => ({ lang })),
      speak(words) {
        engine.said.push({ lang: words.lang, text: words.text });
        engine.speaking = true;
        engine.done = () => ((engine.speaking = false), words.onend());
      },
      cancel: () => engine.done(),
    };
    Object.defineProperty(globalThis, "speechSynthesis", { value: engine });
  }, langs);
}

describe("reading aloud", () => {
  const address = "/method/";

  test("speaks the page in its language, and says how to stop while it does", async () => {
    const { page, context, end } = await visit(browser, site.url);
    await voices(context, ["en-US", "zh-CN"]);
    await page.goto(site.url + address);
    await tabTo(page, "read");
    assert.equal(await page.locator("#read").innerText(), "朗读");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#read").innerText(), "停止朗读");
    const said = await page.evaluate(() => speechSynthesis.said);
    assert.equal(said.length, 1);
    assert.match(said[0].lang, /^zh/);
    assert.ok(said[0].text.includes("统计与评价方法"), "the page's words are not what is spoken");
    assert.ok(!said[0].text.includes("示例站点,非政府网站"), "the head of the page is spoken too");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#read").innerText(), "朗读");
    assert.equal(await page.evaluate(() => speechSynthesis.speaking), false);
    await end();
  });

  test("is not offered where no voice knows the language", async () => {
    const { page, context, end } = await visit(browser, site.url);
    await voices(context, ["en-US"]);
    await page.goto(site.url + address);
    assert.equal(await page.locator("#read").isVisible(), false);
    await end();
  });
});
