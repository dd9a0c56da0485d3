import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "../../postgres/app-error";
import { installPeers } from "../bench/peers";
import type { Tool } from "./tool";

/** ES modules that print the SQL bringing the database of the first argument to that of the second. */
const programs: { readonly [name: string]: string } = {
  "pg-delta": `import pg from "pg";
import { extract } from "@supabase/pg-delta/extract";
import { plan } from "@supabase/pg-delta/plan";
import { renderPlanFiles } from "@supabase/pg-delta/frontends";
const [actual, expected] = [process.argv[2], process.argv[3]].map((connectionString) => new pg.Pool({ connectionString }));
const [from, to] = await Promise.all([extract(actual), extract(expected)]);
const { files } = renderPlanFiles(plan(from.factBase, to.factBase), { allowDrops: true });
process.stdout.write(files.map((file) => file.contents).join("\\n"));
await Promise.all([actual.end(), expected.end()]);
`,
  migra: `import { run } from "@pgkit/migra";
process.stdout.write((await run(process.argv[2], process.argv[3], { unsafe: true })).sql);
process.exitCode = 0;
process.stdout.write("", () => process.exit());
`,
};

export const peerNames: readonly string[] = Object.keys(programs);

/**
 * Another tool from npm, installed into a folder of its own when it is first asked for.
 * @throws AppError `peer-missing` when npm cannot install it
 */
export async function peerTool(name: string, folder: string): Promise<Tool> {
  const reason = await installPeers(folder);
  const program = programs[name];
  if (reason !== null || program === undefined)
    throw new AppError("peer-missing", `The tool ${name} cannot be used: ${reason ?? "it is not known"}.`, {
      hint: `Known are plumbline, ${peerNames.join(", ")}.`,
    });
  const file = path.join(folder, `conformance-${name}.mjs`);
  writeFileSync(file, program);
  return {
    name,
    plan: async ({ expectedUrl, actualUrl }) => {
      const { stdout } = await promisify(execFile)(process.execPath, [file, actualUrl, await expectedUrl()], {
        timeout: 120_000,
        maxBuffer: 50_000_000,
      });
      return { script: stdout, differences: null, manual: new Map() };
    },
  };
}
