import "server-only";
import { AppError } from "../postgres/app-error";
import { type ConnectionSettings, describeAddress } from "../postgres/connection-settings";
import type { ProgramOutcome } from "./run-program";

/** What pg_dump and pg_restore say in English, and what we say for it. */
const known: readonly {
  readonly says: RegExp;
  readonly code: string;
  readonly message: (settings: ConnectionSettings, match: RegExpExecArray) => string;
  readonly hint: string;
}[] = [
  {
    says: /password authentication failed|no password supplied|fe_sendauth/,
    code: "login-refused",
    message: (settings) => `The server refused the saved password of ${settings.user}.`,
    hint: "Save the right password of the database, then take the backup again.",
  },
  {
    says: /permission denied for (?:table|sequence|schema|view|materialized view|large object) (\S+)/,
    code: "dump-not-allowed",
    message: (settings, match) => `${settings.user} may not read ${match[1]}.`,
    hint: "Grant the role pg_read_all_data, or connect as a role that may read everything.",
  },
  {
    says: /query would be affected by row-level security policy for table "(.*)"/,
    code: "dump-not-allowed",
    message: (settings, match) =>
      `Row level security hides rows of ${match[1]} from ${settings.user}: a dump would be incomplete.`,
    hint: "Take the backup as a role with BYPASSRLS or as the owner of the table.",
  },
  {
    says: /No space left on device/,
    code: "disk-full",
    message: () => "The disk is full, so the dump could not be written.",
    hint: "Make room where PLUMBLINE_HOME is, then take the backup again.",
  },
  {
    says: /canceling statement due to lock timeout|could not obtain lock/,
    code: "dump-blocked",
    message: () => "A table stayed locked by another session for a minute.",
    hint: "A migration may be running. Take the backup when it has finished.",
  },
  {
    says: /could not connect|connection to server .* failed|server closed the connection/,
    code: "connection-failed",
    message: (settings) => `The connection to ${describeAddress(settings)} failed.`,
    hint: "Look whether the server takes connections from the machine that Plumbline runs on.",
  },
];

/** Why a program ended badly, in words. Of what it wrote only the names of errors are kept: the rest can carry rows. */
export function programFailure(
  code: string,
  program: string,
  outcome: ProgramOutcome,
  settings: ConnectionSettings,
): AppError {
  const text = outcome.errors.join("\n");
  for (const { says, code: knownCode, message, hint } of known) {
    const match = says.exec(text);
    if (match !== null) return new AppError(knownCode, message(settings, match), { hint });
  }
  const ended = outcome.code === null ? "was ended by a signal" : `ended with code ${outcome.code}`;
  return new AppError(code, `${program} ${ended}.`, {
    hint: "Run it by hand against the same database to see more.",
    details: objectsOf(outcome.errors),
  });
}

/** The entries of an archive that errors are about: `TABLE DATA public users`. Never what was in them. */
export function objectsOf(errors: readonly string[]): readonly string[] {
  const entries = errors.flatMap((line) => {
    const entry = /from TOC entry \d+; \d+ \d+ (.+)$/.exec(line)?.[1];
    // The last word is the owner.
    return entry === undefined ? [] : [entry.replace(/ \S+$/, "")];
  });
  return [...new Set(entries)].slice(0, 20);
}
