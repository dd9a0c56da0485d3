/** How a column's values are stored. */
import { displayName, type Identity, identityOf } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import type { Column } from "../column";
import type { CatalogView, Sides } from "../kind";
import { baseType, isArray } from "./column-conversion";
import { parentColumns } from "./column-family";
import { alterColumn, alterOnly } from "./column-statement";
import { columnsOf } from "./columns-of";

/** @param storage one of Postgres's words for it, or `default` */
export const setStorage = (expected: Column, storage: string): Statement =>
  alterOnly(expected, `SET STORAGE ${storage.toUpperCase()}`);

export const setCompression = (expected: Column): Statement =>
  alterColumn(expected, `SET COMPRESSION ${expected.compression ?? "default"}`);

/** Where the type changes, its own storage comes with it: it might have no other (0A000). */
export const changeStorage = (expected: Column, actual: Column, sides: Sides): readonly Statement[] =>
  expected.storage === null && expected.type !== actual.type
    ? []
    : [setStorage(expected, expected.storage ?? usualStorage(expected.type, sides.actual.serverVersion))];

/** The same column in all tables above, as it is to be. */
const columnsAbove = (column: Column, side: CatalogView): readonly Column[] =>
  parentColumns(column, side).flatMap((parent) => [parent, ...columnsAbove(parent, side)]);

/**
 * A child table or partition that is made has its columns stored as those that hand them down are by then: here as the type
 * has it, where that is what is wanted.
 * @param actual absent where there is nothing yet
 */
export function ownStorage(
  column: Column,
  side: CatalogView,
  actual: CatalogView | undefined,
): readonly Statement[] {
  const isHandedDown = (how: "storage" | "compression"): boolean =>
    columnsAbove(column, side).some(
      (above) => above[how] !== null || (actual?.get(above)?.[how] ?? null) !== null,
    );
  const { serverVersion } = actual ?? side;
  return [
    ...(column.storage === null && isHandedDown("storage")
      ? [setStorage(column, usualStorage(column.type, serverVersion))]
      : []),
    ...(column.compression === null && isHandedDown("compression") ? [setCompression(column)] : []),
  ];
}

/** Why CREATE TABLE cannot put a child table under parents that store a column differently; null where it can. */
export function storageRefused(table: Identity, { expected }: Sides): string | null {
  for (const column of columnsOf(table, expected))
    for (const how of ["storage", "compression"] as const) {
      const [first, ...others] = parentColumns(column, expected);
      if (first !== undefined && others.some((other) => other[how] !== first[how]))
        return `The tables that hand down ${displayName(identityOf(column))} have its ${how} otherwise, and CREATE TABLE refuses that (42804). One has to be changed for as long as the table is made.`;
    }
  return null;
}

/** SET STORAGE DEFAULT came with PostgreSQL 16; before it the type's own has to be named (pg_type.typstorage). */
function usualStorage(type: string, serverVersion: number): string {
  if (serverVersion >= 160_000) return "default";
  if (isArray(type)) return "extended";
  if (["numeric", "inet", "cidr"].includes(baseType(type))) return "main";
  return baseType(type) === "tsquery" ? "plain" : "extended";
}
