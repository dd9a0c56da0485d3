/** The index behind a key: what the constraint's definition leaves out of it. */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Constraint } from "../constraint";
import type { Sides } from "../kind";
import { changeOptions, optionsClause } from "../options";
import { setComment } from "../ownership/ownership";
import { relationOf } from "../preflight/preflight";

const index = (object: Constraint): string => `INDEX ${qualify(object.schema, object.name)}`;

export const indexComment = (object: Constraint): Statement =>
  setComment(index(object), object, object.indexComment);

export const moveIndex = (expected: Constraint): Statement =>
  statement(
    `ALTER ${index(expected)} SET TABLESPACE ${quoteIdentifier(expected.indexTablespace ?? "pg_default")}`,
    identityOf(expected),
    { lock: "ACCESS EXCLUSIVE" },
  );

/** A partitioned index takes no options once it is made (42809). */
export function changeIndexOptions(
  expected: Constraint,
  actual: Constraint,
  sides: Sides,
): readonly Statement[] | "recreate" {
  if (sides.actual.get(relationOf(actual))?.partitionKey != null) return "recreate";
  return changeOptions(index(expected), expected, expected.indexOptions, actual.indexOptions, {
    lock: "SHARE UPDATE EXCLUSIVE",
  });
}

/** The index as those of partitions are made like it. */
export const rootOf = (object: Constraint) => ({
  object,
  options: object.indexOptions,
  tablespace: object.indexTablespace,
  statisticsTargets: null,
});

/** WITH and USING INDEX TABLESPACE stand behind the columns and in front of DEFERRABLE. */
export function withIndexStorage(object: Constraint): string {
  if (object.indexOptions === null && object.indexTablespace === null) return object.definition;
  const [, body = object.definition, timing = ""] =
    /^([\s\S]*?)((?: DEFERRABLE| INITIALLY DEFERRED)*)$/.exec(object.definition) ?? [];
  const options = object.indexOptions === null ? "" : ` WITH (${optionsClause(object.indexOptions)})`;
  const tablespace =
    object.indexTablespace === null
      ? ""
      : ` USING INDEX TABLESPACE ${quoteIdentifier(object.indexTablespace)}`;
  // An exclusion constraint's WHERE comes last.
  const where = object.type === "exclusion" ? body.search(/ WHERE \(/) : -1;
  return where < 0
    ? `${body}${options}${tablespace}${timing}`
    : `${body.slice(0, where)}${options}${tablespace}${body.slice(where)}${timing}`;
}
