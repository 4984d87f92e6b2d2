// A resident files a complaint through the form and finds it again, with JavaScript and without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { COMPLAINT, fromHome, receipt, send, track, type, typed } from "./complaint.mjs";
import { serve } from "./site.mjs";
import { fits, open, visit } from "./visit.mjs";

let site, browser;
before(async () => {
  site = await serve();
  browser = await open();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

for (const script of [true, false]) {
  describe(`with JavaScript ${script ? "on" : "off"}`, () => {
    test("a complaint is filed, and found again by reference and receipt", async () => {
      const { page, end } = await visit(browser, site.url, { script });
      await fromHome(page, site.url);
      await type(page, COMPLAINT);
      await send(page, "complaint");
      const got = await receipt(page);
      assert.match(got.reference ?? "", /\w{4}/, "no reference on the confirmation");
      assert.match(got.receipt ?? "", /\d{4}/, "no receipt on the confirmation");
      const found = await track(page, site.url, got);
      assert.ok(found.includes(got.reference), `the case does not show its reference: ${found}`);
      assert.ok(!page.url().includes(got.receipt), "the receipt is in the address");
      await end();
    });

    test("a wrong receipt and an unknown reference get the same words", async () => {
      const { page, end } = await visit(browser, site.url, { script });
      await fromHome(page, site.url);
      await type(page, COMPLAINT);
      await send(page, "complaint");
      const { reference } = await receipt(page);
      const wrong = await track(page, site.url, { reference, receipt: "0000000000000000" });
      const unknown = await track(page, site.url, { reference: "ZZZZ9999", receipt: "0000000000000000" });
      assert.equal(wrong.replaceAll(reference, ""), unknown.replaceAll("ZZZZ9999", ""));
      assert.ok(!wrong.includes(COMPLAINT.wanted));
      await end();
    });

    test("an incomplete form comes back with a summary of faults and every input kept", async () => {
      const { page, end } = await visit(browser, site.url, { script, width: 320 });
      await fromHome(page, site.url);
      const { when, ...rest } = COMPLAINT;
      await type(page, rest);
      await send(page, "complaint");
      assert.match(await page.title(), /^错误：/);
      const link = page.locator("#errors a");
      assert.equal(await link.count(), 1, "one fault in the summary");
      assert.equal(await link.getAttribute("href"), "#f-when");
      const words = await link.innerText();
      assert.ok((await page.locator("#f-when-error").innerText()).includes(words), "the same words stand beside the field");
      const kept = await typed(page, "complaint");
      for (const [name, value] of Object.entries(rest)) assert.equal(kept[name]?.replaceAll("\r\n", "\n"), value, `${name} was not kept`);
      await fits(page);
      await type(page, { when });
      await send(page, "complaint");
      assert.ok((await receipt(page)).reference, "the corrected form was not accepted");
      await end();
    });
  });
}

test("an empty form names every field that is needed", async () => {
  const { page, end } = await visit(browser, site.url, { script: false });
  await page.goto(`${site.url}/complaints/new/`);
  await send(page, "complaint");
  const targets = await page.locator("#errors a").evaluateAll((links) => links.map((a) => a.hash));
  assert.deepEqual(targets, ["#f-category", "#f-what", "#f-where", "#f-when", "#f-wanted"]);
  for (const target of targets) assert.equal(await page.locator(target).count(), 1, `${target} leads nowhere`);
  await end();
});

test("what a resident typed never runs", async () => {
  const { page, end } = await visit(browser, site.url);
  let ran = false;
  page.on("dialog", (dialog) => ((ran = true), dialog.dismiss()));
  await page.goto(`${site.url}/complaints/new/`);
  await type(page, { ...COMPLAINT, what: "</textarea><script>alert(1)</script>", spot: '"><img src=x onerror=alert(2)>', when: "" });
  await send(page, "complaint");
  assert.equal((await typed(page, "complaint")).what, "</textarea><script>alert(1)</script>");
  assert.equal(await page.locator("main img[src=x], main script:text('alert')").count(), 0);
  assert.equal(ran, false);
  await end();
});

test("the same form sent twice is one case", async () => {
  const { page, end } = await visit(browser, site.url);
  await page.goto(`${site.url}/complaints/new/`);
  await type(page, COMPLAINT);
  await send(page, "complaint");
  const first = await receipt(page);
  await page.reload();
  const second = await receipt(page);
  assert.equal(second.reference, first.reference, "a reload made a second case");
  await end();
});
