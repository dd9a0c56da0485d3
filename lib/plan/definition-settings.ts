import type { Settings } from "../postgres/set-config";

/**
 * Settings that decide what a definition makes besides its text. A database or role can have others of its own, and the
 * same statement would then name another table, lie in another tablespace or read `a = NULL` as `a IS NULL`. pg_dump sets
 * them for the same reason (src/bin/pg_dump/pg_backup_archiver.c, _doSetFixedOutputState).
 */
export const definitionSettings: Settings = [
  ["search_path", "pg_catalog"],
  ["standard_conforming_strings", "on"],
  ["default_tablespace", ""],
  ["default_table_access_method", "heap"],
  ["transform_null_equals", "off"],
  ["array_nulls", "on"],
  ["xmloption", "content"],
  // Bodies may name what a later statement of the plan makes; the proof after the run looks at them again.
  ["check_function_bodies", "off"],
];
