import { type Token, tokensOf } from "./lexer";

/** A statement about roles, databases or tablespaces: the cluster's, not the schema's. It is not run in the shadow. */
export interface ClusterStatement {
  readonly about: "role" | "database" | "tablespace" | "setting";
  /** The role that the statement makes or changes: it must exist for what follows. */
  readonly role?: string;
}

const roleWords = new Set(["role", "user", "group"]);

/** Tells statements about the cluster from those about the schema; undefined for the latter. */
export function clusterStatement(sql: string): ClusterStatement | undefined {
  const tokens = tokensOf(sql, 8);
  const [verb, what, name] = tokens;
  if (verb?.type !== "word" || what === undefined) return undefined;
  switch (verb.text) {
    case "create":
    case "alter":
    case "drop":
      // CREATE USER MAPPING belongs to a foreign server, which is schema.
      if (roleWords.has(what.text) && name?.text !== "mapping") {
        const named = verb.text === "drop" ? undefined : roleName(name);
        return { about: "role", ...(named === undefined ? {} : { role: named }) };
      }
      if (what.text === "database" || what.text === "tablespace") return { about: what.text };
      return verb.text === "alter" && what.text === "system" ? { about: "setting" } : undefined;
    case "comment": {
      const on = tokens[2]?.text;
      if (on === "role") return { about: "role" };
      return on === "database" || on === "tablespace" ? { about: on } : undefined;
    }
    case "grant":
    case "revoke":
      return grantStatement(sql);
    default:
      return undefined;
  }
}

/** `GRANT role TO role` is the cluster's; so are rights on databases, tablespaces and settings. */
function grantStatement(sql: string): ClusterStatement | undefined {
  const words = tokensOf(sql).filter((token) => token.type === "word");
  const on = words.findIndex((token) => token.text === "on");
  const end = words.findIndex((token) => token.text === "to" || token.text === "from");
  if (on < 0 || (end >= 0 && end < on)) return { about: "role" };
  const target = words[on + 1]?.text;
  if (target === "database" || target === "tablespace") return { about: target };
  return target === "parameter" ? { about: "setting" } : undefined;
}

const special = new Set(["all", "current_user", "current_role", "session_user", "public"]);

const roleName = (token: Token | undefined): string | undefined =>
  token && (token.type === "quoted" || (token.type === "word" && !special.has(token.text)))
    ? token.text
    : undefined;
