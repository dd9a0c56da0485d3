import { expect, test } from "vitest";
import { statement } from "../postgres/statement";
import { hazardQuestions, isPutBack } from "./hazard-answers";
import type { Fix, Plan } from "./plan";

const object = { kind: "constraint", schema: "public", table: "notes", name: "notes_user_fk" } as const;

/** A plan whose first statement drops a constraint as part of such fixes; the second one converts a column. */
function planOf(actions: readonly Fix["action"][], transaction: "inside" | "outside" = "inside"): Plan {
  const drop = statement("ALTER TABLE public.notes DROP CONSTRAINT notes_user_fk", object, {
    lock: "ACCESS EXCLUSIVE",
    hazards: [{ code: "constraint-dropped", detail: "notes_user_fk" }],
  });
  const convert = statement("ALTER TABLE public.users ALTER COLUMN id TYPE varchar(36)", object, {
    lock: "ACCESS EXCLUSIVE",
    hazards: [{ code: "table-rewrite", detail: "public.users" }],
    transaction,
  });
  const fixes = actions.map((action, index) => ({ id: `F-${index}`, action }));
  const statements = [
    { ...drop, fixes: fixes.map(({ id }) => id) },
    { ...convert, fixes: [] },
  ];
  return {
    fixes,
    statements,
    hazards: statements.flatMap(({ hazards }) => hazards),
  } as unknown as Plan;
}

const putBack = (plan: Plan): readonly string[] =>
  hazardQuestions(plan)
    .filter((question) => isPutBack(plan, question))
    .map(({ hazard }) => hazard.code);

test("a constraint that is dropped around another fix in one transaction is put back", () => {
  expect(putBack(planOf(["rebuild"]))).toEqual(["constraint-dropped"]);
});

test("a constraint that goes for good is not put back, also where its statement serves a rebuild too", () => {
  expect(putBack(planOf(["drop"]))).toEqual([]);
  expect(putBack(planOf(["rebuild", "drop"]))).toEqual([]);
});

test("between the transactions of a plan everybody meets what is gone", () => {
  expect(putBack(planOf(["rebuild"], "outside"))).toEqual([]);
});
