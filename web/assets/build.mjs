// Bundles src/ into the folder named on the command line, with content-hashed names and a manifest.
// Usage: node build.mjs OUTPUT
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { patchLibraries } from "./patches.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const output = path.resolve(process.argv[2] ?? path.join(here, "../static/dist"));
// The workshop's are for its drawing page alone; tables and forms load their own style when the first is opened.
const entries = [
  "src/main.css",
  "src/main.js",
  "src/workshop/workshop.css",
  "src/workshop/workshop.js",
  "src/workshop/viewer.js",
  "src/workshop/dmn.css",
  "src/workshop/formeditor.css",
];

// The example theme defines 2,700 design tokens, most for components that we do not use. Keep those that our style
// uses, directly or through another token: a fifth of the size, and the same colours on the page.
const definition = /^\s*(--[\w-]+)\s*:\s*([^;]*);/gm;
const use = /var\(\s*(--[\w-]+)/g;

const names = (text, pattern) => Array.from(text.matchAll(pattern), (match) => match[1]);

async function readStyle(file, seen = new Set()) {
  if (seen.has(file)) return "";
  seen.add(file);
  const text = await readFile(file, "utf8");
  const imported = names(text, /@import\s+"([^"]+)"/g).filter((name) => !name.includes("design-tokens"));
  const parts = await Promise.all(
    imported.map((name) =>
      readStyle(name.startsWith(".") ? path.resolve(path.dirname(file), name) : path.join(here, "node_modules", name), seen),
    ),
  );
  return text + parts.join("\n");
}

const keepReachedTokens = {
  name: "keep-reached-tokens",
  setup(build) {
    build.onLoad({ filter: /voorbeeld-design-tokens[\\/]dist[\\/]theme\.css$/ }, async ({ path: file }) => {
      const theme = await readFile(file, "utf8");
      const tokens = new Map(Array.from(theme.matchAll(definition), ([, name, value]) => [name, value.trim()]));
      const waiting = names(await readStyle(path.join(here, "src/main.css")), use);
      const reached = new Set();
      while (waiting.length) {
        const name = waiting.pop();
        if (reached.has(name) || !tokens.has(name)) continue;
        reached.add(name);
        waiting.push(...names(tokens.get(name), use));
      }
      if (!reached.size) throw new Error(`No design token of ${file} is used: has its layout changed?`);
      const kept = [...reached].sort().map((name) => `  ${name}: ${tokens.get(name)};`);
      return { contents: `.voorbeeld-theme {\n${kept.join("\n")}\n}\n`, loader: "css" };
    });
  },
};

const result = await esbuild.build({
  absWorkingDir: here,
  entryPoints: entries,
  outdir: output,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome111", "edge111", "firefox114", "safari16.4"],
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  splitting: true,
  loader: { ".svg": "file", ".woff2": "file", ".woff": "file", ".ttf": "file", ".eot": "empty" },
  legalComments: "linked",
  metafile: true,
  plugins: [keepReachedTokens, patchLibraries],
  logLevel: "warning",
});

const manifest = {};
for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  // A lazily imported file has an entry point too; its importer knows where it is.
  if (entries.includes(entryPoint)) manifest[path.basename(entryPoint)] = path.basename(file);
}
for (const entry of entries) {
  if (!manifest[path.basename(entry)]) throw new Error(`esbuild wrote nothing for ${entry}`);
}
await mkdir(output, { recursive: true });
// Compressed once, here, instead of at each request (web/compressed.py).
for (const file of Object.keys(result.metafile.outputs)) {
  if (!/\.(js|css)$/.test(file)) continue;
  const full = path.resolve(here, file);
  await writeFile(`${full}.gz`, gzipSync(await readFile(full), { level: 9 }));
}
await writeFile(path.join(output, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
