import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { alone } from "./lock.mjs";
import { replaceFile, staleness } from "./stale.mjs";
import { cache, root, step } from "./surroundings.mjs";

const sources = ["lib", "prisma", "package-lock.json", "tsconfig.json"];

/**
 * Bundles a TypeScript file (relative to the root) into one that Node runs, unless that is up to date.
 * @returns the bundle's path
 */
export async function bundle(entry) {
  const name = entry.replace(/\.ts$/, "").replaceAll("/", "-");
  const output = path.join(cache, `${name}.mjs`);
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
      outfile: output,
      write: false,
      bundle: true,
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
    fs.mkdirSync(cache, { recursive: true });
    replaceFile(output, result.outputFiles[0].text);
    done?.();
    return output;
  });
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
