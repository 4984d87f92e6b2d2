// A browser, and visits in it that notice what a page must never do.
//
// Entry points: open() for the browser, visit() for one person's visit, MODES and WIDTHS.
// Must not: hide a fault by a browser setting (no bypassed policy, no ignored certificate).
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** CSS pixels: the narrowest phone of WCAG 1.4.10, a common phone, a tablet, a desk. */
export const WIDTHS = [320, 360, 768, 1280];
/** CSS pixels on each side of what a finger meets (WCAG 2.5.5). */
const FINGER = 44;

/** Ways to look at a page: options of the visit; `kept` is what is on the device beforehand. */
export const MODES = {
  normal: {},
  elder: { kept: { mode: "elder" } },
  dark: { colorScheme: "dark" },
  contrast: { contrast: "more" },
  forced: { forcedColors: "active" },
};

/** The browser; every visit has a profile of its own. */
export const open = (more = []) => chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...FLAGS, ...more] });

/** One person's visit: {page, context, faults, judge(), end()}; both fail if the pages since the last judgement did what they must not, and end() closes. */
export async function visit(browser, origin, { width = 390, height = 800, script = true, mode = "normal", ...more } = {}) {
  const { kept = {}, ...look } = MODES[mode];
  const context = await browser.newContext({
    viewport: { width, height }, javaScriptEnabled: script, locale: "zh-CN", timezoneId: "Asia/Shanghai", ...look, ...more,
  });
  await context.addInitScript((values) => {
    if (location.protocol.startsWith("http")) for (const [name, value] of Object.entries(values)) localStorage[name] ??= value;
  }, kept);
  await context.addInitScript(() => {
    globalThis.jumps = [];
    globalThis.watch = new PerformanceObserver((list) => jumps.push(...list.getEntries()));
    watch.observe({ type: "layout-shift", buffered: true });
  });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (line) => {
    if (["error", "warning"].includes(line.type()) && !expected(line)) faults.push(`console: ${line.text()} (${line.location().url})`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob|about):/.test(url)) faults.push(`asks elsewhere: ${url}`);
  });
  const judge = async () => {
    const [cookies, seen] = [await context.cookies(), faults.splice(0)];
    assert.deepEqual(cookies, [], "a cookie was set");
    assert.deepEqual(seen, [], "faults seen by the browser");
  };
  const end = () => judge().finally(() => context.close());
  return { page, context, faults, judge, end };
}

/** Makes the browser show pages in a mode from now on; what is kept on the device counts from the next page on. */
export async function turn(page, mode) {
  const { kept, ...look } = MODES[mode];
  await page.emulateMedia({ colorScheme: null, contrast: null, forcedColors: null, ...look });
  await page.evaluate((values) => {
    localStorage.clear();
    for (const [name, value] of Object.entries(values)) localStorage[name] = value;
  }, kept ?? {});
}

/** A form answered with a fault, or a page not found, is a line in the browser's console and no fault of the page. */
function expected(line) {
  return /Failed to load resource: the server responded with a status of 4(00|04|05|09|10|22|29)/.test(line.text());
}

/** Fails when the page is wider than its window. */
export async function fits(page) {
  const { wide, culprits } = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const out = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > room + 1);
    return { wide: document.documentElement.scrollWidth - room, culprits: out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)) };
  });
  assert.ok(wide <= 0, `${page.url()} scrolls sideways by ${wide} px: ${culprits.join(" | ")}`);
}

/** What moved by itself since the page was opened, one line a part. */
export async function shifts(page) {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    jumps.push(...watch.takeRecords());
    const moved = jumps.filter((jump) => !jump.hadRecentInput);
    return moved.flatMap(({ value, sources }) => sources.map(({ node }) => `${value.toFixed(4)}: ${(node?.outerHTML ?? node?.textContent ?? "?").slice(0, 120)}`));
  });
}

/** Controls and links that a finger can miss. A link in running text has the height of its line, and a control that of its label. */
export async function small(page) {
  return page.evaluate((finger) => {
    const out = [];
    for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
      const box = one.getBoundingClientRect();
      if (!one.checkVisibility({ visibilityProperty: true }) || box.width <= 1 || box.right < 0) continue;
      const inline = getComputedStyle(one).display === "inline" ? parseFloat(getComputedStyle(one.parentElement).lineHeight) : 0;
      const heights = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect().height);
      const height = Math.max(inline, ...heights);
      if (height < finger) out.push(`${height.toFixed(1)} px: ${one.outerHTML.slice(0, 100)}`);
    }
    return out.slice(0, 5);
  }, FINGER);
}
