// A resident files a complaint through the form and finds it again, with JavaScript and without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { COMPLAINT, fromHome, receipt, send, track, type, typed } from "./complaint.mjs";
import { serve } from "./site.mjs";
import { fits, open, visit } from "./visit.mjs";

let site, browser;
before(async () => {
  site = await serve({ args: ["--hourly-limit", "1000"] });
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

test("without a script a community is written by its name; where several have it, one is chosen", async () => {
  const { page, end } = await visit(browser, site.url, { script: false, width: 320 });
  await page.goto(`${site.url}/complaints/new/`);
  await type(page, { ...COMPLAINT, where: "石板溪社区" });
  await send(page, "complaint");
  const { reference, receipt: secret } = await receipt(page);
  const found = await track(page, site.url, { reference, receipt: secret });
  assert.ok(found.includes("西陵街道 石板溪社区"), "the case has another place");

  await page.goto(`${site.url}/complaints/new/`);
  await type(page, { ...COMPLAINT, where: "新村", spot: "村口" });
  await send(page, "complaint");
  assert.ok((await page.locator("#f-where-error").innerText()).includes("从列表里选"));
  const several = await page.locator("select#f-where option").allInnerTexts();
  assert.ok(several.length > 2 && several.slice(1).every((name) => name.includes("新村")), several.join());
  assert.equal((await typed(page, "complaint")).what.replaceAll("\r\n", "\n"), COMPLAINT.what);
  await fits(page);
  await page.locator("select#f-where").selectOption({ index: 1 });
  await send(page, "complaint");
  assert.ok((await receipt(page)).reference, "the chosen community was not accepted");

  await page.goto(`${site.url}/complaints/new/`);
  await type(page, { ...COMPLAINT, where: "火星社区" });
  await send(page, "complaint");
  assert.ok((await page.locator("#f-where-error").innerText()).includes("没有找到"));
  assert.equal(await page.locator("input#f-where").inputValue(), "火星社区");
  await end();
});

test("two tabs without a script: the same words are one case, other words are another", async () => {
  const file = async (what) => {
    const { page, end } = await visit(browser, site.url, { script: false });
    await page.goto(`${site.url}/complaints/new/`);
    await type(page, { ...COMPLAINT, what });
    await send(page, "complaint");
    const { reference } = await receipt(page);
    await end();
    return reference;
  };
  const [first, again, other] = [await file("示例：两个窗口"), await file("示例：两个窗口"), await file("示例：另一件事")];
  assert.equal(again, first, "the same words in a second tab made a second case");
  assert.notEqual(other, first, "other words were taken for the same case");
});

test("cases of the same community and category are offered before one more is filed, and counted without one", async () => {
  const cases = await (await fetch(`${site.url}/data/case_log.json`)).json();
  const { reference, place, category } = cases.find((row) => !row.closed_on);
  const { page, end } = await visit(browser, site.url);
  await page.goto(`${site.url}/complaints/new/?place=${place}`);
  const offered = page.locator(`form .mt-note a[href="/cases/${reference}/"]`);
  assert.equal(await offered.count(), 0, "offered before the category was chosen");
  await page.locator(`[name="category"][value="${category}"]`).check();
  await offered.waitFor();
  await offered.click();
  await page.getByRole("button", { name: "我也受影响" }).click();
  await page.waitForURL("**/api/feedback");
  assert.ok((await page.locator("main").innerText()).includes("不用再提交一件"));
  await end();
});

test("a request is filed by Open311 at the address where requests are read", async () => {
  const [{ endpoints: [{ url }] }] = [await (await fetch(`${site.url}/open311/discovery.json`)).json()];
  assert.ok(url.endsWith("/open311/v2"));
  const address = `${site.url}/open311/v2/requests.json`;
  const listed = await fetch(address);
  assert.equal(listed.status, 200);
  assert.ok(Array.isArray(await listed.json()));
  assert.equal(listed.headers.get("referrer-policy"), "same-origin");
  const body = new URLSearchParams({ service_code: "noise", description: "示例：Open311", address_id: COMPLAINT.where });
  const filed = await fetch(address, { method: "POST", body });
  assert.equal(filed.status, 201, await filed.clone().text());
});
