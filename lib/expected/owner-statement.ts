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

/** The kinds (lib/kinds) of which a superuser only may make some or all. */
const superuserKinds = [
  ...["event trigger", "foreign data wrapper", "operator class", "operator family", "text search parser"],
  ...["text search template", "subscription", "publication", "transform", "server", "cast", "language"],
  ...["access method"],
];

/**
 * The kind of object that a statement makes, changes, drops or describes, where that may need a superuser: event
 * trigger, operator class … Undefined for other statements.
 */
export function superuserKind(sql: string): string | undefined {
  const words = tokensOf(sql, 8).map((token) => token.text);
  const verb = words[0] ?? "";
  if (!["create", "alter", "drop", "comment"].includes(verb)) return undefined;
  const rest = words
    .slice(verb === "comment" ? 2 : 1)
    .filter((word) => !["or", "replace", "trusted"].includes(word));
  return superuserKinds.find((kind) => `${rest.join(" ")} `.startsWith(`${kind} `));
}
