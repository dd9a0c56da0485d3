/**
 * The address of an object inside one database. Every other field of an object is an attribute.
 *
 * `schema` is absent for objects outside schemas (extension, event trigger …); `table` names the parent relation of
 * columns, constraints, indexes, triggers, rules and policies; `arguments` is the identity argument list of routines.
 */
export interface Identity {
  readonly kind: string;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
  readonly arguments?: string;
}

/** The identity as one string: a map key, and what difference ids are hashed from. Distinct identities never share one. */
export function identityKey(identity: Identity): string {
  const { kind, schema, table, name, arguments: parameters } = identity;
  // JSON writes null for what is absent. Put together by hand the text would be a rope, flattened when it is looked up.
  return JSON.stringify([kind, schema, table, name, parameters]);
}

/** Only the identity's own fields of a larger object. */
export function identityOf(object: Identity): Identity {
  return {
    kind: object.kind,
    ...(object.schema === undefined ? {} : { schema: object.schema }),
    ...(object.table === undefined ? {} : { table: object.table }),
    name: object.name,
    ...(object.arguments === undefined ? {} : { arguments: object.arguments }),
  };
}

/**
 * The identity as a person reads it: `public.users.id`, `public.area(integer)`.
 * Control and bidirectional characters are written as escapes, so that a hostile name cannot reorder or break the line.
 */
export function displayName(identity: Identity): string {
  const path = [identity.schema, identity.table, identity.name]
    .filter((part) => part !== undefined)
    .join(".");
  return visible(identity.arguments === undefined ? path : `${path}(${identity.arguments})`);
}

// C0, DEL, C1, zero-width, line and paragraph separators, bidirectional embeddings, overrides and isolates, BOM.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be made visible
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Writes control and bidirectional characters of a name as `\u{202E}`. */
export function visible(text: string): string {
  return text.replace(
    invisible,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}}`,
  );
}

// Equal first: most that are compared share a schema and a table.
const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Postgres has no empty names; a snapshot of somebody's own making may. What has one comes before what has no name there. */
const compareAbsence = (a: string | undefined, b: string | undefined): number =>
  Number(a === undefined) - Number(b === undefined);

/**
 * Orders identities by schema, table, name, arguments, kind, in code units: the same on every machine. Zero for equal
 * identities and no others.
 */
export function compareIdentities(a: Identity, b: Identity): number {
  return (
    compareText(a.schema ?? "", b.schema ?? "") ||
    compareText(a.table ?? a.name, b.table ?? b.name) ||
    compareText(a.table === undefined ? "" : a.name, b.table === undefined ? "" : b.name) ||
    compareText(a.arguments ?? "", b.arguments ?? "") ||
    compareText(a.kind, b.kind) ||
    compareAbsence(a.schema, b.schema) ||
    compareAbsence(a.table, b.table) ||
    compareAbsence(a.arguments, b.arguments)
  );
}
