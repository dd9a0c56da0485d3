import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { defineConfig } from "@playwright/test";
import { findBrowser } from "../lib/launch/browser.mjs";
import { freePort } from "../lib/postgres/port";

const root = path.resolve(import.meta.dirname, "..");

// This file is read again by each worker process: what is chosen here once is handed on in the environment.
if (process.env.PLUMBLINE_E2E_HOME === undefined) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-e2e-"));
  fs.chmodSync(home, process.getuid?.() === 0 ? 0o711 : 0o700);
  process.env.PLUMBLINE_E2E_HOME = home;
  process.env.PLUMBLINE_E2E_PORT = String(await freePort());
  process.once("exit", () => fs.rmSync(home, { recursive: true, force: true }));
}
const browser = process.env.PLUMBLINE_BROWSER ?? (await findBrowser());
const address = `http://127.0.0.1:${process.env.PLUMBLINE_E2E_PORT}`;

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: path.join(root, "test-results"),
  // All journeys share one app and its store.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  // Browser, app, worker and two servers share the cores of a small machine, and a check may be under way.
  expect: { timeout: 20_000 },
  globalSetup: path.join(import.meta.dirname, "make-owner.ts"),
  use: {
    baseURL: address,
    // Journeys are the owner's, unless they say otherwise (pages/people.ts).
    storageState: path.join(process.env.PLUMBLINE_E2E_HOME, "owner.json"),
    trace: "retain-on-failure",
    ...(browser === undefined ? {} : { launchOptions: { executablePath: browser } }),
  },
  webServer: {
    command: `"${process.execPath}" lib/launch/start.mjs`,
    cwd: root,
    // The address that makes the first owner stands in the terminal and nowhere else: in PLUMBLINE_SET_UP from here on.
    wait: { stderr: /Make its first owner at this address[^\n]*(?<plumbline_set_up>\/set-up\/[\w-]+)/ },
    // The first start of a fresh clone builds the app.
    timeout: 600_000,
    reuseExistingServer: false,
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    env: {
      PORT: process.env.PLUMBLINE_E2E_PORT ?? "",
      PLUMBLINE_HOME: process.env.PLUMBLINE_E2E_HOME,
      PLUMBLINE_BUILD: ".next-journeys",
      // The journeys' app has servers of its own, whatever the environment says.
      DATABASE_URL: "",
      SHADOW_DATABASE_URL: "",
      // The journeys write a source of their own beside those of the project.
      PLUMBLINE_SOURCES: [root, path.join(process.env.PLUMBLINE_E2E_HOME, "sources")].join(path.delimiter),
    },
  },
});
