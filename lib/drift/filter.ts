/**
 * The grammar of the filter box: `sev:>=high kind:column table:users type:missing -kind:index "free text"`.
 *
 * Terms of one key are alternatives, keys are joined with *and*, free text must all occur, and a leading `-` excludes.
 * Nothing here reads the kinds: the caller names the ones it knows, so the same code runs in the browser.
 */
import { compareSeverities, type Severity, severities } from "../kinds/severity";
import { displayName, type Identity } from "../postgres/identity";
import type { Difference } from "./difference";

const filterKeys = ["sev", "kind", "type", "schema", "table", "is", "cause"] as const;

export type FilterKey = (typeof filterKeys)[number];

/** One term as it was typed, understood. `key: "text"` is free text. */
export interface FilterTerm {
  readonly key: FilterKey | "text";
  readonly value: string;
  /** How a severity is compared; absent for every other key. */
  readonly comparison?: "=" | ">=" | "<=";
  readonly negated: boolean;
}

export interface Filter {
  readonly terms: readonly FilterTerm[];
  /** Terms that mean nothing, as typed. They are shown and do not narrow the list. */
  readonly ignored: readonly string[];
}

/** What a filter may ask of a difference besides what stands in it. */
export interface FilterFacts {
  /** False once a later check no longer found the difference. */
  readonly open: boolean;
}

const differenceTypes: readonly Difference["type"][] = ["missing", "unexpected", "changed", "renamed"];
const states = ["open", "resolved"] as const;

/**
 * Understands the text of a filter box. Unknown keys and values are put into `ignored`, never guessed.
 *
 * @param kinds the kinds that exist, as they stand in `Identity.kind`.
 */
export function parseFilter(text: string, kinds: readonly string[]): Filter {
  const terms: FilterTerm[] = [];
  const ignored: string[] = [];
  for (const token of tokensOf(text)) {
    const term = termOf(token, kinds);
    if (term === null) ignored.push(token.source);
    else terms.push(term);
  }
  return { terms, ignored };
}

/** True when the difference passes every key of the filter. */
export function matchesFilter(
  filter: Filter,
  difference: Difference,
  facts: FilterFacts = { open: true },
): boolean {
  const wanted = new Map<FilterKey, boolean>();
  for (const term of filter.terms) {
    const fits = fitsTerm(term, difference, facts);
    if (term.negated) {
      if (fits) return false;
    } else if (term.key === "text") {
      if (!fits) return false;
    } else {
      wanted.set(term.key, (wanted.get(term.key) ?? false) || fits);
    }
  }
  return [...wanted.values()].every(Boolean);
}

/** The term as text that `parseFilter` reads back to the same term. */
export function formatTerm(term: FilterTerm): string {
  const sign = term.negated ? "-" : "";
  if (term.key === "text") return `${sign}${quoteIfNeeded(term.value)}`;
  const comparison = term.comparison === undefined || term.comparison === "=" ? "" : term.comparison;
  return `${sign}${term.key}:${comparison}${quoteIfNeeded(term.value)}`;
}

/** The filter as text, in the order it was typed, without what was ignored. */
export function formatFilter(terms: readonly FilterTerm[]): string {
  return terms.map(formatTerm).join(" ");
}

interface Token {
  readonly source: string;
  readonly negated: boolean;
  /** Absent when the whole token is quoted, so that `"kind:column"` can be searched as text. */
  readonly key: string | undefined;
  readonly value: string;
}

// An optional minus, an optional key, then a comparison, then a quoted or a plain value. A quote inside quotes is doubled.
const tokenPattern = /(-?)(?:([a-z]+):)?(>=|<=)?(?:"((?:[^"]|"")*)"?|([^\s"]\S*)|)(?=\s|$)/gi;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const part of splitOutsideQuotes(text)) {
    tokenPattern.lastIndex = 0;
    const match = tokenPattern.exec(part);
    if (match === null || match[0] !== part) {
      tokens.push({ source: part, negated: false, key: undefined, value: part });
      continue;
    }
    const value = `${match[3] ?? ""}${match[4]?.replaceAll('""', '"') ?? match[5] ?? ""}`;
    tokens.push({ source: part, negated: match[1] === "-", key: match[2]?.toLowerCase(), value });
  }
  return tokens;
}

