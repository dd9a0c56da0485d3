import { definitionSettings } from "../plan/definition-settings";
import type { Session } from "../postgres/connect";
import { configCalls, type Settings, setConfig } from "../postgres/set-config";
import { majorOf } from "../postgres/version";
import { sqlState } from "./run-failure";

/** Settings that reading the catalog changes for the transaction, and that decide what a value converts to. */
const conversionSettings = [
  ...["DateStyle", "IntervalStyle", "TimeZone", "extra_float_digits", "bytea_output", "lc_monetary"],
  ...["quote_all_identifiers", "jit"],
];

/** How the session converts values, by its role and its database: as it would for the plan's script in psql. */
export type OwnSettings = Settings;

/** Reads them. To be called before the catalog is read in a transaction. */
export async function readOwnSettings(session: Session): Promise<OwnSettings> {
  const rows = await session.query<{ name: string; value: string }>(
    "SELECT name, pg_catalog.current_setting(name) AS value FROM pg_catalog.unnest($1::text[]) name",
    [conversionSettings],
  );
  return rows.map(({ name, value }) => [name, value]);
}

export interface TransactionLimits {
  /** Milliseconds. */
  readonly lockTimeout: number;
  /** Milliseconds for one statement; 0 for none. */
  readonly statementTimeout: number;
  /** Milliseconds to the window's end; infinite where there is none. */
  readonly timeLeft: number;
}

/** Milliseconds after which the server rolls back by itself when we have gone quiet in the transaction. */
export const idleTimeout = 60_000;

/** Milliseconds between two signs of life where we keep a transaction open without a statement. */
export const betweenSigns = 15_000;

/** Milliseconds past the window's end at which the server ends the session, should we be unable to cancel it. */
const grace = 5_000;

/**
 * Settings of one transaction: the ones the plan's statements were written for, and the limits. All of them are local to
 * it: reading the catalog changes some, so that they are set again after it.
 */
export async function setTransaction(
  session: Session,
  limits: TransactionLimits,
  own: OwnSettings,
): Promise<void> {
  const settings: Settings = [
    ...own,
    ...definitionSettings,
    ["lock_timeout", String(limits.lockTimeout)],
    ["idle_in_transaction_session_timeout", String(idleTimeout)],
    ...timeSettings(session, limits),
  ];
  const { calls, values } = configCalls(settings, "transaction");
  await session.query(
    `SELECT ${calls},
            CASE WHEN pg_catalog.current_setting('synchronous_commit') = 'off'
                 THEN pg_catalog.set_config('synchronous_commit', 'on', true) END`,
    values,
  );
}

/** The window moves while statements run: the next one may take what is left of it now. */
export async function limitToWindow(session: Session, limits: TransactionLimits): Promise<void> {
  if (!Number.isFinite(limits.timeLeft)) return;
  await setConfig(session, timeSettings(session, limits), "transaction");
}

function timeSettings(session: Session, limits: TransactionLimits): Settings {
  const statement = ["statement_timeout", String(statementTimeoutOf(limits))] as const;
  if (majorOf(session.serverVersion) < 17 || !Number.isFinite(limits.timeLeft)) return [statement];
  const left = String(Math.max(1, Math.ceil(limits.timeLeft)) + grace);
  // A clock that runs already is not set anew by another value: it has to be stopped first.
  return [statement, ["transaction_timeout", "0"], ["transaction_timeout", left]];
}

/** Milliseconds one statement may take: no longer than the window is open. 0 for no limit. */
export function statementTimeoutOf({ statementTimeout, timeLeft }: TransactionLimits): number {
  if (!Number.isFinite(timeLeft)) return statementTimeout;
  const left = Math.max(1, Math.ceil(timeLeft));
  return statementTimeout === 0 ? left : Math.min(statementTimeout, left);
}

/**
 * Lets the server notice within half a second that we are gone, while a statement runs (fault 1). PostgreSQL has it on
 * some platforms only; elsewhere setting it is an error, which stays in a savepoint.
 */
export async function watchClient(session: Session, how: "in transaction" | "in session"): Promise<void> {
  if (how === "in session") {
    await session.execute("SET client_connection_check_interval = '500ms'").catch(unlessRefused);
    return;
  }
  await session.execute("SAVEPOINT plumbline_client");
  try {
    await session.execute("SET LOCAL client_connection_check_interval = '500ms'");
  } catch (error) {
    unlessRefused(error);
    await session.execute("ROLLBACK TO SAVEPOINT plumbline_client");
  }
  await session.execute("RELEASE SAVEPOINT plumbline_client");
}

/** Anything but a refusal by the server is none of ours. */
function unlessRefused(error: unknown): void {
  if (sqlState(error) === undefined) throw error;
}
