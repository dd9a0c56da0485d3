import { createHash } from "node:crypto";
import { canonicalJson } from "../catalog/canonical";

/** What an approval is for. */
export interface HashedPlan {
  /** The plan and its undo, as plain JSON. */
  readonly content: unknown;
  readonly undo: unknown;
  readonly options: unknown;
  /** The database itself: a copy with the same name on another server is another one. */
  readonly systemIdentifier: string;
  readonly databaseOid: string;
  readonly databaseName: string;
  readonly expectedFingerprint: string;
  readonly actualFingerprint: string;
}

/** SHA-256, in 64 hexadecimal digits, of everything that an approval of a plan is for. One byte more or less gives another. */
export function planHash(plan: HashedPlan): string {
  const { content, undo, options, systemIdentifier, databaseOid, databaseName } = plan;
  const { expectedFingerprint, actualFingerprint } = plan;
  const text = canonicalJson({
    format: "plumbline.approval/v1",
    ...{ content: plain(content), undo: plain(undo), options: plain(options) },
    ...{ systemIdentifier, databaseOid, databaseName, expectedFingerprint, actualFingerprint },
  });
  return createHash("sha256").update(text).digest("hex");
}

type Json = Parameters<typeof canonicalJson>[0];

/** What JSON cannot say (`undefined` fields) falls away, as it does on the way into the store. */
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
