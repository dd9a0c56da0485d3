import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import { typeTarget } from "./data-type";

/**
 * Announces a type to the functions that it is to be made of and that take it. Not the type itself, so it waits for nothing
 * that the type depends on, and nothing but those functions can do with it.
 */
export const shellType = (type: Identity): Statement =>
  statement(`CREATE ${typeTarget(type)}`, { ...identityOf(type), arguments: "shell" }, { announces: true });
