import type { Catalog } from "../catalog/catalog";
import { fingerprint } from "../catalog/fingerprint";
import { type CompareOptions, compare } from "../drift/compare";
import { describeObject } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { Drift } from "../drift/drift";
import { kindOf } from "../kinds/registry";
import type { Renaming } from "../kinds/texts/renaming";
import { AppError } from "../postgres/app-error";
import { identityKey, identityOf } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import { makePlan, type PlanOptions } from "./make-plan";
import type { Fix, Plan } from "./plan";
import { renamedCatalog } from "./renamed-catalog";
import { lostBy, stateAfter, type Undo } from "./undo";

/** A missing and an unexpected object that an operator says are one, by the ids of their differences, in either order. */
export type RenamePair = readonly [string, string];

/** A plan that renames first, with what takes it back. */
export interface RenamePlan {
  readonly plan: Plan;
  readonly undo: Undo;
  /** What was renamed, in words: `table public.people becomes public.users`. */
  readonly kept: readonly string[];
}

/**
 * Takes the operator's word that some objects are there under another name: they are renamed, with all they hold, and
 * what still differs then is planned. Pure.
 * @param compared how the drift was found; what remains is compared in the same way
 * @throws AppError `not-a-rename` for pairs that cannot be one object under two names
 */
export function planRenames(
  drift: Drift,
  expected: Catalog,
  actual: Catalog,
  pairs: readonly RenamePair[],
  options: PlanOptions & { readonly compared?: CompareOptions } = {},
): RenamePlan {
  const { compared = {}, ...planOptions } = options;
  const renames = pairs.map((pair) => renameOf(drift, actual, pair));
  const renamings = renames.map(({ renaming }) => renaming);
  const after = renamedCatalog(actual, renamings);
  // What a reading said of the database before, it says of other names: it does not matter to a plan.
  const left = compare(expected, after, { ...compared, findings: [] });
  const rest = makePlan(left, expected, after, planOptions);
  const done = stateAfter(rest, left, expected, after).after;
  const reversed = renames.toReversed();
  const before = renamedCatalog(
    done,
    reversed.map(({ renaming: { from, to } }) => ({ from: to, to: from })),
  );
  const back = compare(actual, before);
  return {
    plan: {
      ...withFirst(
        rest,
        renames.map(({ fix }) => fix),
        renames.map(({ forward }) => forward),
      ),
      actualFingerprint: drift.actualFingerprint,
    },
    undo: {
      plan: {
        ...withFirst(
          makePlan(back, actual, before),
          reversed.map(({ fix, renaming }) => ({ ...fix, object: renaming.to })),
          reversed.map(({ backward }) => backward),
        ),
        actualFingerprint: fingerprint(done),
      },
      lost: lostBy(rest),
    },
    kept: renames.map(
      ({ renaming: { from, to } }) =>
        `${describeObject(from)} becomes ${to.name}: what it holds stays, which dropping it would have lost`,
    ),
  };
}

interface Rename {
  readonly renaming: Renaming;
  readonly forward: Statement;
  readonly backward: Statement;
  readonly fix: Omit<Fix, "statements">;
}

function renameOf(drift: Drift, actual: Catalog, pair: RenamePair): Rename {
  const found = pair.map((id) => drift.differences.find((difference) => difference.id === id));
  const missing = found.find((difference) => difference?.type === "missing");
  const unexpected = found.find((difference) => difference?.type === "unexpected");
  const refuse = (why: string): AppError =>
    new AppError("not-a-rename", `${pair.join("=")} is no rename: ${why}`, {
      hint: "A rename joins one missing and one unexpected table of a schema, or column of a table.",
    });
  if (missing?.type !== "missing" || unexpected?.type !== "unexpected")
    throw refuse("one must be a missing and one an unexpected object.");
  const object = actual.get(unexpected.object);
  const kind = kindOf(unexpected.object);
  if (object === undefined || kind.renaming === undefined)
    throw refuse(`${kind.plural} are not renamed in this way.`);
  const renaming = { from: identityOf(unexpected.object), to: identityOf(missing.object) };
  if (identityKey({ ...renaming.from, name: "" }) !== identityKey({ ...renaming.to, name: "" }))
    throw refuse("both must be of one kind and lie in one place.");
  if (kind.renaming.features(object, actual).length === 0)
    throw refuse(`${describeObject(unexpected.object)} takes its name from elsewhere.`);
  const forward = kind.renaming.to(object, renaming.to.name);
  const backward = kind.renaming.to({ ...object, name: renaming.to.name }, renaming.from.name);
  return { renaming, forward, backward, fix: fixOf(missing, unexpected, forward) };
}

const fixOf = (missing: Difference, unexpected: Difference, { hazards }: Statement): Rename["fix"] => ({
  id: `rename ${identityKey(unexpected.object)}`,
  object: identityOf(unexpected.object),
  resolves: [missing.id, unexpected.id],
  action: "alter",
  reason: { type: "difference", difference: unexpected.id },
  hazards,
});

/** The renames stand in front: everything behind them speaks of the new names. */
function withFirst(
  plan: Plan,
  fixes: readonly Omit<Fix, "statements">[],
  statements: readonly Statement[],
): Plan {
  const count = statements.length;
  return {
    ...plan,
    fixes: [
      ...fixes.map((fix, position) => ({ ...fix, statements: [position] })),
      ...plan.fixes.map((fix) => ({ ...fix, statements: fix.statements.map((place) => place + count) })),
    ],
    statements: [
      ...statements.map((statement, position) => ({
        ...statement,
        fixes: fixes.slice(position, position + 1).map(({ id }) => id),
      })),
      ...plan.statements,
    ],
    hazards: distinct([...fixes.flatMap(({ hazards }) => hazards), ...plan.hazards]),
  };
}

const distinct = (hazards: Plan["hazards"]): Plan["hazards"] => [
  ...new Map(hazards.map((hazard) => [`${hazard.code}\n${hazard.detail ?? ""}`, hazard])).values(),
];
