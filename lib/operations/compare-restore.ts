import "server-only";
import type { Catalog } from "../catalog/catalog";
import { describeDifference, describeObject } from "../drift/describe";
import type { Difference } from "../drift/difference";
import { AppError } from "../postgres/app-error";
import type { BackupPrograms } from "../recovery/find-programs";
import { restoreDump } from "../recovery/restore";
import type { DumpFacts } from "../recovery/take-dump";
import type { BackupVerification } from "../store/backups";
import { compareSides } from "./compare-sides";
import { type Context, shadowOf } from "./context";

export interface RestoreComparison {
  readonly programs: BackupPrograms;
  readonly file: string;
  readonly facts: DumpFacts;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: {
    readonly message: string;
    readonly done: number;
    readonly total: number;
  }) => void;
}

export type RestoreOutcome =
  | {
      readonly type: "restored";
      readonly restored: Omit<NonNullable<BackupVerification["restored"]>, "at">;
      /** Rows of every table and the schema came out equal. */
      readonly equal: boolean;
    }
  | { readonly type: "not restored"; readonly reason: string };

// Owners and grants are not restored, because roles are not in a dump; where a thing is kept is the server's affair.
const notInDumps: ReadonlySet<string> = new Set(["owner", "grants", "tablespace"]);

/** Only a superuser may make them, so that they are left out of the test and named. */
const leftOut: ReadonlySet<string> = new Set([
  "event trigger",
  "publication",
  "subscription",
  "foreign data wrapper",
  "server",
  "user mapping",
  "foreign table",
  "default privileges",
]);

const shownDifferences = 20;

/** Restores a dump on the shadow server and compares rows and schema with those of its moment. */
export async function compareRestore(
  context: Context,
  { programs, file, facts, signal, onProgress }: RestoreComparison,
): Promise<RestoreOutcome> {
  try {
    const shadowUrl = shadowOf(context);
    const restored = await restoreDump({
      ...{ programs, file, shadowUrl, signal, onProgress },
      ...{ catalog: facts.catalog, counted: facts.counted },
    });
    onProgress({ message: "comparing", done: 0, total: 0 });
    const differences = await schemaDifferences(restored.catalog, facts.catalog, shadowUrl, signal);
    const unequal = facts.counted.flatMap(({ schema, name, rows }) => {
      const found = restored.counted.find((one) => one.schema === schema && one.name === name);
      return found?.rows === rows ? [] : [{ schema, name, expected: rows, actual: found?.rows ?? null }];
    });
    return {
      type: "restored",
      restored: {
        server: restored.server,
        tables: facts.counted.length,
        rows: restored.counted.reduce((sum, { rows }) => sum + rows, 0),
        unequal: unequal.slice(0, shownDifferences),
        differences: differences.slice(0, shownDifferences),
        differenceCount: differences.length,
        leftOut: restored.leftOut,
        failed: restored.failed,
      },
      equal: unequal.length === 0 && differences.length === 0,
    };
  } catch (error) {
    signal.throwIfAborted();
    // That it could not be tried says nothing against the backup.
    if (error instanceof AppError && error.code !== "backup-damaged")
      return { type: "not restored", reason: `${error.message} ${error.hint ?? ""}`.trim() };
    throw error;
  }
}

/** What differs between the restored schema, on the newer server, and the original, in words. */
async function schemaDifferences(
  restored: Catalog,
  original: Catalog,
  shadowUrl: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { drift } = await compareSides(restored, original, {
    shadowUrl: async () => shadowUrl,
    scope: "everything",
    signal,
  });
  const unverified = drift.unverified.map((one) => `${describeObject(one.object)} could not be compared`);
  return [
    ...drift.differences
      .filter(counts)
      .map((one) => `${describeObject(one.object)}: ${describeDifference(one)}`),
    ...unverified,
  ];
}

function counts(difference: Difference): boolean {
  const { object } = difference;
  const actual = difference.type === "missing" ? difference.expected : difference.actual;
  if (leftOut.has(object.kind) || actual.relation === "foreign table") return false;
  if (difference.type !== "changed") return true;
  return difference.attributes.some(({ attribute }) => !notInDumps.has(attribute));
}
