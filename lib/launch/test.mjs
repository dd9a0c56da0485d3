import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { provideBrowser } from "./browser.mjs";
import { prepare } from "./prepare.mjs";
import { show } from "./run.mjs";
import { report, root, step } from "./surroundings.mjs";

const total = { passed: 0, failed: 0, skipped: 0 };
const results = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-test-"));
const bin = (name) => path.join(root, "node_modules", name);

/** Counts one more; a part that breaks down counts as failed and does not keep the others from running. */
async function part(title, work) {
  step(`\n── ${title}`);
  const begin = Date.now();
  try {
    const counts = await work();
    for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
    if (counts.failed) step(`${title}: ${counts.failed} failed`);
  } catch (error) {
    report(error);
    total.failed += 1;
  }
  step(`${title}: ${Math.round((Date.now() - begin) / 1000)} s`);
}

async function passes(program, parameters) {
  const code = await show(process.execPath, [program, ...parameters]);
  return code === 0 ? { passed: 1 } : { failed: 1 };
}

function readResults(name) {
  return JSON.parse(fs.readFileSync(path.join(results, name), "utf8"));
}

async function typeCheck() {
  // The declarations that Next generates belong to what is checked.
  const generated = await show(process.execPath, [bin("next/dist/bin/next"), "typegen"]);
  return generated === 0 ? await passes(bin("typescript/bin/tsc"), ["--noEmit", "-p", "."]) : { failed: 1 };
}

async function unitTests() {
  const output = path.join(results, "unit.json");
  const parameters = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${output}`];
  const code = await show(process.execPath, [bin("vitest/vitest.mjs"), ...parameters]);
  const outcome = readResults("unit.json");
  // A file that cannot even be loaded has no tests that could have failed.
  const unloaded = outcome.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((one) => one.status === "failed"),
  ).length;
  const failed = outcome.numFailedTests + unloaded;
  return {
    passed: outcome.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: outcome.numPendingTests + outcome.numTodoTests,
  };
}

async function journeys() {
  const browser = await provideBrowser();
  const code = await show(
    process.execPath,
    [bin("@playwright/test/cli.js"), "test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
    { PLUMBLINE_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(results, "journeys.json") },
  );
  const { stats, errors } = readResults("journeys.json");
  const failed = stats.unexpected + stats.flaky + errors.length;
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: stats.skipped };
}

try {
  await prepare();
  await part("Type check", typeCheck);
  await part("Lint", () => passes(bin("@biomejs/biome/bin/biome"), ["check", "."]));
  await part("Unit tests and tests on real servers", unitTests);
  await part("Journeys in a browser", journeys);
} catch (error) {
  report(error);
  total.failed += 1;
} finally {
  fs.rmSync(results, { recursive: true, force: true });
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
