import { afterAll, beforeAll, expect, it } from "vitest";
import type { HazardCode } from "../postgres/statement";
import { type PlanSides, planSides } from "../testing/plan-sides";
import { hazards } from "./hazards";
import { makePlan } from "./make-plan";
import { swapDrift } from "./swap-drift";

const one = `
  CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
  CREATE TABLE users (id uuid PRIMARY KEY, name varchar(3) NOT NULL, note text, feels mood, seen timestamptz);
  CREATE TABLE orders (id bigint PRIMARY KEY, user_id uuid REFERENCES users (id));
  CREATE INDEX orders_user ON orders (user_id);
  GRANT SELECT ON users TO PUBLIC;
  CREATE FUNCTION total(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT a + b';
  CREATE EXTENSION citext;
  CREATE FUNCTION noticed() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE EVENT TRIGGER noticing ON ddl_command_end WHEN TAG IN ('SECURITY LABEL') EXECUTE FUNCTION noticed();
`;
const other = `
  CREATE TYPE mood AS ENUM ('sad', 'happy');
  CREATE TABLE users (id text PRIMARY KEY, name varchar(5), feels mood, seen timestamp);
  CREATE TABLE orders (id bigint PRIMARY KEY, user_id text);
`;

let sides: PlanSides;
beforeAll(async () => {
  sides = await planSides(one, other);
});
afterAll(() => sides.drop());

it("gives every hazard code in the plan of one direction or the other", () => {
  const { drift, expected, actual } = sides;
  const there = makePlan(drift, expected, actual);
  const back = makePlan(swapDrift(drift), actual, expected);
  const found = new Set([...there.hazards, ...back.hazards].map(({ code }) => code));
  expect([...found].toSorted()).toEqual((Object.keys(hazards) as HazardCode[]).toSorted());
});

it("says of each hazard when it is there, what it does and what helps", () => {
  for (const [code, { title, condition, effect, workaround }] of Object.entries(hazards)) {
    for (const text of [condition, effect, workaround])
      expect(text, code).toMatch(/^[A-Z][^\n]*[.`]$|: .*\.$/);
    expect(title, code).toMatch(/^[A-Z][^.]*$/);
  }
});
