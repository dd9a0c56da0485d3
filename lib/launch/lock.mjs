import fs from "node:fs";
import path from "node:path";
import { root, step } from "./surroundings.mjs";

/** Runs the work while no other launcher of this checkout does work of that name. */
export async function alone(name, work) {
  // Not in node_modules, which installing removes.
  const file = path.join(root, `.${name}.lock`);
  let told = false;
  while (!take(file)) {
    if (!told) step(`Waiting for another process, which is ${name} …`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const release = () => fs.rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (!holderLives(file)) fs.rmSync(file, { force: true });
  return false;
}

function holderLives(file) {
  try {
    process.kill(Number(fs.readFileSync(file, "utf8")), 0);
    return true;
  } catch (error) {
    // Another user's process cannot be signalled, but lives. An empty file is one being written.
    return error.code === "EPERM";
  }
}
