// Vouchers as a community prints them: the sheet of `mingtang voucher issue`, its codes read by a QR reader as a phone would.
//
// Entry point: issue(). Must not: know how a voucher is made.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { BINARY, ROOT } from "./site.mjs";

const READER = await readFile(new URL("node_modules/jsqr/dist/jsQR.js", import.meta.url), "utf8");
const PIXELS = 8; // of the picture for each module of the code: what a phone's camera sees

let sheets = 0;

/** Prints so many vouchers into the store of a running site; gives {code, address} for each slip. */
export async function issue(site, browser, vendor, count) {
  const out = join(site.data, `sheet-${++sheets}.html`);
  const args = ["voucher", "issue", "--vendor", vendor, "--place", "420502001003", "--expires", "2099-12-31", "--count", count, "--site", site.url, "--data", site.data, "--out", out];
  await promisify(execFile)(BINARY, args.map(String), { cwd: ROOT });
  const page = await browser.newPage();
  try {
    await page.setContent(await readFile(out, "utf8"));
    await page.evaluate(READER);
    const slips = await page.evaluate(read, PIXELS);
    assert.equal(slips.length, Number(count), "slips on the sheet");
    return slips;
  } finally {
    await page.close();
  }
}

/** In the page: every slip's printed code, and what a reader makes of its picture. */
async function read(pixels) {
  const slips = [];
  for (const slip of document.querySelectorAll("article")) {
    const svg = slip.querySelector("svg"), side = svg.viewBox.baseVal.width * pixels;
    const copy = svg.cloneNode(true);
    for (const [name, value] of [["xmlns", "http://www.w3.org/2000/svg"], ["width", side], ["height", side]]) copy.setAttribute(name, value);
    const picture = new Image();
    picture.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side }), brush = canvas.getContext("2d");
    brush.drawImage(picture, 0, 0, side, side);
    const found = globalThis.jsQR(brush.getImageData(0, 0, side, side).data, side, side);
    slips.push({ code: slip.querySelector("code").innerText, address: found?.data ?? "" });
  }
  return slips;
}
