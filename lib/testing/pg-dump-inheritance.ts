import { printedName, printedQualified, unquoteIdentifier } from "../postgres/identifier";
import { bareInSchema, qualifiedIn } from "./pg-dump-names";

/**
 * What a dump says of child tables and partitions that tells only how they came about. No statement of Postgres says or
 * takes back that something inherited is the table's own besides.
 */

/** The entries of a dump, by pg_dump's names for them, without it. */
export const withoutInherited = (entries: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  withoutInheritedColumns(withoutInheritedNotNulls(withoutInheritedChecks(entries)));

/** Tables by the names that the dump gives them: their parents, and their entries. */
interface Families {
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly bodies: ReadonlyMap<string, string>;
}

const creating = new RegExp(String.raw`^CREATE (?:UNLOGGED )?TABLE (${printedQualified}) \(`, "m");
const altering = new RegExp(
  `^(?:CREATE (?:UNLOGGED )?TABLE|ALTER TABLE(?: ONLY)?) (${printedQualified})`,
  "m",
);
const attaching = new RegExp(
  `ALTER TABLE ONLY (${printedQualified}) ATTACH PARTITION (${printedQualified}) `,
);
const inheriting = /^INHERITS \((.*)\);?$/m;
const nameOfNotNull = new RegExp(`(?<=^ {4}| )CONSTRAINT ${printedName} (?=NOT NULL)`);
const otherConstraints = new RegExp(` CONSTRAINT (${printedName}) (?!NOT NULL)`, "g");
const commenting = new RegExp(`^COMMENT ON CONSTRAINT ((${printedName}) ON (${printedQualified})) IS `, "m");
const checking = new RegExp(
  String.raw`^ALTER TABLE (?:ONLY )?(${printedQualified})\s+ADD (CONSTRAINT .* CHECK .*) NOT VALID;$`,
  "m",
);
const declaring = new RegExp(`^ {4}(?!CONSTRAINT |NOT NULL )(${printedName}) `);
const notNullInTable = new RegExp(`^ {4}(?:CONSTRAINT ${printedName} )?NOT NULL (${printedName})`);
const notNullOfOwn = new RegExp(
  `^ALTER TABLE ONLY ${printedQualified} ALTER COLUMN (${printedName}) SET NOT NULL;$`,
);

const tableIn = (body: string): string => creating.exec(body)?.[1] ?? "";
const parentsIn = (body: string): readonly string[] => qualifiedIn(inheriting.exec(body)?.[1] ?? "");

function familiesOf(entries: ReadonlyMap<string, string>): Families {
  const parents = new Map<string, readonly string[]>();
  const bodies = new Map<string, string>();
  for (const [name, body] of entries) {
    const attached = attaching.exec(body);
    if (attached !== null) parents.set(attached[2] ?? "", [attached[1] ?? ""]);
    const table = tableIn(body);
    if (/; Type: TABLE;/.test(name) && table !== "") bodies.set(table, body);
    const above = parentsIn(body);
    if (above.length > 0 && table !== "") parents.set(table, above);
  }
  return { parents, bodies };
}

/** The entries with the lines of each child table and partition changed. */
function withChildLines(
  entries: ReadonlyMap<string, string>,
  change: (lines: readonly string[], parents: readonly string[], families: Families) => readonly string[],
): ReadonlyMap<string, string> {
  const families = familiesOf(entries);
  const kept = new Map(entries);
  for (const [name, body] of entries) {
    const above = families.parents.get(tableIn(body)) ?? [];
    if (above.length > 0 && /; Type: TABLE;/.test(name))
      kept.set(name, change(body.split("\n"), above, families).join("\n"));
  }
  return kept;
}

/**
 * Since PostgreSQL 18 a NOT NULL that a child table or a partition has from its parent has a name, which is the parent's or
 * its own by how the table came about, and can be its own besides. No statement tells either.
 */
const withoutInheritedNotNulls = (entries: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  withChildLines(withoutTheirNames(entries), (lines, above, families) =>
    lines
      .map((line) => line.replace(nameOfNotNull, ""))
      .filter((line) => {
        const column = ownNotNull(line);
        return column === "" || !above.some((one) => forbidsBelow(one, column, families));
      }),
  );

/** What is said of those of a child table, without the names that they have there: nothing else is a constraint without a definition. */
function withoutTheirNames(entries: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const { parents } = familiesOf(entries);
  const others = [...entries].flatMap(([, body]) => {
    const table = altering.exec(body)?.[1] ?? "";
    const named = body.matchAll(otherConstraints);
    return [...named].map(([, name]) => `${name} ON ${table}`);
  });
  const kept = new Map<string, string>();
  for (const [key, body] of entries) {
    const [, whole, name, table = ""] = commenting.exec(body) ?? [];
    if (whole === undefined || name === undefined || others.includes(whole) || !parents.has(table)) {
      kept.set(key, body);
      continue;
    }
    const nameless = `not nulls of ${table}; Type: COMMENT;`;
    const said = [...(kept.get(nameless)?.split("\n") ?? []), body.replace(`CONSTRAINT ${name} ON`, "")];
    kept.set(nameless, said.toSorted().join("\n"));
  }
  return kept;
}

/** True where a table gives the column to its children as NOT NULL. */
const forbidsBelow = (table: string, column: string, { parents, bodies }: Families): boolean =>
  (bodies.get(table)?.split("\n") ?? []).some(
    (line) =>
      (columnName(line) || ownNotNull(line)) === column &&
      / NOT NULL\b/.test(line) &&
      !/ NO INHERIT,?$/.test(line),
  ) || (parents.get(table) ?? []).some((one) => forbidsBelow(one, column, { parents, bodies }));

/**
 * A check that a child table has by inheritance can be its own besides, as a column can (pg_constraint.conislocal). Only then
 * does pg_dump print it, and what is said of it. The parent's may be NOT VALID where the child's is valid: that is in the
 * coverage ledger.
 */
function withoutInheritedChecks(entries: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const families = familiesOf(entries);
  const notValid = new Map<string, string[]>();
  for (const body of entries.values()) {
    const [, table, check] = checking.exec(body) ?? [];
    if (table !== undefined) notValid.set(table, [...(notValid.get(table) ?? []), `    ${check}`]);
  }
  const checksOf = (table: string): readonly string[] => [
    ...(families.bodies.get(table)?.match(/^ {4}CONSTRAINT .* CHECK .*?(?=,?$)/gm) ?? []),
    ...(notValid.get(table) ?? []),
    ...above(table),
  ];
  const above = (table: string): readonly string[] => (families.parents.get(table) ?? []).flatMap(checksOf);
  const kept = withChildLines(entries, (lines, parents) => {
    const inherited = new Set(parents.flatMap(checksOf));
    return lines.filter((line) => !inherited.has(line.replace(/,$/, "")));
  });
  const isInherited = (body: string): boolean => {
    const [, , name, table = ""] = commenting.exec(body) ?? [];
    return above(table).some((check) => check.startsWith(`    CONSTRAINT ${name} `));
  };
  return new Map([...kept].filter(([name, body]) => !(/; Type: COMMENT;/.test(name) && isInherited(body))));
}

/**
 * A column that a child table has by inheritance can be its own besides. Postgres has no statement that tells it so or takes
 * it back (pg_attribute.attislocal), so that how the table came about decides which of the two pg_dump prints: its default in
 * the table or as a statement of its own, and so with a NOT NULL that it has beyond its parents. Either way they count.
 */
function withoutInheritedColumns(entries: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const kept = new Map(entries);
  const families = familiesOf(entries);
  const tableEntry = (name: string): string =>
    [...entries].find(([key]) => key.startsWith(`${name}; Type: TABLE;`))?.[1] ?? "";
  const columnsOf = (table: string): readonly string[] => {
    const body = tableEntry(bareInSchema(table));
    return [...columnNames(body), ...parentsIn(body).flatMap(columnsOf)];
  };
  for (const [key, body] of entries) {
    const child = tableIn(body);
    if (child === "" || parentsIn(body).length === 0) continue;
    const inherited = [...new Set(parentsIn(body).flatMap(columnsOf))];
    const lines = body.split("\n");
    const said = (line: string): string => columnName(line) || ownNotNull(line);
    kept.set(key, lines.filter((line) => !inherited.includes(said(line))).join("\n"));
    for (const column of inherited) {
      const own = lines.find((line) => columnName(line) === column) ?? "";
      const [forbids] = [own, ...lines.filter((line) => ownNotNull(line) === column)].filter((line) =>
        / NOT NULL\b/.test(line),
      );
      if (forbids !== undefined && !parentsIn(body).some((parent) => forbidsBelow(parent, column, families)))
        kept.set(
          `not null of ${bareInSchema(child)}.${column}`,
          / NO INHERIT,?$/.test(forbids) ? "NOT NULL NO INHERIT" : "NOT NULL",
        );
      let value = / DEFAULT (.*?)(?: NOT NULL)?,?$/.exec(own)?.[1];
      for (const [other, text] of entries) {
        if (!other.startsWith(`${bareInSchema(child)} ${column}; Type: DEFAULT;`)) continue;
        kept.delete(other);
        value = / SET DEFAULT ([\s\S]*);$/.exec(text)?.[1];
      }
      // What a column of its own says to have none where the parent's has one.
      if (value !== undefined && value !== "NULL")
        kept.set(`default of ${bareInSchema(child)}.${column}`, value);
    }
  }
  return kept;
}

/** The column that a line of CREATE TABLE declares; empty where it is another line. */
const columnName = (line: string): string => unquoteIdentifier(declaring.exec(line)?.[1] ?? "");

/** The column in which a line of its own forbids nulls: a constraint since PostgreSQL 18, a statement before. */
const ownNotNull = (line: string): string =>
  unquoteIdentifier((notNullInTable.exec(line) ?? notNullOfOwn.exec(line))?.[1] ?? "");

const columnNames = (body: string): readonly string[] =>
  body
    .split("\n")
    .map(columnName)
    .filter((name) => name !== "");
