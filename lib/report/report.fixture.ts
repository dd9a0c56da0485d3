import type { Report, ReportOf } from "./report";

const at = "2026-11-23T12:04:00.000Z";

const head = {
  format: "plumbline.report/v1" as const,
  madeAt: at,
  hidden: [],
  database: {
    name: "orders",
    environment: "production",
    host: "db.internal",
    port: 5432,
    database: "orders",
  },
  source: { type: "alembic", label: "upgrade-head.sql" },
  check: { id: "C-881", at },
  comments: [{ by: "Ana", at, body: "Why is this uuid?" }],
};

/** A report of a drift with one changed column. */
export const driftReport = (): ReportOf<"drift"> => ({
  ...head,
  subject: "drift",
  id: "C-881",
  drift: {
    format: "plumbline.check/v1",
    verdict: "drift",
    counts: {
      ...{ missing: 1, unexpected: 0, changed: 1, renamed: 0, ignored: 0, compared: 214, same: 212 },
      bySeverity: { critical: 1, high: 0, medium: 1, low: 0, info: 0 },
      byKind: { column: 1, table: 1 },
    },
    differences: [
      {
        ...{ id: "D-7KQ2M4XA", type: "changed", kind: "column", severity: "critical", includes: [] },
        object: { schema: "public", table: "users", name: "id" },
        attributes: [{ attribute: "type", expected: "character varying(36)", actual: "uuid" }],
      },
      {
        ...{ id: "D-FOLDERSA", type: "missing", kind: "table", severity: "medium", attributes: [] },
        object: { schema: "public", name: "folders" },
        includes: [{ kind: "column", schema: "public", table: "folders", name: "id" }],
        cause: "D-7KQ2M4XA",
      },
    ],
    ...{ ignoreRules: [], findings: [], unverified: [], diagnostics: [] },
    coverage: { read: { table: 42 }, setApart: [], notRead: [], notVisible: [], unmanaged: [] },
    ...{ expectedFingerprint: "e".repeat(64), actualFingerprint: "a".repeat(64) },
    ...{ serverVersion: "15.18", milliseconds: 1300 },
  },
  about: [
    {
      ...{ id: "D-7KQ2M4XA", why: ["Queries fail (42883)."], firstSeenAt: at, checks: 31, rows: 2_134_118 },
      decision: {
        type: "accept",
        reason: "moves in March",
        until: "2027-03-01T00:00:00.000Z",
        by: "Ana",
        at,
      },
    },
    { ...{ id: "D-FOLDERSA", why: [], firstSeenAt: at, checks: 2, rows: null }, decision: null },
  ],
});

/** A report of a plan with these statements. */
export const planReportOf = (sqls: readonly string[]): ReportOf<"plan"> => ({
  ...head,
  ...{ subject: "plan", id: "P-12", hash: "f".repeat(64), state: "approved", by: "Ana" },
  reviews: [{ verdict: "approve", by: "Bob", at, comment: "fine" }],
  plan: {
    ...{ format: "plumbline.plan/v1", complete: true, fixes: [], hazards: [], manual: [] },
    statements: sqls.map((sql) => ({
      sql,
      object: { kind: "table", schema: "public", name: "users" },
      ...{ lock: "ACCESS EXCLUSIVE", rewrite: false, scan: false, transaction: "inside", hazards: [] },
      ...{ fixes: ["1"], preflight: [] },
    })),
    undo: { statements: [], manual: [], lost: [] },
    ...{ expectedFingerprint: "e".repeat(64), actualFingerprint: "a".repeat(64), serverVersion: "15.18" },
  },
});

/** One report of each subject. */
export const everyReport = (): readonly Report[] => {
  const drift = driftReport();
  const plan = planReportOf(["ALTER TABLE public.users ALTER COLUMN id TYPE character varying(36)"]);
  const [difference] = drift.drift.differences;
  const [about] = drift.about;
  if (difference === undefined || about === undefined) throw new Error("the fixture has no difference");
  return [
    drift,
    {
      ...head,
      ...{ subject: "difference", id: difference.id, difference, about, open: true },
      expectedSql: "ALTER TABLE public.users ADD COLUMN id character varying(36) NOT NULL;",
      actualSql: "ALTER TABLE public.users ADD COLUMN id uuid NOT NULL;",
      fix: { plan: plan.plan, reason: null },
    },
    plan,
    {
      ...head,
      ...{ subject: "run", id: "R-3", planId: "P-12", plan: plan.plan, hash: plan.hash, state: "committed" },
      ...{ sentence: "Committed and proven.", next: "Look at the verification.", by: "Ana" },
      ...{ startedAt: at, finishedAt: at, lockedMilliseconds: 840 },
      statements: [{ statement: 0, outcome: "applied", milliseconds: 812 }],
      proofs: [{ id: difference.id, object: { kind: "column", ...difference.object }, outcome: "gone" }],
      signedOff: { by: "Bob", at, note: "looked at it" },
    },
  ];
};
