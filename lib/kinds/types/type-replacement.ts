/**
 * A type, or a collation, that columns are stored in and that no statement changes as wanted gives way to a new one of its name: the old
 * one is moved aside, what uses it is carried over, and the old one is dropped.
 */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Replacement } from "../kind";
import { nameAside } from "./rows-in-use";

interface TypeKind {
  /** As ALTER and DROP name it. */
  readonly word: "TYPE" | "DOMAIN" | "COLLATION";
  /** The statements that make the new one. */
  readonly create: readonly Statement[];
  /** What goes wrong for values that the new type does not have. */
  readonly detail: string;
}

/** Why a type stays, where nothing more is known: ends a sentence. */
export const cannotCarryOver = "what is stored cannot be carried over to a new type of its name.";

export function replaceType(actual: Identity, { word, create, detail }: TypeKind): Replacement {
  const old = nameAside(actual.name);
  return {
    begin: [
      statement(
        `ALTER ${word} ${qualify(actual.schema, actual.name)} RENAME TO ${quoteIdentifier(old)}`,
        identityOf(actual),
        {
          hazards: [{ code: "may-fail-on-data", detail }],
        },
      ),
      ...create,
    ],
    end: [statement(`DROP ${word} ${qualify(actual.schema, old)}`, identityOf(actual))],
  };
}
