import { spawn } from "node:child_process";
import { failure, root } from "./surroundings.mjs";

/** Runs a program to its end with its output shown; gives its exit code. */
export function show(file, parameters, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, parameters, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: "inherit",
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** Runs a program to its end without a word; its output is shown only when it fails, as the details of the error. */
export function runQuietly(what, file, parameters, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, parameters, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", (error) => reject(failure(`${what} could not be started: ${error.message}.`)));
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(failure(`${what} failed (exit ${code}).`, undefined, ends(output.trimEnd().split("\n"))));
    });
  });
}

/** Tools say what is wrong at the beginning or at the end, and much between. */
function ends(lines) {
  if (lines.length <= 80) return lines;
  return [...lines.slice(0, 40), `… ${lines.length - 80} lines …`, ...lines.slice(-40)];
}
