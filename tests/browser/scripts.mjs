// Makes the theme's small scripts and its sheet of the readable ones: `node scripts.mjs` writes them, `node scripts.mjs --check` fails if one is not up to date.
//
// Must not: touch anything but themes/mingtang/assets.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { minify } from "terser";

const THEME = fileURLToPath(new URL("../../themes/mingtang/", import.meta.url));

const script = (source) => minify(source, { toplevel: true, mangle: true, compress: { passes: 3 }, ecma: 2020 });
const sheet = (source) => transform(source, { loader: "css", minify: true, target: ["chrome87", "safari14.1", "firefox80"] });

/** name of the asset → [folder of what it is made of, what makes it] */
const MADE = { "mode.js": ["scripts", script], "form.js": ["scripts", script], "search.js": ["scripts", script], "site.css": ["styles", sheet] };

for (const [name, [folder, make]] of Object.entries(MADE)) {
  const { code } = await make(await readFile(`${THEME}${folder}/${name}`, "utf8"));
  const place = `${THEME}assets/${name}`;
  if (!process.argv.includes("--check")) await writeFile(place, code);
  else if ((await readFile(place, "utf8")) !== code) {
    console.error(`assets/${name} is not what ${folder}/${name} gives: run node tests/browser/scripts.mjs`);
    process.exitCode = 1;
  }
}
