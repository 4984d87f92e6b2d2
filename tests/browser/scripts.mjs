// Makes the theme's small scripts of the readable ones: `node scripts.mjs` writes them, `node scripts.mjs --check` fails if one is not up to date.
//
// Must not: touch anything but themes/mingtang/assets.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { minify } from "terser";

const THEME = fileURLToPath(new URL("../../themes/mingtang/", import.meta.url));
const SCRIPTS = ["form.js", "search.js"];

for (const name of SCRIPTS) {
  const source = await readFile(`${THEME}scripts/${name}`, "utf8");
  const { code } = await minify(source, { toplevel: true, mangle: true, compress: { passes: 3 }, ecma: 2020 });
  const place = `${THEME}assets/${name}`;
  if (!process.argv.includes("--check")) await writeFile(place, code);
  else if ((await readFile(place, "utf8")) !== code) {
    console.error(`assets/${name} is not what scripts/${name} gives: run node tests/browser/scripts.mjs`);
    process.exitCode = 1;
  }
}
