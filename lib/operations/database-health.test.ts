import { expect, test } from "vitest";
import type { Severity } from "../kinds/severity";
import type { Check, CheckResult, LatestChecks } from "../store/checks";
import type { Database } from "../store/databases";
import { healthOf } from "./database-health";

const now = new Date("2026-03-01T12:00:00Z");
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

const database: Database = {
  ...{
    id: "1",
    slug: "orders",
    name: "orders",
    environment: "production",
    hasPassword: false,
    applying: null,
    demo: false,
  },
  connection: { host: "db", port: 5432, database: "orders", user: "ro", tls: "prefer" },
  ...{ staleAfterMinutes: 1440, createdAt: hoursAgo(100) },
};

const check = (state: Check["state"], finishedAt: Date | null, result: CheckResult | null = null): Check => ({
  ...{
    number: 1,
    id: "C-1",
    databaseId: "1",
    state,
    requestedBy: "t",
    requestedAt: hoursAgo(50),
    startedAt: null,
  },
  ...{ finishedAt, cancelRequested: false, progress: null, sequence: 3, result, error: null },
});

const result = (
  verdict: CheckResult["verdict"],
  found: Partial<Record<Severity, number>> = {},
): CheckResult => ({
  verdict,
  counts: {
    ...{ missing: 0, unexpected: 0, changed: 0, renamed: 0, ignored: 0, compared: 1, same: 1, byKind: {} },
    bySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0, ...found },
  },
  coverage: { read: {}, setApart: [], notRead: [], notVisible: [], unmanaged: [] },
  ...{ diagnostics: [], unverified: [], findings: [], expectedFingerprint: "a", actualFingerprint: "b" },
  ...{ serverVersion: 180_004, milliseconds: 1 },
});

const latest = (compared: Check | null, settled: Check | null = compared): LatestChecks => ({
  ...{ active: null, compared, settled },
});

test.each([
  ["no check at all", undefined, { state: "never_checked", reason: null, worst: null }],
  ["a clean check of today", latest(check("done", hoursAgo(1), result("clean"))), { state: "in_sync" }],
  [
    "a check of today that found drift",
    latest(check("done", hoursAgo(1), result("drift", { low: 3, high: 1 }))),
    { state: "drifted", worst: "high" },
  ],
  [
    "a check that could not compare everything",
    latest(check("done", hoursAgo(1), result("unknown"))),
    { state: "unknown", reason: "unverifiable" },
  ],
  [
    "a clean check of two days ago",
    latest(check("done", hoursAgo(48), result("clean"))),
    { state: "unknown", reason: "stale" },
  ],
  [
    "a failed check after a clean one",
    latest(check("done", hoursAgo(2), result("clean")), check("failed", hoursAgo(1))),
    { state: "unknown", reason: "failed" },
  ],
  [
    "a first check that failed",
    latest(null, check("failed", hoursAgo(1))),
    { state: "unknown", reason: "failed" },
  ],
])("%s", (_, checks, expected) => {
  expect(healthOf(database, checks, now)).toMatchObject(expected);
});
