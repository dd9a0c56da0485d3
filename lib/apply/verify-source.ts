import { canonicalJson } from "../catalog/canonical";
import type { Catalog } from "../catalog/catalog";
import { fingerprint } from "../catalog/fingerprint";
import { compare } from "../drift/compare";
import { describeDifference } from "../drift/describe";
import { introspect } from "../introspect/introspect";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import { asPlanTakesThem } from "./as-plan-takes-them";
import { compareWithPoint } from "./resume-point";
import type { ComparedSides, RunRequest } from "./run-request";

/** The plan's sides, and the catalog as the database's own server prints it: what it must still be under the locks. */
export interface Prepared {
  readonly sides: ComparedSides;
  readonly read: Catalog;
  /** The invalid index that the run which is resumed left behind. */
  readonly leftover: CatalogObject | null;
}

/**
 * Reads the database before anything is locked and makes sure that the plan is for what is there.
 * @throws AppError `plan-stale`
 */
export async function prepareSource(session: Session, request: RunRequest): Promise<Prepared> {
  const read = await introspect(session);
  refuseDoubt(read);
  if (request.resume !== undefined) {
    const { sides, leftover, changes } = await compareWithPoint(request, request.resume, read);
    if (changes !== null) throw changedSince(changes);
    return { sides, read, leftover };
  }
  const sides = await request.compare(request.expected, read, { scope: request.scope });
  await refuseChanged(request, sides, read);
  return { sides: asPlanTakesThem(request, sides), read, leftover: null };
}

async function refuseChanged(request: RunRequest, sides: ComparedSides, read: Catalog): Promise<void> {
  const { plan } = request;
  if (fingerprint(sides.expected) !== plan.expectedFingerprint) {
    if (!sameButForSpelling(request.expected, sides.expected))
      throw new AppError(
        "expected-changed",
        "The expected schema is not the one that the plan was made from.",
        {
          hint: "Check the database again and make a new plan.",
        },
      );
  }
  if (fingerprint(sides.actual) === plan.actualFingerprint) return;
  const again = await request.compare(request.actual, read, { scope: "everything" });
  if (again.drift.differences.length === 0 && sameButForSpelling(request.actual, sides.actual)) return;
  throw planStale(again.drift.differences.map(describeDifference));
}

/** True where two readings differ at most in how a server prints definitions. */
function sameButForSpelling(planned: Catalog, now: Catalog): boolean {
  if (planned.objects.length !== now.objects.length) return false;
  return planned.objects.every((object) => {
    const other = now.get(object);
    if (other === undefined) return false;
    const texts = new Set<string>(kindOf(object).texts);
    const rest = (of: object) =>
      canonicalJson(Object.fromEntries(Object.entries(of).filter(([name]) => !texts.has(name))));
    return rest(object) === rest(other);
  });
}

/** A catalog part of which was hidden or torn proves nothing (fault 31). */
function refuseDoubt(read: Catalog): void {
  const doubts = [
    ...read.coverage.notVisible.map(({ what, reason }) => `${what}: ${reason}`),
    ...read.diagnostics.filter(({ severity }) => severity === "unknown").map(({ message }) => message),
  ];
  if (doubts.length === 0) return;
  throw new AppError(
    "catalog-hidden",
    "The role that applies cannot read everything, so that nothing could be proven.",
    {
      hint: "Give the role the rights that are named, then run again.",
      details: doubts,
    },
  );
}

/**
 * Reads the catalog inside the transaction, with the locks held: it must be the very one that was prepared for.
 * READ COMMITTED sees what was committed while the locks were waited for (postgres-facts.md §0.2).
 * @throws AppError `plan-stale`
 */
export async function verifySource(session: Session, known: Catalog): Promise<Catalog> {
  const locked = await introspect(session, { insideTransaction: true });
  refuseDoubt(locked);
  if (fingerprint(locked) === fingerprint(known)) return locked;
  throw planStale(compare(known, locked, { scope: "everything" }).differences.map(describeDifference));
}

export function planStale(changes: readonly string[]): AppError {
  const [first] = changes;
  return new AppError("plan-stale", "The database changed since this plan was made.", {
    hint: "See what changed, check the database again and make a new plan: approvals of this one are void.",
    details:
      first === undefined ? ["A property that no fix touches is not as it was."] : changes.slice(0, 50),
  });
}

function changedSince(changes: readonly string[]): AppError {
  return new AppError("plan-stale", "The database changed since the run that is to be resumed stopped.", {
    hint: "See what changed, check the database again and make a new plan: it holds only what remains.",
    details:
      changes.length === 0 ? ["A property that no fix touches is not as it was."] : changes.slice(0, 50),
  });
}
