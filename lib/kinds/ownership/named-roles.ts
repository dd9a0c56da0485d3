import { unquoteIdentifier } from "../../postgres/identifier";
import type { AttributeValue, CatalogObject } from "../kind";
import { kinds } from "../registry";

/** What stands where a role does and is none: PUBLIC, whoever owns the object, whoever asks. */
const nobody = new Set(["PUBLIC", "(owner)", "CURRENT_USER", "CURRENT_ROLE", "SESSION_USER"]);

const texts = (value: AttributeValue | undefined): readonly string[] =>
  [value].flat().filter((one) => typeof one === "string");

const isRecord = (value: AttributeValue | undefined): value is { readonly [key: string]: AttributeValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const grantees = (value: AttributeValue): readonly string[] => (isRecord(value) ? Object.keys(value) : []);

/** By column, or member of an extension: { email: { reader: ["SELECT"] } }. */
const granteesOfColumns = (value: AttributeValue): readonly string[] =>
  isRecord(value) ? Object.values(value).flatMap(grantees) : [];

type Names = (value: AttributeValue) => readonly string[];

/** Names as SQL quotes them, without those of nobody. */
const quoted =
  (names: Names): Names =>
  (value) =>
    names(value)
      .filter((name) => !nobody.has(name))
      .map(unquoteIdentifier);

/** The attributes that name roles, and how. */
const naming: readonly (readonly [attribute: string, names: Names])[] = [
  ["owner", texts],
  ["role", texts],
  ["user", quoted(texts)],
  ["roles", quoted(texts)],
  ["privileges", quoted(grantees)],
  ["identityPrivileges", quoted(grantees)],
  ["columnPrivileges", quoted(granteesOfColumns)],
  ["memberGrants", quoted(granteesOfColumns)],
];

// Every object is asked in every check, and most are of kinds that have few of these or none.
const namingOf = new Map(
  kinds.map((kind) => [kind.kind, naming.filter(([attribute]) => Object.hasOwn(kind.attributes, attribute))]),
);

/** The roles that an object names: its owner's, those it is granted to, those a policy is for. One may stand there twice. */
export function rolesNamedBy(object: CatalogObject): readonly string[] {
  const found: string[] = [];
  for (const [attribute, names] of namingOf.get(object.kind) ?? []) {
    const value = object[attribute];
    if (value !== null && value !== undefined) found.push(...names(value));
  }
  return found;
}
