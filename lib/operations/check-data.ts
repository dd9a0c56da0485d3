import "server-only";
import { log } from "../access/log";
import { AppError } from "../postgres/app-error";
import type { Preflight } from "../postgres/statement";
import type { Database } from "../store/databases";
import type { Context } from "./context";
import { checkingSettings } from "./open-database";
import { requireDatabase } from "./require-database";
import { type PreflightResult, runPreflight } from "./run-preflight";

/** What the rows answered, or why they could not be asked. */
export type DataChecks =
  | { readonly asked: true; readonly results: readonly PreflightResult[]; readonly at: Date }
  | { readonly asked: false; readonly message: string };

/** In the planner's units: about what reading 100,000 short rows costs. Asked for by name, dearer questions run too. */
const cheap = 10_000;

const patienceMilliseconds = 10_000;
const longPatienceMilliseconds = 90_000;

/**
 * Asks the live database, read-only, whether its rows let a fix through. Questions that would read a lot are left until
 * somebody asks for them. Never throws for the database's sake.
 * @param dear true runs those as well
 * @throws AppError `not-allowed`: the answers tell of rows
 */
export async function checkData(
  context: Context,
  database: Database,
  preflights: readonly Preflight[],
  dear: boolean,
): Promise<DataChecks> {
  await requireDatabase(context, database.slug, "request checks");
  const signal = AbortSignal.timeout(dear ? longPatienceMilliseconds : patienceMilliseconds);
  try {
    const results = await runPreflight(await checkingSettings(context, database), preflights, {
      signal,
      ...(dear ? {} : { maximumCost: cheap }),
    });
    return { asked: true, results, at: context.now() };
  } catch (error) {
    if (signal.aborted) return { asked: false, message: "The database did not answer in time." };
    if (error instanceof AppError) return { asked: false, message: error.message };
    log.warn({ err: error, database: database.slug }, "the rows could not be asked");
    return { asked: false, message: "The database answered with an error; see the server's log." };
  }
}
