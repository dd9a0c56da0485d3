/** Enums of a Prisma schema. */
import type { Enum } from "../../kinds/enum";
import { addBlock, type Block, blocksOf, type PrismaDocument, readLine } from "./prisma-document";
import { argument, literal, textOf } from "./prisma-line";
import { freeName, identifier, isReserved, pascalCase } from "./prisma-names";
import { declaresSchemas, mapsNames } from "./prisma-style";

interface EnumValue {
  readonly name: string;
  /** In the database. */
  readonly label: string;
  readonly at: number;
}

/** The values of an enum in their order. */
export const enumValues = (document: PrismaDocument, block: Block): readonly EnumValue[] =>
  block.lines.flatMap((text, at) => {
    const line = readLine(document, block, text);
    if (line.type !== "value") return [];
    const map = line.attributes.find(({ name }) => name === "map");
    return [{ name: line.name, at, label: textOf(map && argument(map, "name", true)) ?? line.name }];
  });

const valueLine = (label: string, taken: ReadonlySet<string>, indent: string): string => {
  const name = freeName(identifier(label, "value_"), (candidate) => taken.has(candidate));
  return `${indent}${name}${name === label ? "" : ` @map(${literal(label)})`}`;
};

/** A value's line with the comments right above it. */
interface Segment {
  readonly label: string | null;
  readonly lines: readonly string[];
}

function segmentsOf(document: PrismaDocument, block: Block): readonly Segment[] {
  const labels = new Map(enumValues(document, block).map(({ at, label }) => [at, label]));
  const segments: Segment[] = [];
  let comments: string[] = [];
  block.lines.forEach((text, at) => {
    const label = labels.get(at);
    if (label !== undefined) {
      segments.push({ label, lines: [...comments, text] });
      comments = [];
    } else if (/^\s*\/[/*]/.test(text)) comments.push(text);
    else {
      segments.push({ label: null, lines: [...comments, text] });
      comments = [];
    }
  });
  return comments.length === 0 ? segments : [...segments, { label: null, lines: comments }];
}

/** Gives an enum these labels in this order; values that stay keep their names, comments and lines. */
export function setLabels(document: PrismaDocument, block: Block, labels: readonly string[]): void {
  const known = segmentsOf(document, block);
  const names = new Set(enumValues(document, block).map(({ name }) => name));
  const indent = /^\s*/.exec(block.lines.find((line) => line.trim() !== "") ?? "  ")?.[0] ?? "  ";
  // The documentation of a value goes with it; other comments may be about what follows.
  let segments = known.flatMap((segment): readonly Segment[] => {
    if (segment.label === null || labels.includes(segment.label)) return [segment];
    const kept = segment.lines.slice(0, -1).filter((line) => !/^\s*\/\/\//.test(line));
    return kept.length === 0 ? [] : [{ label: null, lines: kept }];
  });
  labels.forEach((label, place) => {
    if (segments.some((segment) => segment.label === label)) return;
    const line = valueLine(label, names, indent);
    names.add(line.trim().split(" ")[0] ?? "");
    const before = labels[place - 1];
    const first = segments.findIndex((segment) => segment.label !== null);
    const at =
      before === undefined
        ? Math.max(first, 0)
        : segments.findIndex((segment) => segment.label === before) + 1;
    segments = segments.toSpliced(at, 0, { label, lines: [line] });
  });
  const ordered = labels.flatMap((label) => segments.filter((segment) => segment.label === label));
  let next = 0;
  const lines = segments.flatMap(
    (segment) => (segment.label === null ? segment : (ordered[next++] ?? segment)).lines,
  );
  block.lines.splice(0, block.lines.length, ...lines);
}

/** Adds an enum. */
export function addEnum(document: PrismaDocument, wanted: Enum): void {
  const blocks = ["model", "enum", "view", "type"].flatMap((keyword) => blocksOf(document, keyword));
  const taken = (name: string): boolean => blocks.some((block) => block.name === name) || isReserved(name);
  const style = mapsNames(document, "enum") ? pascalCase(wanted.name) : identifier(wanted.name, "Enum_");
  const name = freeName(style, taken);
  const names = new Set<string>();
  const values = wanted.labels.map((label) => {
    const line = valueLine(label, names, "  ");
    names.add(line.trim().split(" ")[0] ?? "");
    return line;
  });
  const marks = [
    ...(name === wanted.name ? [] : [`  @@map(${literal(wanted.name)})`]),
    ...(declaresSchemas(document) ? [`  @@schema(${literal(wanted.schema)})`] : []),
  ];
  addBlock(document, ["enum", "model"], {
    ...{ keyword: "enum", name, head: `enum ${name} {`, tail: "}" },
    lines: [...values, ...(marks.length === 0 ? [] : ["", ...marks])],
  });
}
