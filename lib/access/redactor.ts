import type { AttributeValue } from "../kinds/kind";
import { isKind } from "../kinds/registry";
import type { Identity } from "../postgres/identity";
import type { Redaction } from "../report/report";
import { secrecyOf } from "./attribute-secrecy";
import type { Disguise } from "./disguise";
import { isNobody, literalsIn, redactSql, rolesIn } from "./redact-sql";

/** What a share link hides. */
export type RedactionPolicy = { readonly [R in Redaction]: boolean };

/** How each sort of leaf of a report is treated. The same walk collects what is secret first and hides it then. */
export interface Redactor {
  sql(text: string): string;
  /** Words of ours or of the server's, which may quote what is hidden. */
  words(text: string): string;
  identity<I extends Identity>(identity: I): I;
  attribute(kind: string, name: string, value: AttributeValue): AttributeValue;
}

/** What stands in a report and must not be readable in its redaction. */
export interface Secrets {
  readonly roles: Set<string>;
  /** Contents of literals, bodies and options, and the lines of longer ones. */
  readonly texts: Set<string>;
}

/** Changes nothing and notes every role and every literal on its way. */
export function collector(secrets: Secrets): Redactor {
  const { roles, texts } = secrets;
  const sql = (text: string): string => {
    for (const role of rolesIn(text)) roles.add(role);
    for (const literal of literalsIn(text)) noteText(texts, literal);
    return text;
  };
  const role = (name: string): string => {
    const bare = unquoted(name);
    if (!isNobody(bare)) roles.add(bare);
    return name;
  };
  return {
    sql,
    words: (text) => text,
    identity: (identity) => mapRole(identity, role),
    attribute: (kind, name, value) =>
      mapAttribute(kind, name, value, {
        sql,
        text: (text) => {
          noteText(texts, text);
          return text;
        },
        role,
      }),
  };
}

/** Hides what a policy hides. `names` are those of hosts and databases with their disguises. */
export function redactor(
  policy: RedactionPolicy,
  secrets: Secrets,
  names: ReadonlyMap<string, string>,
  disguise: Disguise,
): Redactor {
  const role = (name: string): string => {
    const bare = unquoted(name);
    return !policy.roles || isNobody(bare) ? name : disguise.role(bare);
  };
  const replacements = new Map(names);
  if (policy.roles) for (const name of secrets.roles) replacements.set(name, role(name));
  const sql = (text: string): string =>
    redactSql(text, {
      ...{ literals: policy.literals, comments: policy.comments, roles: policy.roles },
      ...{ names: new Set(replacements.keys()), disguise },
    });
  return {
    sql,
    words: (text) =>
      policy.literals && quotes(text, secrets.texts)
        ? "Hidden, because it quotes a hidden value."
        : replaceNames(text, replacements),
    identity: (identity) =>
      isKind(identity.kind) || identity.kind.startsWith("role")
        ? mapRole(identity, role)
        : // The database itself is no object of a kind.
          { ...identity, name: replaceNames(identity.name, replacements) },
    attribute: (kind, name, value) =>
      mapAttribute(kind, name, value, {
        sql,
        text: (text, attribute) =>
          hidesText(policy, attribute)
            ? `‹hidden, ${text.length.toLocaleString("en")} characters, ${disguise.mark(text)}›`
            : replaceNames(text, replacements),
        role,
      }),
  };
}

/** Comments in the database are comments; everything else that is hidden whole is a value. */
const hidesText = (policy: RedactionPolicy, attribute: string): boolean =>
  /comments?$/i.test(attribute) ? policy.comments : policy.literals;

interface Leaves {
  sql(text: string): string;
  text(text: string, attribute: string): string;
  role(name: string): string;
}

function mapAttribute(kind: string, name: string, value: AttributeValue, leaves: Leaves): AttributeValue {
  if (value === null || typeof value === "boolean") return value;
  switch (secrecyOf(kind, name)) {
    case "plain":
      return value;
    case "sql":
      return mapStrings(value, leaves.sql);
    case "role":
      return mapStrings(value, leaves.role);
    case "privileges":
      return mapPrivileges(value, leaves.role);
    case "record":
      return mapRecords(kind, value, leaves);
    case "text":
    case null:
      return mapStrings(typeof value === "number" ? String(value) : value, (text) => leaves.text(text, name));
  }
}

