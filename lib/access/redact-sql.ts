import { nextToken, type Token } from "../expected/lexer";
import type { Disguise } from "./disguise";

/** What is to be hidden in SQL. */
export interface SqlRedaction {
  readonly literals: boolean;
  /** What COMMENT ON … IS says. */
  readonly comments: boolean;
  readonly roles: boolean;
  /** Names of hosts, databases and roles: no literal that holds one stays. */
  readonly names: ReadonlySet<string>;
  readonly disguise: Disguise;
}

/** Types whose modifier is part of their name: `character varying(36)`, `numeric(10,2)`. */
const modified = new Set([
  ...["character", "varying", "char", "varchar", "bpchar", "bit", "varbit", "numeric", "decimal", "float"],
  ...["time", "timetz", "timestamp", "timestamptz", "interval", "vector", "halfvec"],
]);

const everyone = new Set(["public", "current_user", "current_role", "session_user", "(owner)"]);

/** True for what stands for no role of this server: PUBLIC, the roles Postgres brings. */
export const isNobody = (role: string): boolean => everyone.has(role.toLowerCase()) || /^pg_/.test(role);

/**
 * SQL with its literals, comments and bodies hidden and its roles disguised. It is read token by token as psql reads it;
 * what is between the tokens, comments above all, is left out.
 */
export function redactSql(sql: string, redaction: SqlRedaction): string {
  const tokens = tokensOf(sql);
  const roles = redaction.roles ? rolesAmong(tokens) : new Set<number>();
  let text = "";
  let end = 0;
  for (const [position, token] of tokens.entries()) {
    text += blanksOf(sql.slice(end, token.start));
    end = token.end;
    if (redaction.literals && startsAtomicBody(tokens, position)) {
      const body = sql.slice(token.start);
      return `${text}BEGIN ATOMIC ${hidden(body, redaction)} END`;
    }
    text += roles.has(position)
      ? redaction.disguise.role(token.text)
      : written(sql, tokens, position, redaction);
  }
  return text;
}

/** Roles that stand where SQL wants one. */
export function rolesIn(sql: string): readonly string[] {
  const tokens = tokensOf(sql);
  return [...rolesAmong(tokens)].flatMap((position) => tokens[position]?.text ?? []);
}

/** The contents of all literals, bodies and comments: what must not be quoted anywhere else. */
export function literalsIn(sql: string): readonly string[] {
  const tokens = tokensOf(sql);
  return tokens.flatMap((token, position) => {
    if (token.type === "string") return [unquoted(token.text)];
    return token.type === "number" && !isModifier(tokens, position) ? [token.text] : [];
  });
}

function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  const state = { standardStrings: true };
  for (let token = nextToken(sql, 0, state); token; token = nextToken(sql, token.end, state))
    tokens.push(token);
  return tokens;
}

/** White space as it was; a comment between becomes one blank. */
const blanksOf = (between: string): string =>
  /^\s*$/.test(between) ? between : between.includes("\n") ? "\n" : " ";

function written(sql: string, tokens: readonly Token[], position: number, redaction: SqlRedaction): string {
  const token = tokens[position] as Token;
  const source = sql.slice(token.start, token.end);
  switch (token.type) {
    case "string": {
      if (redaction.literals || (redaction.comments && isWord(tokens[0], "comment")))
        return hidden(source, redaction);
      return [...redaction.names].some((name) => source.includes(name)) ? hidden(source, redaction) : source;
    }
    case "number":
      return redaction.literals && !isModifier(tokens, position) ? "‹number›" : source;
    default:
      return source;
  }
}

/** `'‹3fa21c09›'`; of a body also how long it is. */
function hidden(source: string, { disguise }: SqlRedaction): string {
  const content = unquoted(source);
  const mark = disguise.mark(content);
  return source.startsWith("'") || /^[eE]'/.test(source)
    ? `'‹${mark}›'`
    : `‹hidden, ${content.length.toLocaleString("en")} characters, ${mark}›`;
}

function unquoted(source: string): string {
  const dollar = /^\$[^$]*\$/.exec(source)?.[0];
  if (dollar !== undefined)
    return source.slice(dollar.length, source.endsWith(dollar) ? -dollar.length : undefined);
  const inner = /^[eE]?'([\s\S]*?)'?$/.exec(source)?.[1];
  if (inner === undefined) return source;
  const text = inner.replaceAll("''", "'");
  return source.startsWith("'") ? text : text.replace(/\\([\s\S])/g, "$1");
}

/** The number in `varchar(36)`: it says what type it is, not what value. */
function isModifier(tokens: readonly Token[], position: number): boolean {
  let at = position - 1;
  while (tokens[at]?.text === "," || tokens[at]?.type === "number") at--;
  return tokens[at]?.text === "(" && modified.has(tokens[at - 1]?.text ?? "");
}

const startsAtomicBody = (tokens: readonly Token[], position: number): boolean =>
  isWord(tokens[position], "begin") && isWord(tokens[position + 1], "atomic");

const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.type === "word" && words.includes(token.text);

/** Positions of tokens that name a role, by where they stand (gram.y: RoleSpec). */
function rolesAmong(tokens: readonly Token[]): ReadonlySet<number> {
  const found = new Set<number>();
  const take = (from: number): void => {
    for (let at = from; ; at++) {
      const token = tokens[at];
      if (isWord(token, "group")) continue;
      if (token?.type !== "word" && token?.type !== "quoted") return;
      if (token.type === "quoted" || !isNobody(token.text)) found.add(at);
      if (tokens[at + 1]?.text !== ",") return;
      at++;
    }
  };
  let statement: string | undefined;
  let policy = false;
  for (const [position, token] of tokens.entries()) {
    if (token.text === ";" && token.type === "symbol") {
      statement = undefined;
      policy = false;
      continue;
    }
    statement ??= token.text;
    const next = tokens[position + 1];
    if (isWord(token, "policy") && position < 4) policy = true;
    if (isWord(token, "owner", "granted") && isWord(next, "to", "by")) take(position + 2);
    if (isWord(token, "authorization")) take(position + 1);
    if (isWord(token, "role", "user") && isWord(tokens[position - 1], "for", "set", "to")) take(position + 1);
    if (isWord(token, "for") && isWord(tokens[position - 1], "mapping")) take(position + 1);
    const grants = statement === "grant" || statement === "revoke" || isWord(tokens[1], "default");
    if ((grants || policy) && isWord(token, "to", "from")) take(position + 1);
  }
  return found;
}
