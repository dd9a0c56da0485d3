import { qualify } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";

/**
 * Announces a type to the functions that it is to be made of and that take it. Not the type itself, so it waits for nothing
 * that the type depends on, and nothing but those functions can do with it.
 */
export const shellType = (type: Identity): Statement =>
  statement(
    `CREATE TYPE ${qualify(type.schema, type.name)}`,
    { ...identityOf(type), arguments: "shell" },
    { announces: true },
  );
