import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { runQuietly, show } from "./run.mjs";
import { failure, root, step } from "./surroundings.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const bundles = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A browser that journeys can drive: Playwright's own, else the system's. Undefined when there is none. */
export async function findBrowser() {
  const { chromium } = await import("@playwright/test");
  if (fs.existsSync(chromium.executablePath())) return chromium.executablePath();
  const inPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...inPath, ...bundles].find((file) => fs.existsSync(file));
}

/** Like {@link findBrowser}, and installs one when there is none. */
export async function provideBrowser() {
  const found = await findBrowser();
  if (found) return found;
  if (process.getuid?.() === 0 && hasProgram("apt-get")) {
    step("Installing Chromium (apt-get install chromium) …");
    const environment = { DEBIAN_FRONTEND: "noninteractive" };
    // Without fresh lists the install can still succeed, so its own outcome decides.
    await show("apt-get", ["update", "-qq"], environment);
    await runQuietly(
      "apt-get install chromium",
      "apt-get",
      ["install", "-y", "-qq", "chromium"],
      environment,
    );
  } else {
    step("Installing Chromium (playwright install chromium) …");
    const program = path.join(root, "node_modules/@playwright/test/cli.js");
    await runQuietly("playwright install chromium", process.execPath, [program, "install", "chromium"]);
  }
  const installed = await findBrowser();
  if (!installed) throw failure("No browser for the journeys.", "Install Chromium and run npm test again.");
  return installed;
}

function hasProgram(name) {
  try {
    execFileSync("which", [name], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
