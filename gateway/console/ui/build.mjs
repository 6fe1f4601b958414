// Bundles GraphiQL and its Monaco workers into ../dist, with hashed names and a manifest for the server.
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.resolve(here, "../dist");
const fresh = `${dist}.new`;

const workers = {
  editor: "monaco-editor/esm/vs/editor/editor.worker.js",
  json: "monaco-editor/esm/vs/language/json/json.worker.js",
  graphql: "monaco-graphql/esm/graphql.worker.js",
};

const shared = {
  absWorkingDir: here,
  outdir: fresh,
  bundle: true,
  minify: true,
  metafile: true,
  target: "es2022",
  define: { "process.env.NODE_ENV": '"production"' },
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".ttf": "file" },
  legalComments: "linked",
  logLevel: "warning",
};

/** A tab may hold no other button, and each of GraphiQL's holds two: a list with a current item says what it is. */
const honestTabs = {
  name: "honest-tabs",
  setup(building) {
    building.onLoad({ filter: /graphiql.react.dist.components.tabs.index\.js$/ }, async ({ path: file }) => {
      const before = await readFile(file, "utf8");
      const after = before
        .replace('"aria-selected": isActive', '"aria-current": isActive')
        .replace('role: "tab"', 'role: "listitem"')
        .replace('role: "tablist"', 'role: "list"');
      if (/role: "tab|aria-selected/.test(after)) throw new Error("GraphiQL writes its tabs in another way now.");
      return { contents: after, loader: "js" };
    });
  },
};

async function bundleWorkers() {
  const entryPoints = Object.entries(workers).map(([name, file]) => ({ in: file, out: `worker-${name}` }));
  const { metafile } = await build({ ...shared, entryPoints, format: "iife" });
  const names = {};
  for (const [file, output] of Object.entries(metafile.outputs)) {
    const name = Object.keys(workers).find((key) => output.entryPoint?.endsWith(workers[key]));
    if (name) names[name] = path.basename(file);
  }
  return names;
}

async function bundlePage(workerNames) {
  const { metafile } = await build({
    ...shared,
    entryPoints: { graphiql: "src/main.jsx" },
    format: "esm",
    splitting: true,
    jsx: "automatic",
    plugins: [honestTabs],
    external: ["graphql-ws"], // subscriptions over WebSocket are not offered, so it is never imported
    define: { ...shared.define, WORKER_FILES: JSON.stringify(workerNames) },
  });
  const [script, output] = Object.entries(metafile.outputs).find(([, o]) => o.entryPoint === "src/main.jsx");
  const preload = output.imports.filter((i) => i.kind === "import-statement").map((i) => path.basename(i.path));
  return { script: path.basename(script), style: path.basename(output.cssBundle), preload };
}

/** The server unpacks a file for the rare client that cannot, so only the packed one is kept. */
async function compress() {
  for (const name of await readdir(fresh)) {
    const file = path.join(fresh, name);
    await writeFile(`${file}.gz`, gzipSync(await readFile(file), { level: 9 }));
    await rm(file);
  }
}

/** The page's style sheet holds what the chunks need; esbuild writes one for each chunk all the same. */
async function dropUnusedStyles(style) {
  for (const name of await readdir(fresh)) {
    if (name.endsWith(".css") && name !== style) await rm(path.join(fresh, name));
  }
}

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const page = await bundlePage(await bundleWorkers());
await dropUnusedStyles(page.style);
await compress();
await writeFile(path.join(fresh, "manifest.json"), JSON.stringify(page, null, 2));
await rm(dist, { recursive: true, force: true });
await rename(fresh, dist);
