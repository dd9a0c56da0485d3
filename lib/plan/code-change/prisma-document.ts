/** A Prisma schema of one file or several as blocks and lines, which are changed in place: the rest keeps its form. */
import type { CodeFile } from "./code-change";
import { type Attribute, argument, type Line, readFieldLine, readValueLine, textOf } from "./prisma-line";

export interface Block {
  readonly keyword: string;
  readonly name: string;
  /** `model User {`. */
  readonly head: string;
  /** What is between the braces. A comment of several lines is one of them. */
  readonly lines: string[];
  readonly tail: string;
}

/** A block, or lines outside of any. */
export type Piece = Block | { readonly keyword: null; readonly lines: string[] };

export interface DocumentFile {
  readonly path: string;
  readonly lineEnd: string;
  readonly pieces: Piece[];
}

export interface PrismaDocument {
  readonly files: readonly DocumentFile[];
  /** Lines read before, by keyword and text: the same ones are asked about many times. */
  readonly read: Map<string, Line>;
}

/** Reads the files; {@link printDocument} gives the same files back, byte for byte. */
export function readDocument(files: readonly CodeFile[]): PrismaDocument {
  return {
    files: files.map(({ path, content }) => {
      // Where the ends are mixed, a line keeps its own.
      const lineEnd = /\n/.test(content) && !/(?<!\r)\n/.test(content) ? "\r\n" : "\n";
      return { path, lineEnd, pieces: readPieces(joinComments(content.split(lineEnd), lineEnd)) };
    }),
    read: new Map(),
  };
}

/** Lines of a comment between slashes and stars become one, so that nothing in it is taken for a field. */
function joinComments(lines: readonly string[], lineEnd: string): readonly string[] {
  const joined: string[] = [];
  let open: string | undefined;
  for (const line of lines) {
    if (open !== undefined) open += lineEnd + line;
    else if (/^\s*\/\*(?!.*\*\/)/.test(line)) open = line;
    else joined.push(line);
    if (open !== undefined && /\*\//.test(line)) {
      joined.push(open);
      open = undefined;
    }
  }
  return open === undefined ? joined : [...joined, open];
}

function readPieces(lines: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let outside: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = lines[at] ?? "";
    const [, keyword, name] = /^\s*(\w+)\s+(\w+)\s*\{/.exec(head) ?? [];
    const length = lines.slice(at + 1).findIndex((line) => /^\s*\}/.test(line));
    if (keyword === undefined || name === undefined || length < 0) {
      outside.push(head);
      continue;
    }
    pieces.push({ keyword: null, lines: outside });
    outside = [];
    const last = at + 1 + length;
    pieces.push({ keyword, name, head, lines: lines.slice(at + 1, last), tail: lines[last] ?? "}" });
    at = last;
  }
  return [...pieces, { keyword: null, lines: outside }];
}

/** The files as they are now, in their own line ends. */
export const printDocument = (document: PrismaDocument): readonly CodeFile[] =>
  document.files.map(({ path, lineEnd, pieces }) => ({
    path,
    content: pieces
      .flatMap((piece) => (piece.keyword === null ? piece.lines : [piece.head, ...piece.lines, piece.tail]))
      .join(lineEnd),
  }));

/** The blocks of one keyword, of all files. */
export const blocksOf = (document: PrismaDocument, keyword: string): readonly Block[] =>
  document.files.flatMap(({ pieces }) =>
    pieces.flatMap((piece) => (piece.keyword === keyword ? [piece as Block] : [])),
  );

/** What a line of a block says. */
export function readLine(document: PrismaDocument, block: Block, text: string): Line {
  const key = `${block.keyword === "enum" ? "enum" : "model"} ${text}`;
  const known = document.read.get(key);
  if (known !== undefined) return known;
  const line = block.keyword === "enum" ? readValueLine(text) : readFieldLine(text);
  document.read.set(key, line);
  return line;
}

/** The attributes of the whole block, with the positions of their lines. */
export const blockAttributes = (
  document: PrismaDocument,
  block: Block,
): readonly { readonly at: number; readonly attribute: Attribute }[] =>
  block.lines.flatMap((text, at) => {
    const line = readLine(document, block, text);
    return line.type === "attribute" ? [{ at, attribute: line.attribute }] : [];
  });

const said = (document: PrismaDocument, block: Block, name: string): string | undefined => {
  const found = blockAttributes(document, block).find(({ attribute }) => attribute.name === name);
  return found === undefined ? undefined : textOf(argument(found.attribute, "name", true));
};

/** The block's name in the database: what `@@map` says, else its own. */
export const mappedName = (document: PrismaDocument, block: Block): string =>
  said(document, block, "map") ?? block.name;

/** What `@@schema` says; undefined where it says nothing. */
export const schemaOf = (document: PrismaDocument, block: Block): string | undefined =>
  said(document, block, "schema");

/** The block of a table or an enum; a block that names no schema is of whichever is asked for. */
export const findBlock = (
  document: PrismaDocument,
  keyword: "model" | "enum",
  schema: string | undefined,
  name: string,
): Block | undefined =>
  blocksOf(document, keyword).find(
    (block) =>
      mappedName(document, block) === name && [undefined, schema].includes(schemaOf(document, block)),
  );

/** A property of the datasource or of a generator, as written: `"prisma"`, `["a", "b"]`. */
export function property(document: PrismaDocument, keyword: string, name: string): string | undefined {
  for (const block of blocksOf(document, keyword)) {
    const text = block.lines.join("\n").replaceAll(/^\s*\/\/.*$/gm, "");
    const found = new RegExp(`^\\s*${name}\\s*=\\s*(\\[[^\\]]*\\]|"(?:[^"\\\\]|\\\\.)*"|\\S+)`, "m").exec(
      text,
    );
    if (found !== null) return found[1];
  }
  return undefined;
}

/** Puts a block at the end of the file where the last one of its like stands, else where the first block does. */
export function addBlock(document: PrismaDocument, like: readonly string[], block: Block): void {
  const holds = (keyword: string) => (file: DocumentFile) =>
    file.pieces.some((piece) => piece.keyword === keyword);
  const file =
    like.map((keyword) => document.files.findLast(holds(keyword))).find((found) => found !== undefined) ??
    document.files[0];
  if (file === undefined) return;
  const last = file.pieces.at(-1);
  if (last?.keyword === null) while (last.lines.at(-1)?.trim() === "") last.lines.pop();
  const empty = file.pieces.every((piece) => piece.keyword === null && piece.lines.length === 0);
  file.pieces.push({ keyword: null, lines: empty ? [] : [""] }, block, { keyword: null, lines: [""] });
}

/** Takes a block out, with the documentation right above it and one of the blank lines around it. */
export function removeBlock(document: PrismaDocument, block: Block): void {
  for (const { pieces } of document.files) {
    const at = pieces.indexOf(block);
    if (at < 0) continue;
    const before = pieces[at - 1];
    const after = pieces[at + 1];
    if (before?.keyword === null) while (/^\s*\/\/\//.test(before.lines.at(-1) ?? "")) before.lines.pop();
    if (before?.keyword === null && before.lines.at(-1)?.trim() === "" && after?.lines[0]?.trim() === "")
      before.lines.pop();
    pieces.splice(at, 1);
  }
}
