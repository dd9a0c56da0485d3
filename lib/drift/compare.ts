import { sameValue } from "../catalog/canonical";
import type { Catalog } from "../catalog/catalog";
import { eachPair } from "../catalog/each-pair";
import { fingerprint } from "../catalog/fingerprint";
import type { ObjectFinding } from "../kinds/finding";
import type { AttributeValue, CatalogObject } from "../kinds/kind";
import { waitsAlone } from "../kinds/newer/unknown-to";
import { type AnyKind, kindOf, parentOf } from "../kinds/registry";
import { compareSeverities, type Severity, severities } from "../kinds/severity";
import { compareIdentities, type Identity, identityKey, identityOf } from "../postgres/identity";
import { explain } from "./causes";
import { collectFindings } from "./collect-findings";
import { type AttributeDifference, type Difference, differenceId } from "./difference";
import type { Drift, DriftCounts, Unverified, Verdict } from "./drift";
import { applyIgnoreRules, type IgnoreRules } from "./ignore";
import { joinCoverage } from "./joined-coverage";
import { pairRenamed } from "./renamed";
import { managedBy } from "./scope";
import { suggestRenames } from "./suggest-renames";

export interface CompareOptions {
  /**
   * `declared`: schemas that the expected side never mentions are not managed (a source that is run).
   * `everything`: the whole database is (another database, a snapshot).
   */
  readonly scope?: "declared" | "everything";
  /** What {@link normalise} could not bring to one spelling; these attributes are not compared. */
  readonly unverified?: readonly Unverified[];
  /** What a reading of the server found amiss besides what the catalogs themselves tell. */
  readonly findings?: readonly ObjectFinding[];
  /** Differences that they cover stay and make no verdict. */
  readonly ignore?: IgnoreRules;
  /** An earlier reading of the same database: it knows what an object was called then. */
  readonly earlier?: Catalog;
}

/** Compares two catalogs. Pure: the same input gives the same drift, in the same order. */
export function compare(expected: Catalog, actual: Catalog, options: CompareOptions = {}): Drift {
  const unverified = options.unverified ?? [];
  const managed = managedBy(expected, actual, options.scope ?? "everything");
  const hidden = new Set(
    [...expected.coverage.notVisible, ...actual.coverage.notVisible].flatMap(({ kind }) => kind ?? []),
  );
  const comparable = (object: CatalogObject): boolean => managed(object) && !hidden.has(object.kind);
  const skip = new Map(unverified.map((entry) => [identityKey(entry.object), new Set(entry.attributes)]));

  const found: Difference[] = [];
  const surplus: Difference[] = [];
  let compared = 0;
  eachPair(expected, actual, (object, counterpart) => {
    const either = object ?? counterpart;
    if (either === undefined || !comparable(either)) return;
    compared += 1;
    if (object === undefined) surplus.push(unexpected(either));
    else if (counterpart === undefined) found.push(missing(object));
    else {
      const skipped = skip.size === 0 ? undefined : skip.get(identityKey(object));
      const attributes = changedAttributes(object, counterpart, skipped);
      if (attributes.length > 0) found.push(changed(object, counterpart, attributes));
    }
  });
  found.push(...surplus);
  const explained = suggestRenames(
    explain(
      fold(pairRenamed(found), (object) => waitsAlone(object, expected, actual)),
      expected,
      actual,
    ),
    expected,
    actual,
    options.earlier,
  );
  const differences = (
    options.ignore === undefined ? explained : applyIgnoreRules(explained, options.ignore)
  ).toSorted(
    (a, b) =>
      compareSeverities(a.severity, b.severity) ||
      compareIdentities(a.object, b.object) ||
      (a.id < b.id ? -1 : 1),
  );
  const coverage = joinCoverage(expected, actual, managed);
  const diagnostics = [...expected.diagnostics, ...actual.diagnostics];
  return {
    verdict: verdictOf(
      differences,
      unverified,
      coverage.notVisible.length > 0,
      diagnostics.some((d) => d.severity === "unknown"),
    ),
    differences,
    counts: count(differences, compared),
    findings: collectFindings(expected, actual, {
      read: options.findings ?? [],
      differences,
      managed,
    }),
    unverified,
    coverage,
    diagnostics,
    expectedFingerprint: fingerprint(expected),
    actualFingerprint: fingerprint(actual),
  };
}

/**
 * What was seen wrong is drift even where some texts could not be verified; where something was hidden from us or the
 * reading is in doubt, nothing is claimed.
 */
