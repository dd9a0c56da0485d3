import { expect, it } from "vitest";
import { compare } from "../drift/compare";
import type { CatalogObject } from "../kinds/kind";
import { makePlan } from "../plan/make-plan";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { planSides, runScript } from "../testing/plan-sides";
import { askData } from "./ask-data";

it("tells rows that stop a plan from what the server itself lacks", async () => {
  const sides = await planSides(
    "CREATE EXTENSION hstore; CREATE TABLE t (a integer NOT NULL)",
    "CREATE TABLE t (a integer)",
  );
  try {
    await runScript(sides.actualDatabase, "INSERT INTO t VALUES (NULL), (NULL)");
    const settings = connectionSettingsFromUrl(sides.actualDatabase.url);
    const answerTo = async (version: string, only: "extension" | "column") => {
      const extension = sides.expected.objects.find(({ kind }) => kind === "extension") as CatalogObject;
      const expected = sides.expected.with({ replace: [{ ...extension, version }] });
      const drift = compare(expected, sides.actual);
      const ids = drift.differences.filter(({ object }) => object.kind === only).map(({ id }) => id);
      const plan = makePlan(drift, expected, sides.actual, { only: ids });
      return askData(settings, { plan, remaining: plan.statements }, new AbortController().signal);
    };
    const newer = await answerTo("99.5", "extension");
    expect(newer).toMatchObject({
      result: "fail",
      sentence: "The server would stop it: Does the server lack version 99.5 of the extension hstore? Yes.",
      detail: [{ ofServer: true, outcome: "fail" }],
    });
    expect(await answerTo("99.5", "column")).toMatchObject({
      result: "fail",
      sentence: expect.stringMatching(/^2 rows would stop it: .*null/i),
      detail: [{ ofServer: false, failing: 2 }],
    });
  } finally {
    await sides.drop();
  }
});
