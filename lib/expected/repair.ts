import { quoteIdentifier, unquoteIdentifier } from "../postgres/identifier";
import { clusterStatement } from "./cluster-statement";
import { newOwner, superuserKind, withoutAuthorization } from "./owner-statement";
import { innerStatement, type ServerError } from "./server-error";
import type { Shadow } from "./shadow";

/** What is to be done about a statement that failed only because the builder is not the superuser that psql would be. */
export type Repair =
  | {
      readonly type: "again";
      readonly before: readonly string[];
      readonly sql: string;
      readonly after: readonly string[];
      readonly note?: string;
    }
  | {
      readonly type: "skip";
      readonly note: string;
      /** The kind of object of which the result now lacks one: it can no longer be compared. */
      readonly lacks?: string;
    };

/** A statement with what earlier repairs added around it. */
export interface Step {
  readonly before: readonly string[];
  readonly sql: string;
  readonly after: readonly string[];
}

/**
 * Finds out whether a failed statement can be run in another way that has the same effect on the schema.
 * @param lacking the kinds of which something was left out before
 * @returns undefined when the failure is the source's own
 */
export async function repair(
  shadow: Shadow,
  step: Step,
  error: ServerError,
  lacking: readonly string[],
): Promise<Repair | undefined> {
  // A dump made by a newer pg_dump begins with settings that an older server does not have; no schema depends on them.
  if (
    error.code === "42704" &&
    /^\s*set\b/i.test(step.sql) &&
    /^unrecognized configuration parameter /.test(error.message)
  ) {
    return {
      type: "skip",
      note: `The shadow server has no such setting, and it was left out: ${firstLine(step.sql)}`,
    };
  }
  const following = afterSkipped(step, error, lacking);
  if (following !== undefined) return following;
  if (error.code === "42704") {
    const role = /role "(.*)" does not exist/s.exec(error.message)?.[1];
    if (role === undefined || (await shadow.ensureRole(role)) === "refused") return undefined;
    return { type: "again", ...step };
  }
  if (error.code !== "42501") return undefined;
  if (await shadow.joinRoles(namesIn(step.sql))) return { type: "again", ...step };
  return (await repairRoleStatement(shadow, step, error)) ?? repairOwner(step, error) ?? skipped(step, error);
}

/** Everything in a text that could be a role's name, inside function bodies too. */
function namesIn(sql: string): readonly string[] {
  const names = sql.match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
  return [
    ...new Set(names.map((name) => (name.startsWith('"') ? unquoteIdentifier(name) : name.toLowerCase()))),
  ];
}

/** A DO block that makes or changes a role: the role is made, and the statement is taken out of the block. */
async function repairRoleStatement(
  shadow: Shadow,
  step: Step,
  error: ServerError,
): Promise<Repair | undefined> {
  const inner = innerStatement(error);
  const cluster = inner === undefined ? undefined : clusterStatement(inner);
  if (inner === undefined || cluster === undefined || !step.sql.includes(inner)) return undefined;
  if (cluster.role !== undefined) await shadow.ensureRole(cluster.role);
  return {
    ...{ type: "again", before: step.before, after: step.after, sql: step.sql.replace(inner, () => "NULL") },
    note: `A statement about a ${cluster.about} inside a block was left out: ${firstLine(inner)}`,
  };
}

function repairOwner(step: Step, error: ServerError): Repair | undefined {
  const statement = innerStatement(error) ?? step.sql;
  const owner = newOwner(statement);
  const schema = /^permission denied for schema (.*)$/s.exec(error.message)?.[1];
  if (owner !== undefined && schema !== undefined) {
    // Whoever gets an object must be allowed to create in its schema, unless a superuser gives it.
    const right = `CREATE ON SCHEMA ${quoteIdentifier(schema)}`;
    const grant = `GRANT ${right} TO ${quoteIdentifier(owner)}`;
    if (step.before.includes(grant)) return undefined;
    return {
      ...{ type: "again", sql: step.sql, before: [...step.before, grant] },
      after: [...step.after, `REVOKE ${right} FROM ${quoteIdentifier(owner)}`],
    };
  }
  if (!/^must be (?:able to SET ROLE|member of role)/.test(error.message)) return undefined;
  const schemaStatement = withoutAuthorization(step.sql);
  if (schemaStatement !== undefined) {
    return {
      ...{ type: "again", before: step.before, sql: schemaStatement.sql, after: step.after },
      note: `The owner ${schemaStatement.role} was left out: on the shadow server it is a role of somebody else's.`,
    };
  }
  if (statement !== step.sql || owner === undefined) return undefined;
  return {
    type: "skip",
    note: `The owner ${owner} was left out: on the shadow server it is a role of somebody else's.`,
  };
}

function skipped({ sql }: Step, error: ServerError): Repair | undefined {
  if (/^\s*comment\s+on\s+extension\b/i.test(sql)) {
    return { type: "skip", note: "A comment on an extension was left out: only its owner may change it." };
  }
  if (/^\s*alter\s+default\s+privileges\b/i.test(sql)) {
    return {
      type: "skip",
      lacks: "default privileges",
      note: `Default privileges were left out, because they are those of a role of the shadow server: ${error.message}`,
    };
  }
  const lacks = superuserKind(sql);
  if (lacks === undefined) return undefined;
  return { type: "skip", lacks, note: `It needs a superuser, and was left out: ${firstLine(sql)}` };
}

/** What is about an object that was left out before: its owner, its comment, a foreign table of a server. */
function afterSkipped({ sql }: Step, error: ServerError, lacking: readonly string[]): Repair | undefined {
  const message = error.message.replace(/^foreign-data /, "foreign data ");
  if (!lacking.some((kind) => message.startsWith(`${kind} `)) || !message.includes("does not exist"))
    return undefined;
  const made = /^\s*create\s+(user\s+mapping|foreign\s+table)\b/i.exec(sql)?.[1];
  const kind = superuserKind(sql) ?? made?.toLowerCase().replace(/\s+/, " ");
  if (kind === undefined && !/^\s*(?:grant|revoke|alter\s+user\s+mapping)\b/i.test(sql)) return undefined;
  return {
    ...{ type: "skip", note: `It needs what was left out before, and was left out too: ${firstLine(sql)}` },
    ...(kind === undefined ? {} : { lacks: kind }),
  };
}

/** The first line of a statement, cut where it is long, without what may be a secret. */
export function firstLine(sql: string): string {
  const line =
    sql
      .trimStart()
      .replace(/\b(password|connection)(\s+)(?:[eE]|[uU]&)?'(?:[^']|'')*'?/gi, "$1$2…")
      .replace(/\b(options\s*\().*/is, "$1…")
      .split(/[\n\r]/, 1)[0] ?? "";
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
