import type { Declaration } from "./provenance";

/** Tables, columns, enums and named keys of a Prisma schema, under the names that they have in the database. */
export function prismaDeclarations(content: string): readonly Declaration[] {
  const lines = content.split("\n");
  const found: Declaration[] = [];
  for (let index = 0; index < lines.length; index++) {
    const head = /^[ \t]*(model|enum)[ \t]+(\w+)[ \t]*\{/.exec(lines[index] ?? "");
    if (head === null) continue;
    const length = lines.slice(index + 1).findIndex((line) => /^[ \t]*\}/.test(line));
    const body = lines.slice(index + 1, length < 0 ? undefined : index + 1 + length);
    const attribute = (name: string): string | undefined =>
      body
        .map((line) => new RegExp(`^[ \\t]*@@${name}\\("([^"]*)"\\)`).exec(line)?.[1])
        .find((value) => value !== undefined);
    const name = attribute("map") ?? head[2] ?? "";
    const schemaName = attribute("schema");
    const schema = schemaName === undefined ? {} : { schema: schemaName };
    if (head[1] === "enum") found.push({ group: "type", ...schema, name, line: index + 1 });
    else {
      found.push({ group: "relation", ...schema, name, line: index + 1 });
      found.push(...model(body, index + 2, { ...schema, table: name }));
    }
  }
  return found;
}

function model(
  body: readonly string[],
  firstLine: number,
  place: { schema?: string; table: string },
): readonly Declaration[] {
  const columns = new Map<string, string>();
  for (const line of body) {
    const field = /^[ \t]*(\w+)[ \t]+\w/.exec(line)?.[1];
    if (field !== undefined) columns.set(field, /[^@]@map\("([^"]*)"\)/.exec(line)?.[1] ?? field);
  }
  const joined = (list: string): string =>
    list
      .split(",")
      .map((field) => columns.get(/\w+/.exec(field)?.[0] ?? "") ?? "")
      .join("_");
  return body.flatMap((text, offset): Declaration[] => {
    const line = firstLine + offset;
    const make = (group: string, name: string): Declaration => ({ group, ...place, name, line });
    const given = /\bmap:[ \t]*"([^"]*)"/.exec(text)?.[1];
    const block = /^[ \t]*@@(index|unique|id)\((?:fields:[ \t]*)?\[([^\]]*)\]/.exec(text);
    if (block) {
      const [, kind, list = ""] = block;
      if (kind === "id") return [make("constraint", given ?? `${place.table}_pkey`)];
      return [make("index", given ?? `${place.table}_${joined(list)}_${kind === "unique" ? "key" : "idx"}`)];
    }
    const field = /^[ \t]*(\w+)[ \t]+\w/.exec(text)?.[1];
    if (field === undefined) return [];
    const relation = /@relation\(.*?\bfields:[ \t]*\[([^\]]*)\]/.exec(text)?.[1];
    if (relation !== undefined)
      return [make("constraint", given ?? `${place.table}_${joined(relation)}_fkey`)];
    const column = columns.get(field) ?? field;
    return [
      make("column", column),
      ...(/@id\b/.test(text) ? [make("constraint", `${place.table}_pkey`)] : []),
      ...(/@unique\b/.test(text) ? [make("index", `${place.table}_${column}_key`)] : []),
    ];
  });
}
