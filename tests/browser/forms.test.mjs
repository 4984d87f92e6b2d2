// What residents do with the forms on a bad day: keyboard only, back and forth, twice, in two tabs, offline, with somebody's number in the text.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { COMPLAINT, receipt, send, track, type, typed } from "./complaint.mjs";
import { serve } from "./site.mjs";
import { fits, open, visit } from "./visit.mjs";
import { issue } from "./vouchers.mjs";

const FORM = "/complaints/new/";
const VENDOR = "bathing-d";

let site, browser;
before(async () => {
  site = await serve({ args: ["--hourly-limit", "1000"] });
  browser = await open();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const visitor = (options) => visit(browser, site.url, options);

/** Files a complaint; gives the visit and what the confirmation showed. */
async function filed(values = COMPLAINT, options = {}) {
  const visited = await visitor(options);
  await visited.page.goto(site.url + FORM);
  await type(visited.page, values);
  await send(visited.page, "complaint");
  return { ...visited, got: await receipt(visited.page) };
}

/** Presses Tab until the control has the focus. */
async function tabTo(page, selector) {
  for (let n = 0; n < 120; n++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

describe("with the keyboard alone", () => {
  test("a complaint is filed and found again", async () => {
    const { page, end } = await visitor();
    await page.goto(site.url + FORM);
    await tabTo(page, "[name=category]");
    await page.keyboard.press("Space");
    for (const name of ["what", "where"]) {
      await tabTo(page, `[name=${name}]`);
      await page.keyboard.type(COMPLAINT[name]);
    }
    await tabTo(page, "[name=when]");
    await page.locator("[name=when]").evaluate((input, day) => (input.value = day), COMPLAINT.when);
    await tabTo(page, "[name=wanted]");
    await page.keyboard.type(COMPLAINT.wanted);
    await tabTo(page, "#form-complaint [type=submit]");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    const got = await receipt(page);
    assert.ok(got.reference && got.receipt, "no reference");
    await tabTo(page, 'main a[href^="/complaints/track/"]');
    await Promise.all([page.waitForURL(/track/), page.keyboard.press("Enter")]);
    assert.equal((await page.locator("[name=reference]").inputValue()).replace(/\W/g, ""), got.reference.replace(/\W/g, ""), "the link does not carry the reference");
    await tabTo(page, "[name=receipt]");
    await page.keyboard.type(got.receipt);
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    assert.ok((await page.locator("main").innerText()).includes(got.reference));
    await end();
  });

  test("a wrong form puts the focus on the summary, whose links lead to the fields", async () => {
    const { page, end } = await visitor();
    await page.goto(site.url + FORM);
    await send(page, "complaint");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "errors");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "f-category");
    await end();
  });
});

describe("one filing is one case", () => {
  test("after the back button", async () => {
    const { page, got, end } = await filed({ ...COMPLAINT, spot: "返回键" });
    await page.goBack();
    if ((await typed(page, "complaint")).what) {
      await send(page, "complaint");
      assert.equal((await receipt(page)).reference, got.reference);
    }
    await end();
  });

  test("after a double click and a reload", async () => {
    const { page, end } = await visitor();
    await page.goto(site.url + FORM);
    await type(page, { ...COMPLAINT, spot: "双击" });
    await Promise.all([page.waitForEvent("load"), page.locator("#form-complaint [type=submit]").dblclick()]);
    const got = await receipt(page);
    assert.ok(got.reference);
    await page.reload();
    assert.equal((await receipt(page)).reference, got.reference);
    await end();
  });

  test("from two tabs of one draft", async () => {
    const { page, context, end } = await visitor();
    await page.goto(site.url + FORM);
    await type(page, { ...COMPLAINT, spot: "两个标签页" });
    const second = await context.newPage();
    await second.goto(site.url + FORM);
    assert.equal((await typed(second, "complaint")).spot, "两个标签页", "the draft is not in the second tab");
    await send(page, "complaint");
    await send(second, "complaint");
    assert.equal((await receipt(second)).reference, (await receipt(page)).reference);
    await end();
  });

  test("without JavaScript, sent twice", async () => {
    const values = { ...COMPLAINT, spot: "无脚本" };
    const first = await filed(values, { script: false });
    const second = await filed(values, { script: false });
    assert.equal(second.got.reference, first.got.reference);
    await first.end();
    await second.end();
  });
});

describe("the draft", () => {
  test("survives being offline and is gone once it was sent", async () => {
    const { page, context, end, faults } = await visitor({ width: 320 });
    await page.goto(site.url + FORM);
    await type(page, COMPLAINT);
    await context.setOffline(true);
    await page.locator("#form-complaint [type=submit]").click();
    await page.locator("#down").waitFor();
    assert.match(await page.locator("#down").innerText(), /12345/);
    assert.equal(await page.evaluate(() => document.activeElement?.id), "down");
    await fits(page);
    await context.setOffline(false);
    await page.reload();
    const kept = await typed(page, "complaint");
    for (const name of ["category", "what", "where", "when", "wanted"]) assert.equal(kept[name]?.replaceAll("\r\n", "\n"), COMPLAINT[name], `${name} was lost`);
    await send(page, "complaint");
    assert.ok((await receipt(page)).reference);
    await page.goto(site.url + FORM);
    assert.equal((await typed(page, "complaint")).what, "", "the draft is still there");
    faults.splice(0, faults.length, ...faults.filter((f) => !f.includes("ERR_INTERNET_DISCONNECTED")));
    await end();
  });

  test("never holds contact data", async () => {
    const { page, end } = await visitor();
    await page.goto(site.url + FORM);
    await type(page, { what: "示例", contact: "0717-6000000" });
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    assert.ok(kept.includes("示例") && !kept.includes("0717-6000000"));
    await end();
  });
});

test("a place is chosen from lists", async () => {
  const { page, end } = await visitor({ width: 320 });
  await page.goto(site.url + FORM);
  await page.locator(".mt-pick button").click();
  for (const code of ["420502", "420502001", "420502001003"]) await page.locator(".mt-pick select").last().selectOption(code);
  assert.equal(await page.locator("[name=where]").inputValue(), "420502001003");
  await fits(page);
  await end();
});

test("somebody's number is noticed while typing, asked about, and taken out", async () => {
  const { page, end } = await visitor();
  await page.goto(site.url + FORM);
  await type(page, { ...COMPLAINT, what: "示例：对方电话 139 0000 1234" });
  assert.match(await page.locator("#f-what ~ .mt-error").last().innerText(), /手机号/);
  await send(page, "complaint");
  assert.match(await page.locator("#errors").innerText(), /手机号/);
  await type(page, { leaks: "remove" });
  await send(page, "complaint");
  const found = await track(page, site.url, await receipt(page));
  assert.ok(found.includes("〔已删去〕") && !found.includes("0000"), found);
  await end();
});

test("a browser that runs scripts brings its proof of work, one for each filing", async () => {
  const { page, end } = await visitor();
  const bodies = [];
  page.on("request", (request) => { if (request.method() === "POST") bodies.push(new URLSearchParams(request.postData() ?? "")); });
  await page.goto(site.url + FORM);
  await type(page, { ...COMPLAINT, spot: "工作量证明" });
  await send(page, "complaint");
  const { reference } = await receipt(page);
  assert.ok(reference);
  const [body] = bodies;
  assert.match(body.get("proof") ?? "", /^[0-9a-f.]+:\d+:[0-9a-f]+$/);
  body.set("client_key", "another-key");
  body.set("what", "示例：拿别人的证明再交一次");
  const again = await fetch(`${site.url}/api/complaints`, { method: "POST", body, headers: { accept: "text/html" } });
  assert.equal(again.status, 422);
  assert.match(await again.text(), /验证没有通过[\s\S]*拿别人的证明再交一次/);
  await end();
});

describe("a rating", () => {
  test("by the QR code of a voucher, with scripts", async () => {
    const [slip] = await issue(site, browser, VENDOR, 1);
    const { page, end } = await visitor({ width: 320 });
    await page.goto(slip.address);
    assert.equal(await page.locator("[name=vendor]").inputValue(), VENDOR);
    assert.ok(await page.locator("[name=voucher]").inputValue());
    await type(page, { level: "5" });
    await fits(page);
    await send(page, "rating");
    assert.match(await page.locator("main").innerText(), /评价凭证有效/);
    await page.goto(slip.address);
    await page.reload();
    await type(page, { level: "4" });
    await send(page, "rating");
    assert.match(await page.locator("main").innerText(), /满意[\s\S]*代替先前的评价/);
    await end();
  });

  test("from the vendor's page, by the printed code, without scripts; a bad one opens a case", async () => {
    const [slip] = await issue(site, browser, VENDOR, 1);
    const { page, end } = await visitor({ script: false });
    await page.goto(`${site.url}/vendors/${VENDOR}/`);
    await page.locator('main a[href^="/ratings/new/"]').first().click();
    await type(page, { vendor: VENDOR, level: "1", voucher: slip.code.toLowerCase() });
    await send(page, "rating");
    const words = await page.locator("main").innerText();
    assert.match(words, /立案跟进/);
    const found = await track(page, site.url, await receipt(page));
    assert.match(found, /服务评价|便民服务/);
    await end();
  });

  test("with the keyboard alone", async () => {
    const [slip] = await issue(site, browser, VENDOR, 1);
    const { page, end } = await visitor();
    await page.goto(slip.address);
    await tabTo(page, "[name=level]");
    await page.keyboard.press("Space");
    await tabTo(page, "#form-rating [type=submit]");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    assert.match(await page.locator("#level").innerText(), /非常满意/);
    await end();
  });

  test("with a wrong voucher comes back with everything that was typed", async () => {
    const { page, end } = await visitor({ script: false });
    await page.goto(`${site.url}/ratings/new/`);
    await type(page, { vendor: VENDOR, level: "2", voucher: "2222-222-2222222", comment: "示例留言" });
    await send(page, "rating");
    assert.match(await page.locator("#f-voucher-error").innerText(), /14位代码/);
    const kept = await typed(page, "rating");
    assert.deepEqual([kept.vendor, kept.level, kept.comment], [VENDOR, "2", "示例留言"]);
    await end();
  });
});

describe("feedback", () => {
  for (const script of [true, false]) {
    test(`a topic, and whether a page is useful, with JavaScript ${script ? "on" : "off"}`, async () => {
      const { page, end } = await visitor({ script });
      await page.goto(`${site.url}/feedback/`);
      await type(page, { kind: "topic", subject: "示例：加装电梯", text: "示例：费用怎样分摊" });
      await send(page, "feedback");
      assert.match(await page.locator("h1").innerText(), /已收到/);
      await page.goto(`${site.url}/vendors/${VENDOR}/`);
      await Promise.all([page.waitForEvent("load"), page.locator("form.useful button[value=yes]").click()]);
      assert.match(await page.locator("h1").innerText(), /已收到/);
      await end();
    });
  }
});

test("an address kept as a bookmark leads on", async () => {
  const { page, end } = await visitor();
  const answer = await page.goto(`${site.url}/api/complaints`);
  assert.equal(answer.status(), 405);
  assert.equal(await page.locator('main a[href="/complaints/track/"]').count(), 1);
  await end();
});

test("nothing that was typed is in what the command printed", () => {
  const sent = [COMPLAINT.wanted, COMPLAINT.spot, "0717-6000000", "139 0000", "示例留言", "拿别人的证明", "another-key"];
  for (const words of sent) assert.ok(!site.log().includes(words), `${words} is in the log`);
});
