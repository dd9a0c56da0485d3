import path from "node:path";
import { installMajors, majorsFolder } from "./majors.mjs";
import { prepare } from "./prepare.mjs";
import { show } from "./run.mjs";
import { report, root } from "./surroundings.mjs";

// The tests that run on every installed major, on PostgreSQL 14 to 18: all of them, or the files that are named.
try {
  await prepare();
  await installMajors();
  const program = path.join(root, "node_modules/vitest/vitest.mjs");
  const environment = { PLUMBLINE_MAJORS: majorsFolder };
  process.exitCode = await show(process.execPath, [program, "run", ...process.argv.slice(2)], environment);
} catch (error) {
  report(error);
  process.exitCode = 1;
}
