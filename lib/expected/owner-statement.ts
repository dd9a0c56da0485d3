import { type Token, tokensOf } from "./lexer";

const isName = (token: Token | undefined): token is Token =>
  token?.type === "word" || token?.type === "quoted";

/** The role to which a statement gives an object (`ALTER … OWNER TO role`); undefined for other statements. */
export function newOwner(sql: string): string | undefined {
  const tokens = tokensOf(sql);
  if (tokens[0]?.text !== "alter") return undefined;
  const at = tokens.findIndex(
    (token, index) =>
      token.type === "word" &&
      token.text === "owner" &&
      tokens[index + 1]?.text === "to" &&
      tokens[index + 1]?.type === "word",
  );
  const role = at < 0 ? undefined : tokens[at + 2];
  return isName(role) ? role.text : undefined;
}

/** `CREATE SCHEMA name AUTHORIZATION role …` without the authorization; undefined for other statements. */
export function withoutAuthorization(
  sql: string,
): { readonly sql: string; readonly role: string } | undefined {
  const tokens = tokensOf(sql, 12);
  if (tokens[0]?.text !== "create" || tokens[1]?.text !== "schema") return undefined;
  const at = tokens.findIndex((token) => token.type === "word" && token.text === "authorization");
  const word = tokens[at];
  const role = tokens[at + 1];
  if (at < 2 || word === undefined || !isName(role)) return undefined;
  // Without a name of its own the schema is called like the role.
  const nameless = at === 2 || (at === 5 && tokens[2]?.text === "if" && tokens[4]?.text === "exists");
  const name = nameless ? sql.slice(role.start, role.end) : "";
  return { sql: `${sql.slice(0, word.start)}${name}${sql.slice(role.end)}`, role: role.text };
}

const superuserObjects = new Set([
  "event trigger",
  "foreign data",
  "access method",
  "operator class",
  "operator family",
  "text search",
  "subscription",
  "publication",
  "transform",
  "server",
  "cast",
]);

/**
 * What a statement makes, changes, drops or describes, where only a superuser may: `event trigger`, `operator class` …
 * Undefined for other statements.
 */
export function superuserObject(sql: string): string | undefined {
  const words = tokensOf(sql, 6).map((token) => token.text);
  const from = words[0] === "comment" && words[1] === "on" ? 2 : 1;
  if (!["create", "alter", "drop", "comment"].includes(words[0] ?? "")) return undefined;
  const two = `${words[from]} ${words[from + 1]}`;
  if (superuserObjects.has(two)) return two;
  return superuserObjects.has(words[from] ?? "") ? words[from] : undefined;
}
