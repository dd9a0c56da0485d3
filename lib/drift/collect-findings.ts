import type { Catalog } from "../catalog/catalog";
import type { FindingCode, ObjectFinding } from "../kinds/finding";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { compareSeverities } from "../kinds/severity";
import { compareIdentities, type Identity, identityKey, identityOf } from "../postgres/identity";
import { describeObject } from "./describe";
import { type Difference, shortId } from "./difference";
import type { Finding } from "./finding";
import { roleFindings } from "./role-findings";

interface Surroundings {
  /** What a reading of the server found, which no catalog tells. */
  readonly read: readonly ObjectFinding[];
  readonly differences: readonly Difference[];
  readonly managed: (object: Identity) => boolean;
}

const securityCodes: ReadonlySet<FindingCode> = new Set([
  "row-security-off",
  "definer-search-path",
  "public-grant",
  "role-missing",
  "role-membership",
]);

/** All findings in the managed part of the actual side: security first, then by severity and identity. */
export function collectFindings(
  expected: Catalog,
  actual: Catalog,
  { read, differences, managed }: Surroundings,
): readonly Finding[] {
  const own: ObjectFinding[] = [];
  for (const object of actual.objects) if (managed(object)) own.push(...findingsIn(object, actual));
  const removedBy = differencesByObject(differences);
  const ofRoles = roleFindings(expected, actual, managed);
  const findings = [...own, ...ofRoles, ...read.filter(({ object }) => managed(object))].map(
    (finding): Finding => {
      const { says, detail: _, ...rest } = finding;
      const declared = isDeclared(finding, expected);
      const difference = declared ? undefined : removedBy(finding);
      return {
        ...rest,
        object: identityOf(finding.object),
        id: idOf(finding),
        security: securityCodes.has(finding.code),
        sentence: `${describeObject(finding.object)} ${says}`,
        declared,
        ...(difference === undefined ? {} : { difference }),
      };
    },
  );
  return findings.toSorted(
    (a, b) =>
      Number(b.security) - Number(a.security) ||
      compareSeverities(a.severity, b.severity) ||
      compareIdentities(a.object, b.object) ||
      (a.id < b.id ? -1 : 1),
  );
}

const findingsIn = (object: CatalogObject, side: Catalog): readonly ObjectFinding[] =>
  kindOf(object).findings?.(object, side) ?? [];

const idOf = ({ code, object, detail = "" }: ObjectFinding): string =>
  shortId("F-", JSON.stringify([code, identityKey(object), detail]));

/** The expected side has the object, and the same is amiss there. */
function isDeclared(finding: ObjectFinding, expected: Catalog): boolean {
  const object = expected.get(finding.object);
  if (object === undefined) return false;
  return findingsIn(object, expected).some((other) => idOf(other) === idOf(finding));
}

/** Fixing a difference removes a finding when it drops the object, or brings the attribute to what is expected. */
function differencesByObject(
  differences: readonly Difference[],
): (finding: ObjectFinding) => string | undefined {
  const removed = new Map<string, string>();
  for (const difference of differences) {
    if (difference.type === "unexpected") {
      for (const object of [difference.object, ...difference.includes])
        removed.set(identityKey(object), difference.id);
    } else if (difference.type === "changed") {
      for (const { attribute } of difference.attributes)
        removed.set(`${identityKey(difference.object)} ${attribute}`, difference.id);
    }
  }
  return ({ object, attribute }) =>
    removed.get(identityKey(object)) ?? removed.get(`${identityKey(object)} ${attribute ?? ""}`);
}
