import type { AttributeValue, CatalogObject } from "./kind";

/** Attributes with roles as they are called, as SQL quotes them, and with what they are granted. */
const bare = ["owner", "role"] as const;
const quoted = ["user", "roles"] as const;
const grants = ["privileges", "identityPrivileges"] as const;

/** What stands where a role does and is none: PUBLIC, whoever owns the object, whoever asks. */
const nobody = new Set(["PUBLIC", "(owner)", "CURRENT_USER", "CURRENT_ROLE", "SESSION_USER"]);

/** The roles that an object names: its owner's, those it is granted to, those a policy is for. */
export function rolesNamedBy(object: CatalogObject): readonly string[] {
  const granted = [
    ...grants.map((attribute) => object[attribute]),
    // By column: { email: { reader: ["SELECT"] } }.
    ...(isRecord(object.columnPrivileges) ? Object.values(object.columnPrivileges) : []),
  ].flatMap((value) => (isRecord(value) ? Object.keys(value) : []));
  return [
    ...bare.flatMap((attribute) => textsIn(object[attribute])),
    ...[...quoted.flatMap((attribute) => textsIn(object[attribute])), ...granted]
      .filter((name) => !nobody.has(name))
      .map(unquoted),
  ];
}

const textsIn = (value: AttributeValue | undefined): readonly string[] =>
  [value].flat().filter((one) => typeof one === "string");

const isRecord = (value: AttributeValue | undefined): value is { readonly [key: string]: AttributeValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const unquoted = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
