import type { PlannedStatement } from "../plan/plan";
import type { Session } from "../postgres/connect";
import { qualify } from "../postgres/identifier";
import { findIndexState } from "./invalid-index";
import type { Settled } from "./reconcile-run";
import { isRunUnderway } from "./transaction-lock";

/** What became of a statement outside of a transaction whose run nobody works on any more. */
export interface SettledOutside extends Settled {
  /** True where an invalid index is left: neither as before the statement nor as after it. */
  readonly invalid: boolean;
}

/**
 * Finds out from the catalog what became of CREATE or DROP INDEX CONCURRENTLY, the statements that a plan runs outside of
 * a transaction: there is no transaction to ask about, and the index is there, is not, or is invalid. Reads only.
 */
export async function settleOutside(session: Session, statement: PlannedStatement): Promise<SettledOutside> {
  const { object, sql } = statement;
  const name = qualify(object.schema, object.name);
  if (await isRunUnderway(session))
    return {
      ...{ status: "in doubt", by: null, invalid: false },
      sentence: `The server is still busy with a run on this database. It is asked again what became of ${name}.`,
    };
  const state = await findIndexState(session, object, 0);
  if (state === "invalid" || state === "busy")
    return {
      ...{ status: "rolled back", by: "catalog", invalid: true },
      sentence: `The index ${name} is left invalid. A new plan clears it away; DROP INDEX CONCURRENTLY ${name} does so as well.`,
    };
  const done = /^DROP /.test(sql) ? state === "none" : state === "valid";
  return done
    ? {
        ...{ status: "committed", by: "catalog", invalid: false },
        sentence: `The statement was completed: the index ${name} ${state === "none" ? "is gone" : "is there and valid"}.`,
      }
    : {
        ...{ status: "rolled back", by: "catalog", invalid: false },
        sentence: `The statement did nothing: the index ${name} ${state === "none" ? "is not there" : "is there and valid"}.`,
      };
}
