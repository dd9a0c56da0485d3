/** The words that every statement about a column is put together from. */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Column } from "../column";
import type { CatalogView } from "../kind";
import { lettingGo, mutual } from "../mutual";
import { relationOf } from "../preflight/preflight";

export const tableOf = (column: Column): string => `TABLE ${qualify(column.schema, column.table)}`;

export const columnPath = (column: Column): string =>
  `${qualify(column.schema, column.table)}.${quoteIdentifier(column.name)}`;

export const alterTable = (column: Column, action: string, facts: Partial<Statement> = {}): Statement =>
  statement(`ALTER ${tableOf(column)} ${action}`, identityOf(column), { lock: "ACCESS EXCLUSIVE", ...facts });

export const alterColumn = (column: Column, action: string, facts: Partial<Statement> = {}): Statement =>
  alterTable(column, `ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`, facts);

/** Partitions and child tables may have values of their own, and are compared themselves. */
export const alterOnly = (column: Column, action: string, facts: Partial<Statement> = {}): Statement =>
  statement(
    `ALTER TABLE ONLY ${qualify(column.schema, column.table)} ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`,
    identityOf(column),
    { lock: "ACCESS EXCLUSIVE", ...facts },
  );

export const setOwnDefault = (column: Column): Statement =>
  alterOnly(column, column.default === null ? "DROP DEFAULT" : `SET DEFAULT ${column.default}`);

export const setStatistics = (column: Column): Statement =>
  alterOnly(column, `SET STATISTICS ${column.statisticsTarget ?? -1}`, weakLock);

/** Functions that read the table, and that the column's default calls. */
export const calledBack = (column: Column, side: CatalogView): readonly Identity[] =>
  column.default === null || column.generated !== null ? [] : mutual(column, [column.default], side);

/** Takes off a default whose function reads the table, so that the function can go before the column does. */
export function dropDefaultFirst(column: Column, actual: CatalogView): readonly Statement[] {
  const functions = calledBack(column, actual);
  return functions.length === 0
    ? []
    : [{ ...setOwnDefault({ ...column, default: null }), ...lettingGo(functions) }];
}

/** With the tables below; PostgreSQL 17 and newer. */
export const setExpression = (column: Column): Statement =>
  alterColumn(column, expressionAction(column), expressionFacts(column));

/** Without the tables below. */
export const setOwnExpression = (column: Column): Statement =>
  alterOnly(column, expressionAction(column), expressionFacts(column));

const expressionAction = ({ default: expression }: Column): string =>
  `SET EXPRESSION AS (${expression ?? "NULL"})`;

const expressionFacts = (column: Column): Partial<Statement> =>
  column.generated === "stored"
    ? {
        rewrite: true,
        hazards: [{ code: "table-rewrite", detail: qualify(column.schema, column.table) }],
      }
    : {};

export const weakLock = { lock: "SHARE UPDATE EXCLUSIVE" } as const;

/** Who owns the column's table; null where that is not declared. */
export function ownerOf(object: Column, side: CatalogView): string | null {
  const owner = side.get(relationOf(object))?.owner;
  return typeof owner === "string" ? owner : null;
}
