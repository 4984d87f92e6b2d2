// One page of each type, found in the built site by the pattern of its address.
//
// Entry point: pageTypes(). To add a type, add a line to pages.json; a pattern that no page fits is a fault, and so are a page that
// no pattern fits and a layout of the build that none of the chosen pages shows: a new page type cannot slip past the checks.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SITE } from "./site.mjs";

/** The frame that the functions answer in: seen with their answers in it, see answers.mjs. */
const SHELL = "functions-shell.html";

/** {types: name → address, strays: addresses of no type, missing: types without a page, unseen: layouts that no type shows} */
export async function pageTypes(site = SITE) {
  const patterns = Object.entries(JSON.parse(await readFile(new URL("pages.json", import.meta.url), "utf8"))).map(([name, source]) => [name, new RegExp(source)]);
  const files = (await readdir(site, { recursive: true })).filter((name) => name.endsWith(".html") && name !== SHELL).sort();
  const address = (file) => file.replace(/(^|\/)index\.html$/, "$1");
  const types = {};
  for (const [name, pattern] of patterns) {
    const fresh = files.map(address).find((page) => pattern.test(page) && !Object.values(types).includes(`/${page}`));
    if (fresh !== undefined) types[name] = `/${fresh}`;
  }
  const strays = files.map(address).filter((page) => !patterns.some(([, pattern]) => pattern.test(page)));
  const chosen = new Set(Object.values(types));
  const [all, shown] = [new Map(), new Set()];
  for (const file of files) {
    const name = await layout(join(site, file));
    all.set(name, file);
    if (chosen.has(`/${address(file)}`)) shown.add(name);
  }
  const unseen = [...all].filter(([name]) => !shown.has(name)).map(([name, file]) => `${name} (${file})`);
  return { types, strays, missing: patterns.map(([name]) => name).filter((name) => !(name in types)), unseen };
}

/** The layout that a page names on its main part. */
async function layout(file) {
  return /<main[^>]* data-layout="([^"]+)"/.exec(await readFile(file, "utf8"))?.[1] ?? "no layout";
}
