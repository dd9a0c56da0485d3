import { z } from "zod";
import { severities } from "../kinds/severity";

const identity = {
  schema: z.string().optional(),
  table: z.string().optional(),
  name: z.string(),
  arguments: z.string().optional(),
};
const object = z.strictObject(identity);
const identified = z.strictObject({ kind: z.string(), ...identity });

/** The documented report, field by field: a field more or less is a change of the format. */
export const checkReportSchema = z.strictObject({
  format: z.literal("plumbline.check/v1"),
  verdict: z.enum(["clean", "drift", "unknown"]),
  counts: z.strictObject({
    missing: z.int(),
    unexpected: z.int(),
    changed: z.int(),
    renamed: z.int(),
    ignored: z.int(),
    compared: z.int(),
    same: z.int(),
    bySeverity: z.record(z.enum(severities), z.int()),
    byKind: z.record(z.string(), z.int()),
  }),
  differences: z.array(
    z.strictObject({
      id: z.string().regex(/^D-[A-Z2-7]{8}$/),
      type: z.enum(["missing", "unexpected", "changed", "renamed"]),
      kind: z.string(),
      object,
      severity: z.enum(severities),
      attributes: z.array(
        z.strictObject({
          attribute: z.string(),
          expected: z.json(),
          actual: z.json(),
          ignoredBy: z.string().optional(),
        }),
      ),
      ignoredBy: z.string().optional(),
      perhapsRenamed: z
        .strictObject({
          difference: z.string(),
          evidence: z.enum(["same object", "alike"]),
          likeness: z.number(),
        })
        .optional(),
      actualName: z.string().optional(),
      includes: z.array(identified),
      cause: z.string().optional(),
    }),
  ),
  ignoreRules: z.array(
    z.strictObject({
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
  findings: z.array(
    z.strictObject({
      id: z.string().regex(/^F-[A-Z2-7]{8}$/),
      code: z.string(),
      kind: z.string(),
      object,
      state: z.enum(["found", "unknown"]),
      severity: z.enum(severities),
      security: z.boolean(),
      sentence: z.string(),
      why: z.string(),
      remedy: z.string(),
      statements: z.array(
        z.strictObject({
          sql: z.string(),
          lock: z.string().nullable(),
          transaction: z.enum(["inside", "outside", "commit after"]),
          hazards: z.array(z.strictObject({ code: z.string(), detail: z.string().optional() })),
        }),
      ),
      declared: z.boolean(),
      difference: z.string().optional(),
    }),
  ),
  unverified: z.array(
    z.strictObject({ object: identified, attributes: z.array(z.string()), reason: z.string() }),
  ),
  coverage: z.strictObject({
    read: z.record(z.string(), z.int()),
    setApart: z.array(
      z.strictObject({ owner: z.string(), reason: z.enum(["extension", "tool"]), count: z.int() }),
    ),
    notRead: z.array(z.strictObject({ kind: z.string(), count: z.int(), reason: z.string() })),
    notVisible: z.array(
      z.strictObject({
        what: z.string(),
        kind: z.string().optional(),
        reason: z.string(),
        remedy: z.string(),
      }),
    ),
    unmanaged: z.array(z.strictObject({ schema: z.string(), count: z.int() })),
  }),
  diagnostics: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(["info", "warning", "unknown"]),
      object: identified.optional(),
      message: z.string(),
    }),
  ),
  expectedFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  actualFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  serverVersion: z.string().regex(/^\d+\.\d+$/),
  milliseconds: z.int(),
});
