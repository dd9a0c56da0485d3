/** How a column's values are stored. */
import type { Statement } from "../../postgres/statement";
import type { Column } from "../column";
import type { Sides } from "../kind";
import { baseType, isArray } from "./column-conversion";
import { alterColumn } from "./column-statement";

/** @param storage one of Postgres's words for it, or `default` */
export const setStorage = (expected: Column, storage: string): Statement =>
  alterColumn(expected, `SET STORAGE ${storage.toUpperCase()}`);

export const setCompression = (expected: Column): Statement =>
  alterColumn(expected, `SET COMPRESSION ${expected.compression ?? "default"}`);

/** Where the type changes, its own storage comes with it: it might have no other (0A000). */
export const changeStorage = (expected: Column, actual: Column, sides: Sides): readonly Statement[] =>
  expected.storage === null && expected.type !== actual.type
    ? []
    : [setStorage(expected, expected.storage ?? usualStorage(expected.type, sides.actual.serverVersion))];

/** SET STORAGE DEFAULT came with PostgreSQL 16; before it the type's own has to be named (pg_type.typstorage). */
function usualStorage(type: string, serverVersion: number): string {
  if (serverVersion >= 160_000) return "default";
  if (isArray(type)) return "extended";
  if (["numeric", "inet", "cidr"].includes(baseType(type))) return "main";
  return baseType(type) === "tsquery" ? "plain" : "extended";
}
