import { z } from "zod";
import { severities } from "../kinds/severity";
import { lockModes } from "../postgres/lock-mode";

/** The name and version of a report. Fields are added, never changed, within a version. */
export const reportFormat = "plumbline.report/v1";

/** What a report can leave out or disguise. */
export const redactions = ["names", "roles", "rows", "comments", "literals"] as const;

/** What stands in the place of a hash that is left out. */
export const hiddenHash = "‹hidden›";

export type Redaction = (typeof redactions)[number];

const severity = z.enum(severities);
const moment = z.iso.datetime();
const address = {
  schema: z.string().exactOptional(),
  table: z.string().exactOptional(),
  name: z.string(),
  arguments: z.string().exactOptional(),
};
const identity = z.object({ kind: z.string(), ...address });
const hazard = z.object({ code: z.string(), detail: z.string().exactOptional() });
const counted = z.record(z.string(), z.number());
const transaction = z.enum(["inside", "outside", "commit after"]);
const diagnostic = z.object({
  code: z.string(),
  severity: z.enum(["info", "warning", "unknown"]),
  object: identity.exactOptional(),
  message: z.string(),
});

const difference = z.object({
  id: z.string(),
  type: z.enum(["missing", "unexpected", "changed", "renamed"]),
  actualName: z.string().exactOptional(),
  kind: z.string(),
  object: z.object(address),
  severity,
  attributes: z.array(
    z.object({
      attribute: z.string(),
      expected: z.json(),
      actual: z.json(),
      ignoredBy: z.string().exactOptional(),
    }),
  ),
  includes: z.array(identity),
  cause: z.string().exactOptional(),
  ignoredBy: z.string().exactOptional(),
  perhapsRenamed: z
    .object({ difference: z.string(), evidence: z.enum(["same object", "alike"]), likeness: z.number() })
    .exactOptional(),
});

const finding = z.object({
  id: z.string(),
  code: z.string(),
  kind: z.string(),
  object: z.object(address),
  state: z.enum(["found", "unknown"]),
  severity,
  security: z.boolean(),
  sentence: z.string(),
  why: z.string(),
  remedy: z.string(),
  declared: z.boolean(),
  difference: z.string().exactOptional(),
  statements: z.array(
    z.object({ sql: z.string(), lock: z.string().nullable(), transaction, hazards: z.array(hazard) }),
  ),
});

/** `plumbline.check/v1`: what `plumbline check --format json` prints. */
const check = z.object({
  format: z.literal("plumbline.check/v1"),
  verdict: z.enum(["clean", "drift", "unknown"]),
  counts: z.object({
    missing: z.number(),
    unexpected: z.number(),
    changed: z.number(),
    renamed: z.number(),
    // Checks of before there were ignore rules do not have it.
    ignored: z.number().exactOptional(),
    compared: z.number(),
    same: z.number(),
    bySeverity: z.record(severity, z.number()),
    byKind: counted,
  }),
  differences: z.array(difference),
  ignoreRules: z.array(
    z.object({
      id: z.string(),
      kind: z.string().nullable(),
      schema: z.string().nullable(),
      name: z.string().nullable(),
      attribute: z.string().nullable(),
      reason: z.string(),
      author: z.string(),
      expiresAt: z.string().nullable(),
    }),
  ),
  findings: z.array(finding),
  unverified: z.array(z.object({ object: identity, attributes: z.array(z.string()), reason: z.string() })),
  coverage: z.object({
    read: counted,
    setApart: z.array(
      z.object({ owner: z.string(), reason: z.enum(["extension", "tool"]), count: z.number() }),
    ),
    notRead: z.array(z.object({ kind: z.string(), count: z.number(), reason: z.string() })),
    notVisible: z.array(
      z.object({
        what: z.string(),
        kind: z.string().exactOptional(),
        reason: z.string(),
        remedy: z.string(),
      }),
    ),
    unmanaged: z.array(z.object({ schema: z.string(), count: z.number() })),
  }),
  diagnostics: z.array(diagnostic),
  expectedFingerprint: z.string(),
  actualFingerprint: z.string(),
  serverVersion: z.string(),
  milliseconds: z.number(),
});

const statement = z.object({
  sql: z.string(),
  object: identity,
  lock: z.enum(lockModes).nullable(),
  rewrite: z.boolean(),
  scan: z.boolean(),
  transaction,
  hazards: z.array(hazard),
  fixes: z.array(z.string()),
  preflight: z.array(
    z.object({
      question: z.string(),
      sql: z.string().nullable(),
      proof: z.string().exactOptional(),
      unasked: z.string().exactOptional(),
      table: identity,
      column: z.string().exactOptional(),
      cost: z.enum(["none", "server", "index", "scan"]),
      stops: z.boolean(),
    }),
  ),
});

const manual = z.object({
  difference: z.string(),
  object: identity,
  attributes: z.array(z.string()),
  reason: z.string(),
});

