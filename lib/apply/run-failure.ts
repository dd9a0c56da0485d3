import { AppError } from "../postgres/app-error";
import { errorCode } from "../postgres/connection-error";
import { visible } from "../postgres/identity";

/** Why a statement or a run failed, in words that hold no row values. */
export interface RunFailure {
  /** SQLSTATE of the server, or a code of ours. */
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: readonly string[];
}

interface Words {
  readonly message: string;
  readonly hint: string;
}

/**
 * What codes mean for a run. Where the server's own message may carry row values (22P02, a RAISE of somebody's trigger),
 * these words stand in its place (faults-and-security.md, fault 43).
 */
const words: { readonly [code: string]: Words } = {
  "22001": {
    message: "A value is too long for the new type.",
    hint: "Run the plan's data checks to count such rows, correct them, then run again.",
  },
  "22003": {
    message: "A number does not fit the new type.",
    hint: "Run the plan's data checks to count such rows, correct them, then run again.",
  },
  "22P02": {
    message: "A value cannot be read as the new type.",
    hint: "Run the plan's data checks to count such rows, correct them, then run again.",
  },
  "23502": {
    message: "A row has no value where one is required.",
    hint: "Fill the empty values, then run again.",
  },
  "23503": {
    message: "A row refers to one that does not exist.",
    hint: "Delete or correct such rows, then run again.",
  },
  "23505": {
    message: "Two rows have the same key.",
    hint: "Remove or correct the duplicates, then run again.",
  },
  "23514": {
    message: "A row violates a check constraint.",
    hint: "Correct the rows that it names, then run again.",
  },
  "23P01": { message: "Two rows exclude each other.", hint: "Correct one of them, then run again." },
  "25001": {
    message: "The statement cannot stand inside a transaction.",
    hint: "Make an online plan, which runs it in a step of its own.",
  },
  "25006": {
    message: "The server takes no writes.",
    hint: "It is a standby, or read-only by its settings: connect to the primary.",
  },
  "25P02": { message: "The transaction had been aborted already.", hint: "See the failure before it." },
  "25P03": {
    message: "The server ended the session: it was idle in its transaction for too long.",
    hint: "Run again, and do not pause for longer than idle_in_transaction_session_timeout.",
  },
  "25P04": {
    message: "The server ended the session: the transaction took longer than the window.",
    hint: "Choose a longer window, or fewer differences.",
  },
  "40001": { message: "Another transaction changed the same rows.", hint: "Run again." },
  "40P01": {
    message: "Two sessions waited for each other (a deadlock).",
    hint: "Run again when less is going on.",
  },
  "42501": {
    message: "The role may not do this.",
    hint: "Run as the owner of the objects, or grant the role membership in the owner.",
  },
  "53100": {
    message: "The server's disk is full.",
    hint: "Free about two and a half times the size of the tables that are written anew, then run again.",
  },
  "53200": {
    message: "The server ran out of memory or of room for locks.",
    hint: "Fix fewer differences at once, or raise max_locks_per_transaction.",
  },
  "53300": { message: "The server has no free connection.", hint: "Run again, or raise max_connections." },
  "53400": {
    message: "A limit of the server was exceeded, such as temp_file_limit.",
    hint: "Raise the limit for the role that applies, then run again.",
  },
  "54000": {
    message: "A limit of Postgres was exceeded, such as the size of an index row.",
    hint: "Look at the largest values of the indexed columns.",
  },
  "55006": { message: "The object is in use.", hint: "Run again when the sessions that use it have ended." },
  "55P03": {
    message: "A lock could not be had in time.",
    hint: "Run again when the sessions that hold it have ended.",
  },
  "55P04": {
    message: "A new enum label cannot be used before it is committed.",
    hint: "Make an online plan, which commits the label in a step of its own.",
  },
  "57014": {
    message: "The statement was cancelled.",
    hint: "Its time limit was reached, or somebody cancelled it on the server.",
  },
  "57P01": {
    message: "The session was ended on the server.",
    hint: "An administrator ended it, or the server is shutting down.",
  },
  "57P02": { message: "The server crashed and restarted.", hint: "Look into its log, then run again." },
  "57P03": { message: "The server is starting up.", hint: "Run again in a minute." },
  P0001: {
    message: "A function or an event trigger on the server refused the statement.",
    hint: "Look for enabled event triggers and for functions that raise errors; the server's log has their text.",
  },
};

