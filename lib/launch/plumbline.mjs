import module from "node:module";
import { bundle } from "./bundle.mjs";
import { prepare } from "./prepare.mjs";
import { report } from "./surroundings.mjs";

// From Node 22 on, compiled code is kept from call to call.
module.enableCompileCache?.();

// Leaving through exit() ends a shadow that is running; a signal's default would leave it behind. What is being applied
// rolls back first and tells so (lib/cli/main.ts): only a second signal leaves it to be found out.
let patient = process.argv[2] === "apply";
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
]) {
  process.on(signal, () => {
    if (!patient) process.exit(code);
    patient = false;
  });
}

// Whoever reads what is printed may go away (`| head`). What is being done is done to its end all the same, and the exit
// code tells how it ended.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  await prepare();
  const { main } = await import(await bundle("lib/cli/main.ts"));
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  report(error);
  process.exitCode = 1;
}