/** `plumbline.plan/v1`: what `plumbline plan --format json` prints. */
const plan = z.object({
  format: z.literal("plumbline.plan/v1"),
  complete: z.boolean(),
  fixes: z.array(
    z.object({
      id: z.string(),
      object: identity,
      resolves: z.array(z.string()),
      action: z.enum(["create", "alter", "drop", "recreate", "rebuild"]),
      reason: z.discriminatedUnion("type", [
        z.object({ type: z.literal("difference"), difference: z.string() }),
        z.object({ type: z.literal("rebuild"), because: identity }),
        z.object({ type: z.literal("travels along"), difference: z.string(), because: identity }),
      ]),
      statements: z.array(z.number()),
      hazards: z.array(hazard),
    }),
  ),
  statements: z.array(statement),
  hazards: z.array(hazard),
  manual: z.array(manual),
  undo: z.object({
    statements: z.array(statement),
    manual: z.array(manual),
    lost: z.array(z.object({ object: identity, reason: z.string() })),
  }),
  expectedFingerprint: z.string(),
  actualFingerprint: z.string(),
  serverVersion: z.string(),
});

const decision = z.object({
  type: z.enum(["fix database", "change code", "accept"]),
  reason: z.string().nullable(),
  until: moment.nullable(),
  by: z.string().nullable(),
  at: moment,
});

/** What stands around a difference. */
const about = z.object({
  id: z.string(),
  why: z.array(z.string()),
  firstSeenAt: moment,
  /** In how many checks. */
  checks: z.number(),
  /** Estimated rows of its table. */
  rows: z.number().nullable(),
  decision: decision.nullable(),
});

const head = {
  format: z.literal(reportFormat),
  /** `C-881`, `D-7KQ2M4XA`, `P-12`, `R-3`. */
  id: z.string(),
  madeAt: moment,
  /** What is left out or disguised; empty where nothing is. */
  hidden: z.array(z.enum(redactions)),
  database: z.object({
    name: z.string(),
    environment: z.string(),
    host: z.string(),
    port: z.number().nullable(),
    database: z.string(),
  }),
  source: z.object({ type: z.string(), label: z.string() }),
  /** The check that it is taken from. */
  check: z.object({ id: z.string(), at: moment }),
  /** What people said; null where it is left out. */
  comments: z.array(z.object({ by: z.string(), at: moment, body: z.string() })).nullable(),
};

const fix = z.object({
  /** Null where none can be made, with the reason. */
  plan: plan.nullable(),
  reason: z.string().nullable(),
});

const review = z.object({ verdict: z.string(), by: z.string(), at: moment, comment: z.string().nullable() });

const proof = z.object({
  id: z.string(),
  object: identity,
  outcome: z.enum(["gone", "still there", "new"]),
});

/** One report: of a drift, a difference, a plan or a run. */
export const reportSchema = z.discriminatedUnion("subject", [
  z.object({ ...head, subject: z.literal("drift"), drift: check, about: z.array(about) }),
  z.object({
    ...head,
    subject: z.literal("difference"),
    difference,
    about,
    /** False where the latest check found it no more. */
    open: z.boolean(),
    /** The SQL that makes the object on each side; null where it is not there. */
    expectedSql: z.string().nullable(),
    actualSql: z.string().nullable(),
    fix,
  }),
  z.object({
    ...head,
    subject: z.literal("plan"),
    plan,
    hash: z.string(),
    state: z.string(),
    by: z.string(),
    reviews: z.array(review),
  }),
  z.object({
    ...head,
    subject: z.literal("run"),
    /** `P-12`. */
    planId: z.string(),
    plan,
    hash: z.string(),
    state: z.string(),
    sentence: z.string(),
    next: z.string(),
    by: z.string(),
    startedAt: moment,
    finishedAt: moment.nullable(),
    /** By position in the plan's statements. */
    statements: z.array(
      z.object({
        statement: z.number(),
        outcome: z.enum(["applied", "rolled back", "not run", "in doubt"]),
        milliseconds: z.number().nullable(),
      }),
    ),
    lockedMilliseconds: z.number().nullable(),
    /** What became of the chosen differences, as the check after the run says. */
    proofs: z.array(proof),
    signedOff: z.object({ by: z.string(), at: moment, note: z.string().nullable() }).nullable(),
  }),
]);

export type Report = z.output<typeof reportSchema>;

export type ReportOf<S extends Report["subject"]> = Extract<Report, { readonly subject: S }>;
export type ReportedDifference = z.output<typeof difference>;
export type ReportedPlan = z.output<typeof plan>;
export type ReportedCheck = z.output<typeof check>;
export type ReportedAbout = z.output<typeof about>;

declare const shared: unique symbol;

/**
 * A report from which was taken what its policy hides. Only lib/access/redact-report.ts makes one, and reads one back
 * from the store; what is shown to who has no account takes nothing else.
 */
export type SharedReport = Report & { readonly [shared]: true };

/** The published JSON Schema of a report. Later fields of the same version may stand beside those it names. */
export const reportJsonSchema = (): object =>
  z.toJSONSchema(reportSchema, { io: "input", target: "draft-2020-12" });

/** A report as a file: two spaces, keys in the schema's order, so that the same content has the same bytes. */
export const reportJson = (report: Report): string =>
  `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`;
