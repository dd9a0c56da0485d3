import { describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import { dumpEntries, dumpSchema, findPgDump } from "../testing/pg-dump";
import { type PlanSides, planSides, readDatabase, runThroughPsql } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { makePlan, type PlanOptions } from "./make-plan";
import { planScript } from "./script";
import { undoPlan } from "./undo";

const before = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL DEFAULT 'x', feels mood, old text);
  CREATE TABLE orders (id integer PRIMARY KEY, user_id uuid REFERENCES users (id) ON DELETE CASCADE, note varchar(20));
  CREATE INDEX orders_note ON orders (lower(note)) WHERE user_id IS NOT NULL;
  CREATE VIEW named WITH (security_barrier = true) AS SELECT u.id, u.name FROM users u;
  GRANT SELECT ON named TO PUBLIC; GRANT UPDATE (name) ON users TO PUBLIC;
  COMMENT ON VIEW named IS 'who'; COMMENT ON COLUMN users.id IS 'key';
  ALTER TABLE users ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON users USING (id <> '00000000-0000-0000-0000-000000000000'::uuid);
`;
const after = `
  CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
  CREATE TABLE users (id varchar(36) PRIMARY KEY, name varchar(10), feels mood, born date NOT NULL DEFAULT now());
  CREATE TABLE orders (id bigint PRIMARY KEY, user_id varchar(36) CONSTRAINT orders_user REFERENCES users (id), note varchar(40) UNIQUE);
  CREATE TABLE extra (id integer PRIMARY KEY, user_id varchar(36) REFERENCES users (id));
  CREATE VIEW named AS SELECT u.id FROM users u;
`;

async function thereAndBack(sides: PlanSides, options: PlanOptions): Promise<readonly string[]> {
  const plan = makePlan(sides.drift, sides.expected, sides.actual, options);
  const undo = undoPlan(plan, sides.drift, sides.expected, sides.actual);
  expect(undo.plan.manual).toEqual([]);
  for (const script of [planScript(plan), planScript(undo.plan)])
    expect(runThroughPsql(sides.actualDatabase, script)).toMatchObject({ code: 0, errors: "" });
  const left = compare(sides.actual, await readDatabase(sides.actualDatabase)).differences;
  expect(left.map(({ type, object }) => `${type} ${object.kind} ${object.name}`)).toEqual([]);
  return undo.lost.map(({ reason }) => reason);
}

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("brings every definition back, and says what does not come back with them", async () => {
    const sides = await planSides(after, before, major);
    try {
      const pgDump = await findPgDump(major);
      const dump = async () =>
        pgDump === null ? null : dumpEntries(await dumpSchema(pgDump.program, sides.actualDatabase.url));
      const dumped = await dump();
      const lost = await thereAndBack(sides, {});
      expect(lost).toEqual([
        expect.stringMatching(/^The definition of column public\.users\.name comes back; values/),
        "column public.users.old comes back empty: its data is only in a backup.",
      ]);
      expect(await dump()).toEqual(dumped);
    } finally {
      await sides.drop();
    }
  });

  it("takes back the other direction too, and a plan for some differences alone", async () => {
    const sides = await planSides(before, after, major);
    try {
      const one = sides.drift.differences.find(({ object }) => object.kind === "view");
      expect(await thereAndBack(sides, { only: [one?.id ?? ""] })).toEqual([]);
      await thereAndBack(sides, { drops: false });
    } finally {
      await sides.drop();
    }
  });
});

it("leaves a key's type alone where a table that nobody expects refers to it and stays", async () => {
  const sides = await planSides(before, after);
  try {
    const plan = makePlan(sides.drift, sides.expected, sides.actual, { drops: false });
    expect(plan.manual.map(({ object }) => object.name)).toEqual([
      "id",
      "orders_user_id_fkey",
      "own",
      "user_id",
      "orders_note",
      "named",
    ]);
    expect(plan.manual[0]?.reason).toContain("extra_user_id_fkey depends on column public.users.id");
    expect(plan.manual[1]?.reason).toContain("needs column public.users.id as expected");
    expect(makePlan(sides.drift, sides.expected, sides.actual).manual).toEqual([]);
  } finally {
    await sides.drop();
  }
});
