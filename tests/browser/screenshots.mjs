// Writes the README's pictures to docs/screenshots: small WebP files of the main pages, from the site in tests/out/public.
//
// `node tests/browser/screenshots.mjs`. Must not: show anything that the built site does not hold.
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, files } from "./site.mjs";
import { open, visit } from "./visit.mjs";

const OUT = join(ROOT, "docs/screenshots");
const LIMIT = 300 * 1024; // bytes of all together: a README that loads on a phone

const SHOTS = [
  ["home", "/", 390],
  ["community", "/d/420502001003/", 390],
  ["minutes", "/minutes/2026-09-ramp-assembly-second/", 390],
  ["statistics", "/statistics/certification_rate/", 390],
  ["vendor", "/vendors/gas-station-a/", 390],
  ["complaint", "/complaints/new/", 390],
  ["home-wide", "/", 1280],
];

const site = await files();
const browser = await open();
await mkdir(OUT, { recursive: true });
let total = 0;
for (const [name, path, width] of SHOTS) {
  const { page, context, end } = await visit(browser, site.url, { width });
  await page.setViewportSize({ width, height: width < 500 ? 844 : 800 });
  await page.goto(site.url + path, { waitUntil: "networkidle" });
  const chromium = await context.newCDPSession(page);
  const { data } = await chromium.send("Page.captureScreenshot", { format: "webp", quality: 70 });
  await writeFile(join(OUT, `${name}.webp`), Buffer.from(data, "base64"));
  total += (await stat(join(OUT, `${name}.webp`))).size;
  await end();
}
await browser.close();
await site.stop();
console.log(`${SHOTS.length} pictures, ${total} bytes`);
if (total > LIMIT) process.exitCode = 1;
