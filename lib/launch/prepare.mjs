import fs from "node:fs";
import path from "node:path";
import { alone } from "./lock.mjs";
import { runQuietly } from "./run.mjs";
import { staleness } from "./stale.mjs";
import { failure, requireNode, root, step } from "./surroundings.mjs";

/** Brings packages and generated code up to date. Takes a few milliseconds when they are. */
export async function prepare() {
  requireNode();
  await installPackages();
  await generateClient();
}

async function installPackages() {
  if (!staleness("packages", ["package-lock.json"]) && fs.existsSync(path.join(root, "node_modules"))) return;
  await alone("installing", async () => {
    const done = staleness("packages", ["package-lock.json"]);
    if (!done) return;
    if (!isInstalled()) {
      step("Installing packages (npm ci) …");
      const npm = process.env.npm_execpath;
      const parameters = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
      if (npm?.endsWith(".js")) await runQuietly("npm ci", process.execPath, [npm, ...parameters]);
      else await runQuietly("npm ci", "npm", parameters);
    }
    done();
  });
}

/** Whether node_modules holds exactly what package-lock.json names, by the record that npm keeps in node_modules. */
function isInstalled() {
  const record = path.join(root, "node_modules/.package-lock.json");
  if (!fs.existsSync(record)) return false;
  const wanted = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(fs.readFileSync(record, "utf8")).packages;
  const isOptional = (one) => one.optional || one.devOptional || one.peer;
  return (
    Object.entries(wanted).every(
      ([name, one]) =>
        name === "" || (installed[name] ? installed[name].version === one.version : isOptional(one)),
    ) && Object.keys(installed).every((name) => name in wanted)
  );
}

async function generateClient() {
  const sources = ["prisma/schema.prisma", "package-lock.json"];
  const generated = path.join(root, "lib/store/generated/client.ts");
  if (!staleness("prisma", sources) && fs.existsSync(generated)) return;
  await alone("generating", async () => {
    const done = staleness("prisma", sources);
    if (!done && fs.existsSync(generated)) return;
    step("Generating the store's client …");
    const program = path.join(root, "node_modules/prisma/build/index.js");
    // `generate` never runs the schema engine, but looks whether it is there and would download it: any program will do.
    const environment = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
    await runQuietly(
      "prisma generate",
      process.execPath,
      [program, "generate", "--schema", path.join(root, "prisma/schema.prisma")],
      environment,
    );
    if (!fs.existsSync(generated))
      throw failure("prisma generate wrote no client.", `Expected ${generated}.`);
    done?.();
  });
}

/** Builds the web app when it is stale, into the folder that next.config.ts names. */
export async function buildApp() {
  const sources = [
    ...["app", "components", "lib", "prisma/schema.prisma"],
    ...["proxy.ts", "next.config.ts", "package-lock.json"],
  ];
  sources.push("postcss.config.mjs", "tsconfig.json", "public", "proxy.ts");
  const directory = process.env.PLUMBLINE_BUILD || ".next";
  const name = directory.replace(".", "");
  const built = () => fs.existsSync(path.join(root, directory, "BUILD_ID"));
  if (!staleness(name, sources) && built()) return;
  await alone("building", async () => {
    const done = staleness(name, sources);
    if (!done && built()) return;
    step("Building the app (next build) …");
    const program = path.join(root, "node_modules/next/dist/bin/next");
    await runQuietly("next build", process.execPath, [program, "build"], { NODE_ENV: "production" });
    done?.();
  });
}
