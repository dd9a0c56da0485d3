import { printedName, printedQualified, unquoteIdentifier } from "../postgres/identifier";

/**
 * What a dump calls the indexes of partitions that come with a root's. A name that Postgres made up tells only what the
 * partition was called when it got the index, and which names were taken then.
 */

interface Part {
  readonly schema: string;
  readonly name: string;
  readonly table: string;
}

const withoutNumbers = (text: string): string => text.replace(/\d+/g, "");

const attaching = new RegExp(
  `ALTER INDEX (${printedQualified}) ATTACH PARTITION (${printedName})\\.(${printedName});`,
);
const index = new RegExp(
  `^CREATE (?:UNIQUE )?INDEX (${printedName}) ON (?:ONLY )?(${printedQualified}) USING \\w+ (.*)`,
  "m",
);
const key = new RegExp(
  `^ALTER TABLE ONLY (${printedQualified})\\s+ADD CONSTRAINT (${printedName}) (\\D+ \\(.*)`,
);

/** The entries of a dump, by pg_dump's names for them, where such an index is called by its root's and its partition. */
export function withoutMadeUpNames(entries: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const attached = [...entries].flatMap(([heading, body]) => {
    const [, above = "", schema = "", name = ""] = attaching.exec(body) ?? [];
    return / INDEX ATTACH;/.test(heading) ? [{ above, schema, name, full: `${schema}.${name}` }] : [];
  });
  if (attached.length === 0) return entries;
  const above = new Map(attached.map((part) => [part.full, part.above]));
  const rootOf = (full: string): string => (above.has(full) ? rootOf(above.get(full) ?? "") : full);
  const bySchema = new Map<string, Map<string, string>>();
  for (const [heading, body] of entries) {
    const part = partIn(heading, body);
    const full = part === null ? "" : `${part.schema}.${part.name}`;
    if (part === null || !above.has(full)) continue;
    const names = bySchema.get(unquoteIdentifier(part.schema)) ?? new Map<string, string>();
    bySchema.set(
      unquoteIdentifier(part.schema),
      names.set(unquoteIdentifier(part.name), `${rootOf(full)} on ${part.table}`),
    );
  }
  return new Map([...entries].map((entry) => renamed(entry, bySchema)));
}

/** The index that an entry makes, where its name is a made-up one. */
function partIn(heading: string, body: string): Part | null {
  const [, name, table = "", columns = ""] = / INDEX;/.test(heading)
    ? (index.exec(body) ?? [])
    : inOrderOfIndex(key.exec(body));
  if (name === undefined || !isMadeUp(unquoteIdentifier(name), columns)) return null;
  return { schema: table.slice(0, -(/\.(?:"[^"]*"|\w+)$/.exec(table)?.[0].length ?? 0)), name, table };
}

const inOrderOfIndex = (found: RegExpExecArray | null): readonly (string | undefined)[] =>
  found === null ? [] : ["", found[2], found[1], found[3]];

function isMadeUp(name: string, definition: string): boolean {
  if (/_pkey\d*$/.test(name)) return true;
  const [, stem] = /^(.*)_(?:idx|key|excl)\d*$/.exec(name) ?? [];
  if (stem === undefined) return false;
  const [, own = "", included] = /\(([^()]*)\)(?: INCLUDE \(([^()]*)\))?/.exec(definition) ?? [];
  const columns = [...own.split(", "), ...(included?.split(", ") ?? [])].map((column) =>
    unquoteIdentifier(column.replace(/(?<=^(?:"[^"]*"|\w+)) .*$/, "")),
  );
  // What a name says of an expression is not in the dump, and a long one is cut.
  if (/\((?:[^()]*)\(/.test(definition) || Buffer.byteLength(name) > 59) return true;
  return withoutNumbers(stem).endsWith(withoutNumbers(`_${columns.join("_")}`));
}

/** Headings name things as they are, statements as SQL does. */
function renamed(
  [heading, body]: readonly [string, string],
  bySchema: ReadonlyMap<string, ReadonlyMap<string, string>>,
): readonly [string, string] {
  const [, what = "", rest = "", schema = ""] =
    /^(.*?)(; Type: (?:INDEX|INDEX ATTACH|CONSTRAINT|COMMENT); Schema: (.*?); .*)$/.exec(heading) ?? [];
  const names = bySchema.get(schema);
  if (names === undefined) return [heading, body];
  const title = [...what.matchAll(/(?<=^| )(?=\S)/g)].reduce((text, { index: begin }) => {
    const name = what.slice(begin).replace(/ ON .*$/, "");
    return names.has(name) ? what.slice(0, begin) + names.get(name) + what.slice(begin + name.length) : text;
  }, what);
  return [
    title + rest,
    body.replace(new RegExp(printedName, "g"), (token) => names.get(unquoteIdentifier(token)) ?? token),
  ];
}
