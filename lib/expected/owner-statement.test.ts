import { expect, test } from "vitest";
import { newOwner, superuserKind, withoutAuthorization } from "./owner-statement";

test.each([
  ["ALTER TABLE a.b OWNER TO app", "app"],
  ['ALTER FUNCTION f(a int, "owner" text) OWNER TO "My App"', "My App"],
  ["ALTER TABLE owner RENAME TO app", undefined],
  ["COMMENT ON TABLE a IS 'owner to b'", undefined],
])("%s gives to %s", (sql, role) => {
  expect(newOwner(sql)).toBe(role);
});

test.each([
  ["CREATE SCHEMA s AUTHORIZATION app", "CREATE SCHEMA s "],
  ["CREATE SCHEMA IF NOT EXISTS s AUTHORIZATION app", "CREATE SCHEMA IF NOT EXISTS s "],
  ['CREATE SCHEMA AUTHORIZATION "App"', 'CREATE SCHEMA "App"'],
  ["create schema if not exists authorization app", "create schema if not exists app"],
])("%s becomes %s", (sql, bare) => {
  expect(withoutAuthorization(sql)?.sql).toBe(bare);
});

test.each([
  ["CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()", "event trigger"],
  ["CREATE OR REPLACE TRUSTED LANGUAGE x", "language"],
  ["COMMENT ON OPERATOR CLASS c USING btree IS 'x'", "operator class"],
  ["CREATE TEXT SEARCH TEMPLATE t (LEXIZE = f)", "text search template"],
  ["CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)", undefined],
  ["CREATE TABLE server (id int)", undefined],
  ["DROP TRIGGER t ON a", undefined],
])("%s is about %s", (sql, kind) => {
  expect(superuserKind(sql)).toBe(kind);
});
