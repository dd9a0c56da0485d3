import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openLaboratory } from "./conformance/laboratory";
import { checkHistory, findHistories, loadHistory } from "./conformance/realworld";
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
        const loaded = await loadHistory(history, laboratory);
        const { verdict, detail, tables } = await checkHistory(loaded, laboratory, shadow.url("postgres"));
        expect({ verdict, detail }).toEqual({ verdict: "closed", detail: "" });
        // The file that makes the tables is too new for an old server.
        skip(tables === 0 && loaded.notes.length > 0, loaded.notes.join("\n"));
        expect(tables).toBeGreaterThan(0);
      } finally {
        await laboratory.stop();
      }
    },
  );
});
