/**
 * Names of the indexes that come with a root's. Postgres makes one up of the partition's name then, of the columns and of what
 * the index is for; where a partition is attached that has such an index already, that keeps the name somebody chose.
 */
import { quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Index } from "../index-kind";
import type { CatalogView } from "../kind";
import { relationOf } from "../preflight/preflight";
import { dollarQuote } from "../routines/quote-body";
import { partitionsOf } from "../tables/table-parents";
import type { OnPartition } from "./on-partition";

/**
 * What a made-up name says of an index's columns: of an expression what it was called when the index was made
 * (ChooseIndexColumnNames in src/backend/commands/indexcmds.c).
 * @param index alias of pg_index
 */
export const columnsInName = (index: string): string =>
  `(SELECT pg_catalog.string_agg(coalesce(kc.attname, ec.attname), '_' ORDER BY key.place)
          FROM pg_catalog.unnest(${index}.indkey) WITH ORDINALITY key(number, place)
          JOIN pg_catalog.pg_attribute ec ON ec.attrelid = ${index}.indexrelid AND ec.attnum = key.place
          LEFT JOIN pg_catalog.pg_attribute kc ON kc.attrelid = ${index}.indrelid AND kc.attnum = key.number AND key.number > 0)`;

const withoutNumbers = (text: string): string => `pg_catalog.regexp_replace(${text}, '\\d+', '', 'g')`;

/** The longest name that has certainly not been cut: characters are of four bytes at the most. */
const uncut = 59;

/**
 * True where Postgres made the name up at some time, perhaps for what the table was called then. Numbers tell apart what would
 * have the same name.
 */
export const isMadeUp = (name: string, columns: string): string =>
  `CASE WHEN ${name} OPERATOR(pg_catalog.~) '_pkey\\d*$' THEN true
        WHEN ${name} OPERATOR(pg_catalog.!~) '_(idx|key|excl)\\d*$' THEN false
        WHEN pg_catalog.octet_length(${name}) > ${uncut} THEN true
        ELSE pg_catalog.right(pg_catalog.regexp_replace(${withoutNumbers(name)}, '_(idx|key|excl)$', ''),
                              1 + pg_catalog.length(${withoutNumbers(columns)})) = '_' || ${withoutNumbers(columns)} END`;

/**
 * Indexes of partitions with names that Postgres would make up for their parts of this one, were these free: they are made
 * before it, but for those that would become the parts.
 */
export const namesOfParts = (root: Index, side: CatalogView): readonly Identity[] =>
  partitionsOf(relationOf(root), side).flatMap((partition) =>
    side
      .childrenOf(partition)
      .filter(({ kind }) => kind === "index")
      .filter((child) => {
        const index = child as unknown as Index;
        const cut = partition.name.slice(0, 20);
        const fits = index.unique === root.unique && withoutOptions(index) === withoutOptions(root);
        return !fits && index.name.startsWith(cut) && /_idx\d*$/.test(index.name);
      })
      .map(identityOf),
  );

const withoutOptions = ({ definition }: Index): string => definition.replace(/ WITH \([^)]*\)/, "");

/**
 * Gives the index of a partition a name as Postgres would, the first that is free.
 * @param found a query for the index's name, as SQL names it
 */
export function makeUpName(root: Identity, partition: OnPartition, found: string): Statement {
  const body = `
DECLARE part pg_catalog.regclass := (${found}); stem text; label text; free text; number int := 0;
BEGIN
  IF part IS NULL THEN RETURN; END IF;
  SELECT pg_catalog.left(c.relname || CASE WHEN x.indisprimary THEN '' ELSE '_' || ${columnsInName("x")} END, 56),
         CASE WHEN x.indisprimary THEN '_pkey' WHEN k.contype = 'u' THEN '_key' WHEN k.contype = 'x' THEN '_excl' ELSE '_idx' END
  INTO stem, label
  FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
  LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid
  WHERE x.indexrelid = part;
  LOOP
    free := stem || label || CASE WHEN number > 0 THEN number::text ELSE '' END;
    EXIT WHEN pg_catalog.to_regclass(pg_catalog.format('%I.%I', ${quoteLiteral(partition.schema)}, free)) IS NULL;
    number := number + 1;
  END LOOP;
  EXECUTE pg_catalog.format('ALTER INDEX %s RENAME TO %I', part, free);
END`;
  return statement(`DO ${dollarQuote(body)}`, identityOf(root), {
    lock: "SHARE UPDATE EXCLUSIVE",
    after: [{ kind: "table", schema: partition.schema, name: partition.table }],
  });
}
