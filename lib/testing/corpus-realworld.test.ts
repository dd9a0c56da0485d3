import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openLaboratory } from "./conformance/laboratory";
import { checkHistory, findHistories } from "./conformance/realworld";
import { majors, testServer } from "./test-server";

const root = path.join(import.meta.dirname, "../../../shared/corpus/realworld");

/** Histories that take longer than a test may are left to `npm run conformance -- <folder> --realworld`. */
const statementsAtMost = 1_000;

const histories = (existsSync(root) ? findHistories(root) : []).filter(
  ({ files }) => files.reduce((sum, { content }) => sum + content.split(";").length, 0) <= statementsAtMost,
);

describe.skipIf(histories.length === 0)("a real project's database", () => {
  it.for(histories.flatMap((history) => majors.map((major) => ({ major, name: history.name, history }))))(
    "of $name on PostgreSQL $major has no difference to the history that built it",
    { timeout: 300_000 },
    async ({ major, history }, { skip }) => {
      const laboratory = await openLaboratory(major);
      try {
        const shadow = await testServer(18);
        const { verdict, cause, detail, tables } = await checkHistory(
          history,
          laboratory,
          shadow.url("postgres"),
        );
        // An extension that does not come with Postgres: 0A000 names no other failure of CREATE EXTENSION.
        if (cause === "it does not load: 0A000") skip(detail);
        expect({ verdict, detail }).toEqual({ verdict: "closed", detail: "" });
        expect(tables).toBeGreaterThan(0);
      } finally {
        await laboratory.stop();
      }
    },
  );
});