/** Classes whose messages name objects and types, and never quote a row: syntax and access rules, dependents, features, schemas. */
const namesOnly = /^(42|2B|0A|3F|3D|0L|F0)/;

/** Messages of integrity errors name the constraint; their `detail` quotes the row and is never read. */
const namesConstraint = new Set(["23502", "23503", "23505", "23514", "23P01"]);

const field = (error: object, name: string): string | undefined => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" && value !== "" ? visible(value) : undefined;
};

/** A SQLSTATE; undefined for everything that no server sent. */
export function sqlState(error: unknown): string | undefined {
  const code = errorCode(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Any error as what may be shown: only the fields of the allow-list are read. */
export function describeRunFailure(error: unknown): RunFailure {
  if (error instanceof AppError)
    return { code: error.code, message: error.message, hint: error.hint ?? null, details: error.details };
  const code = sqlState(error);
  if (code === undefined || typeof error !== "object" || error === null) {
    if (!isOfTheConnection(error)) return unexpected(error);
    return {
      code: "connection-lost",
      message: "The connection to the server was lost.",
      hint: "Look whether the server and the network are up, then run again.",
      details: errorCode(error) === undefined ? [] : [`Code ${errorCode(error)}`],
    };
  }
  const known = isTimeLimit(error, code) ? tookTooLong : words[code];
  const place = [field(error, "schema"), field(error, "table"), field(error, "column")]
    .filter(Boolean)
    .join(".");
  const constraint = field(error, "constraint");
  const raw = namesOnly.test(code) || namesConstraint.has(code) ? firstLine(error) : undefined;
  return {
    code,
    message: known?.message ?? raw ?? "The server refused the statement.",
    hint: known?.hint ?? null,
    details: [
      `SQLSTATE ${code}`,
      ...(place === "" ? [] : [`Object ${place}`]),
      ...(constraint === undefined ? [] : [`Constraint ${constraint}`]),
      ...(known !== undefined && raw !== undefined ? [raw] : []),
    ],
  };
}

/** Any error as one that a person can act on, with nothing but what may be shown. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, message, hint, details } = describeRunFailure(error);
  return new AppError(code, message, { ...(hint === null ? {} : { hint }), details, cause: error });
}

/** The system's own error names, or the driver's words for a connection that ended. */
const isOfTheConnection = (error: unknown): boolean =>
  /^E[A-Z_]+$/.test(errorCode(error) ?? "") ||
  (error instanceof Error &&
    /connection (terminated|error|timeout)|connection error|not queryable|socket|timeout expired/i.test(
      error.message,
    ));

/** A bug of ours. Its message may hold anything; where it happened helps whoever mends it. */
const unexpected = (error: unknown): RunFailure => ({
  code: "unexpected-error",
  message: "Plumbline itself failed.",
  hint: "Report this with the details. What the run had begun was not committed.",
  details:
    error instanceof Error
      ? [
          error.name,
          ...(error.stack ?? "")
            .split("\n")
            .filter((line) => /^\s+at /.test(line))
            .slice(0, 5),
        ].map((line) => line.trim())
      : [],
});

const tookTooLong: Words = {
  message: "The statement took longer than its time limit.",
  hint: "Allow more time for a statement, or run when less is going on.",
};

/** The server has one code for both; the words tell them apart where it speaks English. */
const isTimeLimit = (error: object, code: string): boolean =>
  code === "57014" && /statement timeout/.test(field(error, "message") ?? "");

function firstLine(error: object): string | undefined {
  const message = field(error, "message")?.slice(0, 500);
  return message === undefined ? undefined : message;
}

/** True where trying the whole transaction again can help: nothing of it was applied. */
export function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof AppError)
    return ["starting-up", "rewrite-unforeseen", "catalog-locked", "locks-too-slow"].includes(error.code);
  const code = sqlState(error);
  if (code === "55P03" || code === "40P01" || code === "57P03") return true;
  // "tuple concurrently updated", "could not open relation with OID": somebody's DDL went by between two looks.
  return (
    code === "XX000" &&
    error instanceof Error &&
    /concurrently|could not open relation|cache lookup failed/.test(error.message)
  );
}
