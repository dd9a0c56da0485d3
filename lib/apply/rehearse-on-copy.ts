import type { Catalog } from "../catalog/catalog";
import { introspect } from "../introspect/introspect";
import { bareObject } from "../plan/bare-object";
import type { PlannedStatement } from "../plan/plan";
import { asPlanTakesThem } from "./as-plan-takes-them";
import {
  buildCopy,
  executeWithRoles,
  type LeftOut,
  restsOnLeftOut,
  type ScratchDatabase,
} from "./build-copy";
import { intendedAfter } from "./intended-catalog";
import { planSteps } from "./plan-steps";
import type { DifferenceProof, UnplannedChange } from "./proof";
import { proveCatalog } from "./prove-catalog";
import { describeRunFailure, sqlState } from "./run-failure";
import type { RunRequest } from "./run-request";

export interface RehearsedStatement {
  /** Position in the plan's statements. */
  readonly statement: number;
  /** `left out`: it needs something that the copy could not be given, or sets owners and grants, which the copy has none of. */
  readonly outcome: "ran" | "failed" | "left out" | "not run";
  readonly milliseconds: number | null;
  /** SQLSTATE; `owners-and-grants` where that is why it was left out. */
  readonly code?: string;
  readonly message?: string;
}

/** What a rehearsal on a scratch copy of the schema showed. */
export interface CopyRehearsal {
  /** `partly`: nothing failed, and some of it could not be tried there. */
  readonly outcome: "proven" | "partly" | "failed";
  readonly sentence: string;
  readonly statements: readonly RehearsedStatement[];
  readonly differences: readonly DifferenceProof[];
  readonly unplanned: readonly UnplannedChange[];
  readonly leftOut: readonly LeftOut[];
  /** `server_version_num` of the copy's server, which may be of another major than the database's. */
  readonly serverVersion: number;
  readonly milliseconds: number;
}

type CopyRequest = Pick<
  RunRequest,
  "plan" | "expected" | "actual" | "scope" | "drift" | "compare" | "signal"
>;

/**
 * Runs a plan on a copy of the database's schema in a scratch database, and proves that the result is what the plan says.
 * The database itself is not touched. Says nothing about rows, locks and time, for there are none.
 * @param scratch an empty database of the shadow, dropped by whoever made it
 */
export async function rehearseOnCopy(request: CopyRequest, scratch: ScratchDatabase): Promise<CopyRehearsal> {
  const { plan, signal, compare } = request;
  const started = performance.now();
  const { copy, leftOut } = await buildCopy(request.actual, scratch, signal);
  const sides = asPlanTakesThem(
    request,
    await compare(request.expected, request.actual, { scope: request.scope }),
  );
  const lacking = restsOnLeftOut(leftOut, [request.actual, sides.expected]);
  const statements = await runOnCopy(request, scratch, lacking);
  const after = await introspect(scratch.session);
  const intended = intendedAfter(plan, sides, copy, new Set(plan.statements.keys()));
  const { differences, unplanned } = await proveCatalog(
    plan,
    { ...intended, catalog: bare(intended.catalog), underway: lacking },
    bare(after),
    compare,
  );
  const failed = statements.find(({ outcome }) => outcome === "failed");
  const tried = statements.filter(({ outcome }) => outcome === "ran").length;
  const roles = statements.filter(({ code }) => code === ownersAndGrants).length;
  const partly = leftOut.length > 0 || tried + roles < statements.length;
  const wrong = failed !== undefined || unplanned.length > 0;
  return {
    ...{ outcome: wrong ? "failed" : partly ? "partly" : "proven" },
    sentence: sentence({ failed, unplanned, differences, tried, roles, total: statements.length }),
    ...{ statements, differences, unplanned, leftOut },
    serverVersion: scratch.session.serverVersion,
    milliseconds: Math.round(performance.now() - started),
  };
}

const bare = (catalog: Catalog): Catalog => catalog.with({ replace: catalog.objects.map(bareObject) });

interface Told {
  readonly failed: RehearsedStatement | undefined;
  readonly unplanned: readonly UnplannedChange[];
  readonly differences: readonly DifferenceProof[];
  readonly tried: number;
  readonly roles: number;
  readonly total: number;
}

function sentence({ failed, unplanned, differences, tried, roles, total }: Told): string {
  if (failed !== undefined)
    return `Statement ${failed.statement + 1} failed on the copy: ${failed.message ?? ""}`;
  if (unplanned.length > 0)
    return `The plan ran on the copy, and ${unplanned.length} things are not as it says: ${unplanned[0]?.sentence ?? ""}.`;
  const gone = differences.filter(({ outcome }) => outcome === "gone").length;
  const without = roles === 0 ? "" : ` ${roles} that set owners and grants were left out: the copy has none.`;
  return `${tried} of ${total} statements ran on the copy, and ${gone} of ${differences.length} differences are gone, 0 new.${without}`;
}

/** Owners and grants: the copy belongs to one role, and has none. */
const ownersAndGrants = "owners-and-grants";
const rolesOnly = /^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES) | OWNER TO /;

async function runOnCopy(
  { plan, expected, signal }: CopyRequest,
  scratch: ScratchDatabase,
  lacking: (object: PlannedStatement["object"]) => boolean,
): Promise<readonly RehearsedStatement[]> {
  const { session } = scratch;
  const outcomes = new Map<number, RehearsedStatement>();
  const { steps, afterwards } = planSteps(plan, expected);
  let failed = false;
  for (const { transaction, statements } of [
    ...steps,
    { transaction: "none", statements: afterwards } as const,
  ]) {
    const inOne = transaction === "one";
    if (inOne) await session.execute("BEGIN");
    for (const position of statements) {
      signal?.throwIfAborted();
      const statement = plan.statements[position];
      if (failed || statement === undefined) continue;
      const outcome = await tryStatement(scratch, statement, position, { inOne, lacking });
      outcomes.set(position, outcome);
      failed = outcome.outcome === "failed";
    }
    if (inOne) await session.execute(failed ? "ROLLBACK" : "COMMIT");
  }
  return plan.statements.map(
    (_, statement) => outcomes.get(statement) ?? { statement, outcome: "not run", milliseconds: null },
  );
}

async function tryStatement(
  scratch: ScratchDatabase,
  planned: PlannedStatement,
  statement: number,
  {
    inOne,
    lacking,
  }: { readonly inOne: boolean; readonly lacking: (object: PlannedStatement["object"]) => boolean },
): Promise<RehearsedStatement> {
  const { session } = scratch;
  if (rolesOnly.test(planned.sql))
    return { statement, outcome: "left out", milliseconds: null, code: ownersAndGrants };
  const started = performance.now();
  const between = {
    before: async () => void (await session.execute("SAVEPOINT plumbline_rehearsal")),
    undo: async () => void (await session.execute("ROLLBACK TO SAVEPOINT plumbline_rehearsal")),
  };
  try {
    await executeWithRoles(scratch, planned.sql, inOne ? between : undefined);
    if (inOne) await session.execute("RELEASE SAVEPOINT plumbline_rehearsal");
    return { statement, outcome: "ran", milliseconds: Math.round(performance.now() - started) };
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    if (inOne) await between.undo();
    const { code, message, details } = describeRunFailure(error);
    return {
      statement,
      outcome: lacking(planned.object) ? "left out" : "failed",
      milliseconds: null,
      ...{ code, message: [message, ...details].join(" ") },
    };
  }
}
