// What every launcher needs before anything is installed: nothing here may import a package.
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** Where launchers keep what they can make again. */
export const cache = `${root}/node_modules/.cache/plumbline`;

/** What everything we start knows: where the app lies, and that no tool is to call home. */
Object.assign(process.env, {
  PLUMBLINE_ROOT: root,
  NEXT_TELEMETRY_DISABLED: "1",
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  DO_NOT_TRACK: "1",
});

/** One line for each step. On stderr, because stdout belongs to what is started. */
export function step(line) {
  process.stderr.write(`${line}\n`);
}

/** Ends the process with a sentence when this Node cannot run the app. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Plumbline needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** Prints an error: what a person can act on without its stack, a bug with it. */
export function report(error) {
  if (!(error instanceof Error) || error.name !== "AppError") {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return;
  }
  const lines = [error.message, error.hint, ...(error.details ?? []).map((line) => `  ${line}`)];
  process.stderr.write(`${lines.filter((line) => line !== undefined).join("\n")}\n`);
}

/** An error that `report` prints as one of the app's own. */
export function failure(message, hint, details = []) {
  return Object.assign(new Error(message), { name: "AppError", hint, details });
}
