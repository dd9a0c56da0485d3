import { expect, test } from "vitest";
import { clusterStatement } from "./cluster-statement";

test.each([
  ["CREATE ROLE app LOGIN PASSWORD 'x'", { about: "role", role: "app" }],
  ['create user "My App"', { about: "role", role: "My App" }],
  ["ALTER ROLE App SET search_path = a", { about: "role", role: "app" }],
  ["ALTER ROLE CURRENT_USER SET search_path = a", { about: "role" }],
  ["DROP ROLE IF EXISTS app", { about: "role" }],
  ["GRANT a, b TO c", { about: "role" }],
  ["REVOKE ADMIN OPTION FOR a FROM c", { about: "role" }],
  ["GRANT CONNECT ON DATABASE d TO c", { about: "database" }],
  ["COMMENT ON ROLE a IS 'on'", { about: "role" }],
  ["CREATE DATABASE d", { about: "database" }],
  ["ALTER SYSTEM SET work_mem = '1MB'", { about: "setting" }],
])("%s is about the cluster", (sql, statement) => {
  expect(clusterStatement(sql)).toEqual(statement);
});

test.each([
  "GRANT SELECT ON t TO a",
  'GRANT SELECT (id) ON "to" TO a',
  "REVOKE ALL ON SCHEMA public FROM PUBLIC",
  "GRANT USAGE ON FOREIGN SERVER s TO a",
  "CREATE USER MAPPING FOR a SERVER s",
  "COMMENT ON TABLE role IS 'x'",
  "CREATE TABLE role (id int)",
  "CREATE TABLE database (id int)",
])("%s is about the schema", (sql) => {
  expect(clusterStatement(sql)).toBeUndefined();
});