function mapStrings(value: AttributeValue, change: (text: string) => string): AttributeValue {
  if (typeof value === "string") return change(value);
  if (isList(value)) return value.map((item) => mapStrings(item, change));
  if (isRecord(value)) return mapEntries(value, (key, inner) => [key, mapStrings(inner, change)]);
  return value;
}

/** The fields of records in lists by their own names; what is in them deeper, too. */
function mapRecords(kind: string, value: AttributeValue, leaves: Leaves): AttributeValue {
  if (isList(value)) return value.map((item) => mapRecords(kind, item, leaves));
  if (isRecord(value))
    return mapEntries(value, (key, inner) => [key, mapAttribute(kind, key, inner, leaves)]);
  return mapStrings(value, (text) => leaves.text(text, ""));
}

/** Grantees are keys; privileges by column lie one level deeper. */
function mapPrivileges(value: AttributeValue, role: (name: string) => string): AttributeValue {
  if (!isRecord(value)) return value;
  return mapEntries(value, (key, inner) =>
    isRecord(inner) ? [key, mapPrivileges(inner, role)] : [role(key), inner],
  );
}

function mapEntries(
  record: ValueRecord,
  change: (key: string, value: AttributeValue) => readonly [string, AttributeValue],
): AttributeValue {
  return Object.fromEntries(Object.entries(record).map(([key, inner]) => change(key, inner)));
}

type ValueRecord = { readonly [key: string]: AttributeValue };

const isList = (value: AttributeValue): value is readonly AttributeValue[] => Array.isArray(value);

const isRecord = (value: AttributeValue): value is ValueRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Only the names of two kinds hold a role; every other name is the object's own. */
function mapRole<I extends Identity>(identity: I, change: (role: string) => string): I {
  switch (identity.kind) {
    case "default privileges": {
      const [, what = "", role = ""] = /^(.* made by )(.*)$/s.exec(identity.name) ?? [];
      return { ...identity, name: what === "" ? identity.name : `${what}${change(role)}` };
    }
    case "user mapping": {
      const [, role = "", where = ""] = /^(.*)( on .*)$/s.exec(identity.name) ?? [];
      return { ...identity, name: where === "" ? identity.name : `${change(role)}${where}` };
    }
    case "role":
      return { ...identity, name: change(identity.name) };
    case "role membership": {
      const [, member = "", group = ""] = /^(.*) in (.*)$/s.exec(identity.name) ?? [];
      return { ...identity, name: group === "" ? identity.name : `${change(member)} in ${change(group)}` };
    }
    default:
      return identity;
  }
}

const unquoted = (name: string): string =>
  /^".*"$/s.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;

/** Shorter texts are in too many words to be told from them. */
const shortest = 3;
const longest = 40;

function noteText(texts: Set<string>, text: string): void {
  for (const part of [text, ...text.split("\n").map((line) => line.trim())]) {
    // Messages cut long texts.
    if (part.length >= shortest) texts.add(part.slice(0, longest));
  }
  // A body holds literals of its own.
  if (text.includes("'"))
    for (const literal of literalsIn(text)) if (literal.length >= shortest) texts.add(literal);
}

function quotes(text: string, secrets: ReadonlySet<string>): boolean {
  for (const secret of secrets) {
    const at = text.indexOf(secret);
    if (
      at >= 0 &&
      !isWordPart(text[at - 1], secret[0]) &&
      !isWordPart(text[at + secret.length], secret.at(-1))
    )
      return true;
  }
  return false;
}

const wordCharacter = /[\p{L}\p{N}_]/u;

const isWordPart = (beside: string | undefined, edge: string | undefined): boolean =>
  beside !== undefined && edge !== undefined && wordCharacter.test(beside) && wordCharacter.test(edge);

/** Replaces names that stand as words of their own; behind a point they are an object's: `public.orders`. */
function replaceNames(text: string, replacements: ReadonlyMap<string, string>): string {
  const names = [...replacements.keys()]
    .filter((name) => name !== "")
    .toSorted((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const pattern = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
  return text.replace(
    new RegExp(`(?<![\\p{L}\\p{N}_.$])(?:${pattern})(?![\\p{L}\\p{N}_$])`, "gu"),
    (name) => replacements.get(name) ?? name,
  );
}
