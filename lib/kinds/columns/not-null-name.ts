/** Names of NOT NULL constraints: of domains since PostgreSQL 17, of columns since 18. */
import type { Identity } from "../../postgres/identity";
import { madeUpName } from "../made-up-name";

interface Named extends Identity {
  /** Null in readings of older servers and by older versions. */
  readonly notNullConstraint: string | null;
}

const label = "not_null";

/** What the constraint is called, or will be when Postgres names it. */
export const notNullName = ({ table, name, notNullConstraint }: Named): string =>
  notNullConstraint ?? madeUpName(table === undefined ? [name] : [table, name], label);

/**
 * True where Postgres made the name up at some time: for what the object was called then, for another that it was copied
 * from (LIKE), or with a number where the name was taken.
 */
export const isMadeUpNotNull = ({ notNullConstraint }: Named): boolean =>
  notNullConstraint == null || notNullConstraint.replace(/\d*$/, "").endsWith(`_${label}`);

/** True where both sides have a name and either was chosen: made-up names tell only how the object came about. */
export const notNullNamesTell = (expected: Named, actual: Named): boolean =>
  [expected, actual].every(({ notNullConstraint }) => notNullConstraint != null) &&
  !(isMadeUpNotNull(expected) && isMadeUpNotNull(actual));
