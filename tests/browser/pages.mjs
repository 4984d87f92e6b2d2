// One page of each type, found in the built site by the pattern of its address.
//
// Entry point: pageTypes(). To add a type, add a line to pages.json; a pattern that no page fits is a fault, and so is
// a page that no pattern fits: a new page type cannot slip past the checks.
import { readdir, readFile } from "node:fs/promises";
import { SITE } from "./site.mjs";

/** {types: name → address, strays: addresses of no type, missing: types without a page} */
export async function pageTypes(site = SITE) {
  const patterns = Object.entries(JSON.parse(await readFile(new URL("pages.json", import.meta.url), "utf8")));
  const addresses = (await readdir(site, { recursive: true }))
    .filter((name) => name.endsWith(".html") && name !== "functions-shell.html")
    .map((name) => name.replace(/(^|\/)index\.html$/, "$1"))
    .sort();
  const types = {};
  for (const [name, pattern] of patterns) {
    const fitting = addresses.filter((address) => new RegExp(pattern).test(address));
    const fresh = fitting.find((address) => !Object.values(types).includes(`/${address}`));
    if (fresh !== undefined) types[name] = `/${fresh}`;
  }
  const strays = addresses.filter((address) => !patterns.some(([, pattern]) => new RegExp(pattern).test(address)));
  return { types, strays, missing: patterns.map(([name]) => name).filter((name) => !(name in types)) };
}
