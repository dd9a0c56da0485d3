import type { Identity } from "../postgres/identity";
import { hiddenHash, type Report, type ReportedPlan } from "../report/report";
import type { Disguise } from "./disguise";
import type { RedactionPolicy, Redactor } from "./redactor";

/**
 * Takes out of a report what tells its hidden texts by a hash, because a hash can be tried: whoever guesses a role's name
 * computes the id of its difference, and whoever guesses a literal computes the plan's hash. Ids of what bears a hidden
 * name become others, the same throughout the report; hashes of everything are left out.
 * @param original the report before anything was hidden, from which the ids are taken
 */
export function redactHashes(
  redacted: Report,
  original: Report,
  change: Redactor,
  policy: RedactionPolicy,
  disguise: Disguise,
): Report {
  const others = new Map<string, string>();
  for (const [id, identity] of idsOf(original)) {
    if (sameIdentity(change.identity(identity), identity)) continue;
    others.set(id, `${id.slice(0, 2)}${disguise.mark(`id ${id}`).toUpperCase()}`);
  }
  const hashes = policy.names || policy.roles || policy.comments || policy.literals;
  return mapStrings(redacted, (key, text) =>
    hashes && hashKeys.has(key) ? hiddenHash : (others.get(text) ?? text),
  ) as Report;
}

/** Of everything that a plan or a side of a comparison holds. */
const hashKeys = new Set(["hash", "expectedFingerprint", "actualFingerprint"]);

function* idsOf(report: Report): Iterable<readonly [string, Identity]> {
  switch (report.subject) {
    case "drift":
      for (const { id, kind, object } of report.drift.differences) yield [id, { ...object, kind }];
      for (const { id, kind, object } of report.drift.findings) yield [id, { ...object, kind }];
      return;
    case "difference": {
      const { id, kind, object } = report.difference;
      yield [id, { ...object, kind }];
      if (report.fix.plan !== null) yield* idsOfPlan(report.fix.plan);
      return;
    }
    case "plan":
      return yield* idsOfPlan(report.plan);
    case "run":
      yield* idsOfPlan(report.plan);
      for (const { id, object } of report.proofs) yield [id, object];
  }
}

function* idsOfPlan({ fixes, manual, undo }: ReportedPlan): Iterable<readonly [string, Identity]> {
  for (const { id, object, reason } of fixes) {
    yield [id, object];
    if (reason.type === "difference") yield [reason.difference, object];
  }
  for (const { difference, object } of [...manual, ...undo.manual]) yield [difference, object];
}

const sameIdentity = (a: Identity, b: Identity): boolean => JSON.stringify(a) === JSON.stringify(b);

function mapStrings(value: unknown, change: (key: string, text: string) => string, key = ""): unknown {
  if (typeof value === "string") return change(key, value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, mapStrings(inner, change, name)]),
  );
}
