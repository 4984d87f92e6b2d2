// A resident's complaint as the browser tests type it, and how its answer is read.
//
// Entry points: COMPLAINT, file(), receipt(), track().

/** What the resident types, by the names of the form's fields. */
export const COMPLAINT = {
  category: "noise",
  what: "示例：小区东门外夜间施工，\n十一点以后仍有噪声。",
  where: "420502001003",
  spot: "东门路灯旁",
  when: "2026-11-20",
  wanted: "示例：夜间停止施工。",
};

/** Opens the form from the home page, as a resident finds it. */
export async function fromHome(page, url) {
  await page.goto(url);
  await page.locator('a[href^="/complaints/"]').first().click();
  if (!page.url().includes("/complaints/new")) await page.locator('main a[href^="/complaints/new/"]').first().click();
  await page.locator("#form-complaint").waitFor();
}

/** Types values into a form by field name, whatever kind of control each is. */
export async function type(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const controls = page.locator(`[name="${name}"]:not([type=hidden])`);
    const kind = await controls.first().evaluate((control) => control.type);
    if (kind === "radio" || kind === "checkbox") await page.locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind === "select-one") await controls.selectOption(value);
    else await controls.fill(value);
  }
}

/** Sends the form and waits for the answer's page. */
export async function send(page, form) {
  await Promise.all([page.waitForEvent("load"), page.locator(`#form-${form} button[type=submit]`).click()]);
}

/** What stands in the form's controls now, by name. */
export async function typed(page, form) {
  return page.locator(`#form-${form}`).evaluate((element) => Object.fromEntries(new FormData(element)));
}

/** Reference and receipt as the confirmation shows them. */
export async function receipt(page) {
  const text = await page.locator("main").innerText();
  const reference = text.match(/\b[2-9A-HJ-NP-Z]{4}[ -]?[2-9A-HJ-NP-Z]{4}\b/)?.[0];
  const secret = text.match(/\b\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}\b/)?.[0];
  return { reference, receipt: secret };
}

/** Looks a case up through the form; gives the words of the answer. */
export async function track(page, url, values) {
  await page.goto(`${url}/complaints/track/`);
  await type(page, values);
  await send(page, "track");
  return page.locator("main").innerText();
}
