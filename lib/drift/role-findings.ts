import type { Catalog, ServerRole } from "../catalog/catalog";
import type { ObjectFinding } from "../kinds/finding";
import type { CatalogObject } from "../kinds/kind";
import { rolesNamedBy } from "../kinds/ownership/named-roles";
import { quoteIdentifier } from "../postgres/identifier";
import type { Identity } from "../postgres/identity";

/** More memberships than this are counted, not named one by one. */
const named = 50;

const roleIdentity = (name: string): Identity => ({ kind: "role", name });

/**
 * What is to be said of the roles that owners, grants and policies name: those that the database's server does not have,
 * and who else has what is granted to them. Roles belong to the whole server, and no plan makes one.
 */
export function roleFindings(
  expected: Catalog,
  actual: Catalog,
  managed: (object: Identity) => boolean,
): readonly ObjectFinding[] {
  const { roles } = actual;
  if (roles === undefined) return [];
  const present = new Map(roles.map((role) => [role.name, role.memberOf]));
  const wanted = countNames(expected.objects, managed);
  const missing = [...wanted]
    .filter(([name]) => !present.has(name))
    .map(([name, count]) => notThere(name, count));
  const granted = new Set([...wanted.keys(), ...countNames(actual.objects, managed).keys()]);
  const members = roles
    // Those that Postgres brings are members of each other.
    .filter(({ name }) => !name.startsWith("pg_"))
    .flatMap(({ name }) =>
      allAbove(name, present)
        .filter((group) => granted.has(group))
        .map((group) => membership(name, group)),
    );
  return [
    ...missing,
    ...membersMissing(expected.roles ?? [], present, granted).slice(0, named),
    ...members.slice(0, named),
    ...(members.length > named ? [furtherMembers(members.length - named)] : []),
  ];
}

/**
 * Who has what is granted to a role where the expected schema was read, and lacks it here. Only another database says so:
 * no source and no snapshot declares memberships.
 */
function membersMissing(
  wanted: readonly ServerRole[],
  present: ReadonlyMap<string, readonly string[]>,
  granted: ReadonlySet<string>,
): readonly ObjectFinding[] {
  const expected = new Map(wanted.map((role) => [role.name, role.memberOf]));
  return wanted
    .filter(({ name }) => present.has(name) && !name.startsWith("pg_"))
    .flatMap(({ name }) => {
      const here = new Set(allAbove(name, present));
      return allAbove(name, expected)
        .filter((group) => granted.has(group) && present.has(group) && !here.has(group))
        .map((group) => notMember(name, group));
    });
}

/** How many of the managed objects name each role. */
function countNames(
  objects: readonly CatalogObject[],
  managed: (object: Identity) => boolean,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const object of objects) {
    const names = rolesNamedBy(object);
    if (names.length === 0 || !managed(object)) continue;
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The roles that a role is a member of, through others too, nearest first. */
function allAbove(name: string, memberOf: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found = new Set<string>();
  let level = memberOf.get(name) ?? [];
  while (level.length > 0) {
    for (const group of level) found.add(group);
    level = level.flatMap((group) => memberOf.get(group) ?? []).filter((group) => !found.has(group));
  }
  return [...found];
}

const notThere = (name: string, count: number): ObjectFinding => ({
  code: "role-missing",
  object: roleIdentity(name),
  state: "found",
  severity: "high",
  says: `does not exist on the server, and ${count} expected ${count === 1 ? "object names" : "objects name"} it`,
  why: "Fixes that grant to it or give it an object fail (42704), and nothing can log in as it.",
  statements: [],
  remedy: `Roles belong to the whole server, and no plan makes one. Create it with the attributes and memberships that it needs: CREATE ROLE ${quoteIdentifier(name)}.`,
});

const membership = (member: string, group: string): ObjectFinding => ({
  code: "role-membership",
  object: { kind: "role membership", name: `${quoteIdentifier(member)} in ${quoteIdentifier(group)}` },
  state: "found",
  severity: "info",
  says: "lets the one have what is granted to the other",
  ...ofMembers,
});

const notMember = (member: string, group: string): ObjectFinding => ({
  code: "role-membership",
  object: { kind: "role membership", name: `${quoteIdentifier(member)} in ${quoteIdentifier(group)}` },
  state: "found",
  severity: "medium",
  says: "exists where the expected schema was read, and not here",
  why: "The one lacks here what is granted to the other.",
  statements: [],
  remedy: `Memberships belong to the whole server, and none is changed here. If it should be: GRANT ${quoteIdentifier(group)} TO ${quoteIdentifier(member)}.`,
});

/** Said of every membership. */
const ofMembers = {
  why: "What a role may do its members may do too, if not at once then after SET ROLE.",
  statements: [],
  remedy:
    "Memberships belong to the whole server, no source declares them, and none is changed here. REVOKE ends one that should not be.",
} as const;

const furtherMembers = (count: number): ObjectFinding => ({
  code: "role-membership",
  object: { kind: "database", name: "the database" },
  state: "found",
  severity: "info",
  says: `has grants that reach ${count} more ${count === 1 ? "role" : "roles"} by membership`,
  ...ofMembers,
});
