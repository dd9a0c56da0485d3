import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { alone } from "./lock.mjs";
import { replaceFile, staleness } from "./stale.mjs";
import { cache, root, step } from "./surroundings.mjs";

const sources = ["lib", "prisma", "package-lock.json", "tsconfig.json"];

/** A program that is running may yet load a part of the build it came from. In milliseconds. */
const partsAreKept = 7 * 86_400_000;

/**
 * Bundles a TypeScript file (relative to the root) into one that Node runs, unless that is up to date. What it imports
 * late stands in parts of its own, which are loaded when they are needed, packages too.
 * @returns the bundle's path
 */
export async function bundle(entry) {
  const name = entry.replace(/\.ts$/, "").replaceAll("/", "-");
  const folder = path.join(cache, name);
  const output = path.join(folder, `${path.basename(entry, ".ts")}.mjs`);
  if (!staleness(name, sources) && fs.existsSync(output)) return output;
  return await alone("bundling", async () => {
    const done = staleness(name, sources);
    if (!done && fs.existsSync(output)) return output;
    step(`Bundling ${entry} …`);
    // Imported late: on a fresh clone it is not there when this file is loaded.
    const { build } = await import("esbuild");
    const result = await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      write: false,
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      sourcemap: "inline",
      sourcesContent: false,
      alias: { "@": root, "server-only": path.join(root, "lib/testing/empty.ts") },
      plugins: [keepPlaces],
      logLevel: "error",
    });
    fs.mkdirSync(folder, { recursive: true });
    // The parts before what loads them.
    for (const file of result.outputFiles.toSorted(
      (one, other) => Number(one.path === output) - Number(other.path === output),
    ))
      replaceFile(file.path, file.text);
    forgetOldParts(folder, new Set(result.outputFiles.map((file) => path.basename(file.path))));
    done?.();
    return output;
  });
}

function forgetOldParts(folder, current) {
  for (const name of fs.readdirSync(folder).filter((one) => !current.has(one))) {
    const file = path.join(folder, name);
    if (fs.statSync(file).mtimeMs < Date.now() - partsAreKept) fs.rmSync(file);
  }
}

/** Files that look for others beside themselves must find them from inside a bundle that lies elsewhere. */
const keepPlaces = {
  name: "keep-places",
  setup(build) {
    build.onLoad({ filter: /\.tsx?$/ }, async ({ path: file }) => {
      const text = await fs.promises.readFile(file, "utf8");
      const contents = text
        .replaceAll("import.meta.dirname", JSON.stringify(path.dirname(file)))
        .replaceAll("import.meta.filename", JSON.stringify(file))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href));
      return { contents, loader: file.endsWith("x") ? "tsx" : "ts" };
    });
  },
};