function verdictOf(
  differences: readonly Difference[],
  unverified: readonly Unverified[],
  hidden: boolean,
  doubt: boolean,
): Verdict {
  if (hidden || doubt) return "unknown";
  if (differences.some(({ ignoredBy }) => ignoredBy === undefined)) return "drift";
  return unverified.length > 0 ? "unknown" : "clean";
}

const missing = (object: CatalogObject): Difference => ({
  id: differenceId(identityOf(object)),
  type: "missing",
  object: identityOf(object),
  severity: kindOf(object).severity.missing,
  includes: [],
  expected: object,
});

const unexpected = (object: CatalogObject): Difference => ({
  id: differenceId(identityOf(object)),
  type: "unexpected",
  object: identityOf(object),
  severity: kindOf(object).severity.unexpected,
  includes: [],
  actual: object,
});

const changed = (
  expected: CatalogObject,
  actual: CatalogObject,
  attributes: readonly AttributeDifference[],
): Difference => ({
  id: differenceId(identityOf(expected)),
  type: "changed",
  object: identityOf(expected),
  severity: attributes.map((a) => a.severity).toSorted(compareSeverities)[0] ?? "medium",
  includes: [],
  expected,
  actual,
  attributes,
});

/** Attributes that differ. A null on the expected side means "not declared" where a source cannot declare the attribute. */
export function changedAttributes(
  expected: CatalogObject,
  actual: CatalogObject,
  skip: ReadonlySet<string> = new Set(),
): readonly AttributeDifference[] {
  const kind = kindOf(expected);
  const differing: AttributeDifference[] = [];
  for (const attribute of comparedAttributes(kind)) {
    const wanted = expected[attribute] ?? null;
    const present = actual[attribute] ?? null;
    // Asked first: nearly everything is the same on both sides.
    if (wanted === present || skip.has(attribute)) continue;
    if (wanted === null && (attribute === "owner" || kind.undeclaredInSources?.includes(attribute))) continue;
    if (sameValue(wanted, present)) continue;
    if (kind.comparable?.[attribute]?.(expected, actual) === false) continue;
    differing.push({
      attribute,
      expected: wanted as AttributeValue,
      actual: present as AttributeValue,
      severity: kind.severity.attributes[attribute] ?? "medium",
    });
  }
  return differing;
}

const compared = new Map<AnyKind, readonly string[]>();

function comparedAttributes(kind: AnyKind): readonly string[] {
  const known = compared.get(kind);
  if (known !== undefined) return known;
  const names = Object.entries(kind.attributes).flatMap(([name, rule]) => (rule === "ignore" ? [] : [name]));
  compared.set(kind, names);
  return names;
}

/** Objects that come or go with their parent stand inside the parent's difference, not beside it. */
function fold(
  found: readonly Difference[],
  comesLater: (object: CatalogObject) => boolean,
): readonly Difference[] {
  const byKey = new Map(found.map((difference) => [identityKey(difference.object), difference]));
  const includes = new Map<string, Identity[]>();
  const kept: Difference[] = [];
  for (const difference of found) {
    const top = topmost(difference, byKey, comesLater);
    if (top === difference) {
      kept.push(difference);
      continue;
    }
    const list = includes.get(top.id);
    if (list) list.push(difference.object);
    else includes.set(top.id, [difference.object]);
  }
  return kept.map((difference) => ({ ...difference, includes: includes.get(difference.id) ?? [] }));
}

function topmost(
  difference: Difference,
  byKey: ReadonlyMap<string, Difference>,
  comesLater: (object: CatalogObject) => boolean,
): Difference {
  let current = difference;
  for (;;) {
    if (current.type === "changed" || current.type === "renamed") return current;
    const parent = parentOf(current.type === "missing" ? current.expected : current.actual);
    const above = parent === null ? undefined : byKey.get(identityKey(parent));
    if (above === undefined || above.type !== current.type) return current;
    if (current.type === "missing" && comesLater(current.expected)) return current;
    current = above;
  }
}

function count(differences: readonly Difference[], compared: number): DriftCounts {
  const bySeverity = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<
    Severity,
    number
  >;
  const byKind: Record<string, number> = {};
  const byType = { missing: 0, unexpected: 0, changed: 0, renamed: 0 };
  let touched = 0;
  let ignored = 0;
  for (const difference of differences) {
    touched += 1 + difference.includes.length;
    if (difference.ignoredBy !== undefined) {
      ignored += 1;
      continue;
    }
    bySeverity[difference.severity] += 1;
    byKind[difference.object.kind] = (byKind[difference.object.kind] ?? 0) + 1;
    byType[difference.type] += 1;
  }
  return { ...byType, ignored, compared, same: compared - touched, bySeverity, byKind };
}
