// Writes a picture of every page type, mode and width to tests/out/gallery, with an index to look through them.
//
// `tests/gallery [TYPE…]`, over the site in tests/out/public (or MINGTANG_SITE). With a `mingtang` binary built, also the pages
// that only an answer shows: the form with faults, the confirmation, the tracked case, a receipt that does not fit.
// Must not: judge anything; the browser tests do.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ANSWERING, ANSWERS } from "./answers.mjs";
import { pageTypes } from "./pages.mjs";
import { ROOT, files, serve } from "./site.mjs";
import { MODES, WIDTHS, open, visit } from "./visit.mjs";

const OUT = join(ROOT, "tests/out/gallery");

/** Pictures of the page a visit has come to: every width. */
async function pictures(page, name, mode, shots) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const file = `${name}-${mode}-${width}.png`;
    await page.screenshot({ path: join(OUT, file), fullPage: true, animations: "disabled" });
    shots.push({ name, mode, width, file });
  }
}

async function shoot(browser, site, name, go, shots) {
  for (const mode of Object.keys(MODES)) {
    const { page, context } = await visit(browser, site.url, { mode });
    await go(page, site.url);
    await pictures(page, name, mode, shots);
    await context.close();
  }
  console.log(name);
}

function index(shots) {
  const rows = Object.groupBy ? Object.entries(Object.groupBy(shots, (shot) => shot.name)) : grouped(shots);
  const figure = ({ mode, width, file }) => `<figure><a href="${file}"><img src="${file}" alt="" loading="lazy" width="${Math.round(width / 4)}"></a><figcaption>${mode} ${width}</figcaption></figure>`;
  const body = rows.map(([name, list]) => `<h2>${name}</h2><div>${list.map(figure).join("")}</div>`).join("\n");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>div{display:flex;flex-wrap:wrap;gap:1em;align-items:flex-start}figure{margin:0}img{border:1px solid #999}</style><h1>Gallery</h1>${body}\n`;
}

function grouped(shots) {
  const groups = new Map();
  for (const shot of shots) groups.set(shot.name, [...(groups.get(shot.name) ?? []), shot]);
  return [...groups];
}

async function main() {
  const wanted = process.argv.slice(2);
  const asked = (name) => wanted.length === 0 || wanted.includes(name);
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const { types } = await pageTypes();
  const [shots, browser, site] = [[], await open(), await files()];
  for (const [name, address] of Object.entries(types).filter(([name]) => asked(name))) {
    await shoot(browser, site, name, (page, url) => page.goto(url + address), shots);
  }
  await site.stop();
  if (Object.keys(ANSWERS).some(asked)) {
    const live = await serve({ args: ANSWERING });
    for (const [name, go] of Object.entries(ANSWERS).filter(([name]) => asked(name))) await shoot(browser, live, name, go, shots);
    await live.stop();
  }
  await browser.close();
  await writeFile(join(OUT, "index.html"), index(shots));
  console.log(`${shots.length} pictures in ${OUT}/index.html`);
}

await main();
