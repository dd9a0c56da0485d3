/** A Prisma schema as lines and blocks: enough to find a model's place in it and to change one line. */
import type { CodeFile } from "./code-change";

export interface Block {
  readonly file: number;
  readonly keyword: "model" | "enum";
  readonly name: string;
  /** The name in the database: what `@@map` says, else the block's own. */
  readonly mapped: string;
  /** What `@@schema` says; undefined where it says nothing. */
  readonly schema: string | undefined;
  /** Positions of the first and the last line. */
  readonly first: number;
  readonly last: number;
}

export interface Field {
  readonly line: number;
  readonly name: string;
  readonly column: string;
  /** With `?` and `[]`. */
  readonly type: string;
  /** Everything behind the type, without the comment. */
  readonly attributes: string;
  readonly comment: string;
}

export const linesOf = (file: CodeFile): readonly string[] => file.content.split("\n");

const uncommented = (line: string): string => line.replace(/\/\/.*$/, "");

/** The models and enums of all files. */
export function blocksOf(files: readonly CodeFile[]): readonly Block[] {
  return files.flatMap((file, index) => {
    const lines = linesOf(file);
    const blocks: Block[] = [];
    lines.forEach((line, first) => {
      const [, keyword, name] = /^\s*(model|enum)\s+(\w+)\s*\{/.exec(line) ?? [];
      if (name === undefined) return;
      const length = lines.slice(first).findIndex((inner) => /^\s*\}/.test(inner));
      const last = length < 0 ? lines.length - 1 : first + length;
      const body = lines
        .slice(first, last + 1)
        .map(uncommented)
        .join("\n");
      blocks.push({
        file: index,
        keyword: keyword as Block["keyword"],
        name,
        mapped: /@@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(body)?.[1] ?? name,
        schema: /@@schema\(\s*"([^"]+)"/.exec(body)?.[1],
        ...{ first, last },
      });
    });
    return blocks;
  });
}

/** The block of a table or an enum; a block that names no schema is of whichever is asked for. */
export const findBlock = (
  blocks: readonly Block[],
  keyword: Block["keyword"],
  schema: string | undefined,
  name: string,
): Block | undefined =>
  blocks.find(
    (block) =>
      block.keyword === keyword &&
      block.mapped === name &&
      (block.schema === undefined || block.schema === schema),
  );

/** The fields of a model, relations included. */
export function fieldsOf(block: Block, lines: readonly string[]): readonly Field[] {
  const fields: Field[] = [];
  for (let line = block.first + 1; line < block.last; line++) {
    const [, name, type, rest = ""] =
      /^\s*(\w+)\s+([A-Za-z]\w*(?:\("[^"]*"\))?(?:\[\])?\??)(.*)$/.exec(lines[line] ?? "") ?? [];
    if (name === undefined || type === undefined) continue;
    const comment = /\/\/.*$/.exec(rest)?.[0] ?? "";
    const attributes = rest.slice(0, rest.length - comment.length).trim();
    const column = /(?<!@)@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(attributes)?.[1] ?? name;
    fields.push({ line, name, column, type, attributes, comment });
  }
  return fields;
}

/** An attribute with whatever its parentheses hold, however deep: `@default(dbgenerated("now()"))`. */
export function removeAttribute(attributes: string, start: RegExp): string {
  const found = start.exec(attributes);
  if (found === null) return attributes;
  let end = found.index + found[0].length;
  if (attributes[end] === "(") {
    let depth = 0;
    let quoted = false;
    for (; end < attributes.length; end++) {
      const character = attributes[end];
      if (character === "\\" && quoted) end += 1;
      else if (character === '"') quoted = !quoted;
      else if (!quoted && character === "(") depth += 1;
      else if (!quoted && character === ")") {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    end += 1;
  }
  return `${attributes.slice(0, found.index)} ${attributes.slice(end)}`.replace(/\s+/g, " ").trim();
}
