import { bundle } from "./bundle.mjs";
import { prepare } from "./prepare.mjs";
import { report } from "./surroundings.mjs";

try {
  await prepare();
  // A run in a process of its own, to be killed.
  process.env.PLUMBLINE_FAULTS_PROCESS = await bundle("lib/testing/faults/run-process.ts");
  const { runFaults } = await import(await bundle("lib/testing/faults/command.ts"));
  // Servers that are still there end with this process.
  process.exit(await runFaults(process.argv.slice(2)));
} catch (error) {
  report(error);
  process.exit(1);
}