function splitOutsideQuotes(text: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted && /\s/.test(character)) {
      if (part !== "") parts.push(part);
      part = "";
    } else part += character;
  }
  if (part !== "") parts.push(part);
  return parts;
}

function termOf(token: Token, kinds: readonly string[]): FilterTerm | null {
  const { negated, value } = token;
  if (token.key === undefined) return value === "" ? null : { key: "text", value, negated };
  const key = filterKeys.find((candidate) => candidate === token.key);
  // `12:30` or `a::text` is a thing to search for; an unknown word before the colon is a typing mistake to be told of.
  if (key === undefined || value === "") return null;
  const folded = value.toLowerCase();
  switch (key) {
    case "sev":
      return severityTerm(folded, negated);
    case "kind": {
      const kind = kinds.find((candidate) => candidate.toLowerCase() === folded);
      return kind === undefined ? null : { key, value: kind, negated };
    }
    case "type": {
      const type = differenceTypes.find((candidate) => candidate === folded);
      return type === undefined ? null : { key, value: type, negated };
    }
    case "is": {
      const state = states.find((candidate) => candidate === folded);
      return state === undefined ? null : { key, value: state, negated };
    }
    case "schema":
    case "table":
    case "cause":
      return { key, value, negated };
  }
}

function severityTerm(text: string, negated: boolean): FilterTerm | null {
  const comparison = text.startsWith(">=") ? ">=" : text.startsWith("<=") ? "<=" : "=";
  const word = comparison === "=" ? text : text.slice(2);
  const severity = severities.find((candidate) => candidate === word);
  return severity === undefined ? null : { key: "sev", value: severity, comparison, negated };
}

function fitsTerm(term: FilterTerm, difference: Difference, facts: FilterFacts): boolean {
  const { object } = difference;
  switch (term.key) {
    case "sev":
      return fitsSeverity(term, difference.severity);
    case "kind":
      return object.kind === term.value;
    case "type":
      return difference.type === term.value;
    case "is":
      return facts.open === (term.value === "open");
    case "schema":
      return sameName(term.value, object.schema ?? (object.kind === "schema" ? object.name : ""));
    case "table":
      return fitsTable(term.value, object);
    case "cause":
      return sameName(term.value, difference.cause ?? "") || sameName(term.value, difference.id);
    case "text": {
      const text = term.value.toLowerCase();
      return `${displayName(object)} ${difference.id}`.toLowerCase().includes(text);
    }
  }
}

function fitsSeverity(term: FilterTerm, severity: Severity): boolean {
  const limit = severities.find((candidate) => candidate === term.value);
  if (limit === undefined) return false;
  const order = compareSeverities(severity, limit);
  return term.comparison === ">=" ? order <= 0 : term.comparison === "<=" ? order >= 0 : order === 0;
}

/** An object is of a table when the table is its parent, or when it stands beside tables itself (a table, a view …). */
function fitsTable(wanted: string, object: Identity): boolean {
  const table = object.table ?? object.name;
  return sameName(wanted, table) || sameName(wanted, `${object.schema ?? ""}.${table}`);
}

/** Compares as people type: case is ignored, `*` stands for anything. */
function sameName(pattern: string, name: string): boolean {
  const parts = pattern
    .toLowerCase()
    .split("*")
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "su").test(name.toLowerCase());
}

function quoteIfNeeded(value: string): string {
  return value === "" || /[\s":]/.test(value) || value.startsWith("-")
    ? `"${value.replaceAll('"', '""')}"`
    : value;
}
