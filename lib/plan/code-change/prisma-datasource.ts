/** Schemas and extensions, which a Prisma schema lists in its datasource. */
import type { CatalogObject } from "../../kinds/kind";
import type { Identity } from "../../postgres/identity";
import { blocksOf, type PrismaDocument, property } from "./prisma-document";
import { argument, literal, splitList, textOf } from "./prisma-line";
import { identifier } from "./prisma-names";
import { hasFeature } from "./prisma-style";

interface Listed {
  readonly identity: Identity;
  readonly before: CatalogObject | undefined;
  readonly after: CatalogObject | undefined;
}

/** Adds a schema or an extension to the datasource's list, or takes it out. @returns why it cannot */
export function changeSchemaObject(
  document: PrismaDocument,
  { identity, before, after }: Listed,
): string | null {
  const { kind, name } = identity;
  if (before !== undefined && after !== undefined)
    return `Of ${kind === "schema" ? "a schema" : "an extension"} Prisma has words for its being there alone`;
  const list = kind === "schema" ? "schemas" : "extensions";
  const listed = property(document, "datasource", list);
  if (kind === "extension" && !hasFeature(document, "postgresqlExtensions"))
    return 'Prisma has words for an extension only where the generator turns the preview feature "postgresqlExtensions" on';
  if (kind === "schema" && listed === undefined)
    return "Prisma has words for a schema only where the datasource lists them and every block says which one it is in";
  const entries = splitList((listed ?? "[]").replace(/^\[|\]$/g, ""));
  const isIt = (entry: string): boolean =>
    kind === "schema" ? textOf(entry) === name : extensionName(entry) === name;
  const entry =
    kind === "schema"
      ? literal(name)
      : identifier(name, "x_") === name
        ? name
        : `${identifier(name, "x_")}(map: ${literal(name)})`;
  const wanted = after === undefined ? entries.filter((each) => !isIt(each)) : [...entries, entry];
  const [block] = blocksOf(document, "datasource");
  if (block === undefined) return "The schema has no datasource";
  const at = block.lines.findIndex((line) => new RegExp(`^\\s*${list}\\s*=`).test(line));
  const text = `[${wanted.join(", ")}]`;
  if (at < 0) block.lines.push(`  ${list} = ${text}`);
  else {
    const line = block.lines[at] ?? "";
    const start = line.indexOf("[");
    const end = line.lastIndexOf("]");
    if (start < 0 || end < start) return `The list of ${list} spans several lines`;
    block.lines[at] = line.slice(0, start) + text + line.slice(end + 1);
  }
  return null;
}

/** `uuid_ossp(map: "uuid-ossp")` is called `uuid-ossp`. */
function extensionName(entry: string): string {
  const [, name = entry, inside = ""] = /^(\w+)\s*(?:\(([\s\S]*)\))?$/.exec(entry) ?? [];
  const parts = splitList(inside).map((part) => /^(\w+)\s*:\s*([\s\S]*)$/.exec(part));
  const map = argument(
    {
      ...{ name: "", start: 0, end: 0 },
      arguments: parts.flatMap((part) =>
        part === null ? [] : [{ name: part[1] ?? "", value: part[2] ?? "" }],
      ),
    },
    "map",
  );
  return textOf(map) ?? name;
}
