/** How a column's values are stored. */
import type { Statement } from "../postgres/statement";
import type { Column } from "./column";
import { baseType, isArray } from "./column-conversion";
import { alterColumn } from "./column-statement";

/** @param storage one of Postgres's words for it, or `default` */
export const setStorage = (expected: Column, storage: string): Statement =>
  alterColumn(expected, `SET STORAGE ${storage.toUpperCase()}`);

export const setCompression = (expected: Column): Statement =>
  alterColumn(expected, `SET COMPRESSION ${expected.compression ?? "default"}`);

/** SET STORAGE DEFAULT came with PostgreSQL 16; before it the type's own has to be named (pg_type.typstorage). */
export function usualStorage(type: string, serverVersion: number): string {
  if (serverVersion >= 160_000) return "default";
  if (isArray(type)) return "extended";
  if (["numeric", "inet", "cidr"].includes(baseType(type))) return "main";
  return baseType(type) === "tsquery" ? "plain" : "extended";
}
