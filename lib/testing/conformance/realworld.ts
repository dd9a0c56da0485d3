import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { describeDifference } from "../../drift/describe";
import { buildExpected } from "../../expected/build-expected";
import { introspect } from "../../introspect/introspect";
import { compareSides } from "../../operations/compare-sides";
import type { Laboratory } from "./laboratory";
import type { Outcome } from "./outcome";
import { loadFile } from "./run-sql";

/** A project's migrations as SQL files, in the order of their names. */
export interface History {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly roles: readonly string[];
}

const metaSchema = z.object({ roles: z.array(z.string()).default([]) });

/** The histories below a folder: every project with a folder `migrations`. */
export function findHistories(folder: string): readonly History[] {
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, "migrations")))
    .toSorted()
    .map((name) => {
      const migrations = path.join(folder, name, "migrations");
      const meta = path.join(folder, name, "meta.json");
      return {
        name,
        roles: existsSync(meta) ? metaSchema.parse(JSON.parse(readFileSync(meta, "utf8"))).roles : [],
        files: readdirSync(migrations)
          .filter((file) => file.endsWith(".sql"))
          .toSorted()
          .map((file) => ({ path: file, content: readFileSync(path.join(migrations, file), "utf8") })),
      };
    });
}

/** A database that was built by the history is compared with the same history as a source: there must be no difference. */
export async function checkHistory(
  history: History,
  laboratory: Laboratory,
  shadowUrl: string,
): Promise<Outcome> {
  const begin = performance.now();
  const outcome = (found: Pick<Outcome, "verdict" | "cause" | "detail">, tables = 0): Outcome => ({
    ...{ tool: "plumbline", major: laboratory.major, suite: "realworld", name: history.name },
    ...{ direction: "forward", kindsChanged: [], notes: [], tables, rows: 0 },
    ...{ milliseconds: Math.round(performance.now() - begin), ...found },
  });
  const url = await laboratory.createDatabase();
  const session = await laboratory.connectTo(url);
  try {
    for (const role of history.roles) await session.execute(`CREATE ROLE "${role.replaceAll('"', '""')}"`);
    for (const { path: file, content } of history.files) {
      const failure = await loadFile(url, content, session);
      // A migration tool opens a session for each file or resets it: settings of one file are not those of the next.
      await session.execute("RESET ALL");
      if (failure !== null)
        return outcome({
          ...{ verdict: "skipped", cause: `it does not load: ${failure.code}` },
          detail: `${file}: ${failure.message}`,
        });
    }
    const actual = await introspect(session);
    const expected = await buildExpected(
      { type: "sql", files: history.files },
      { shadowUrl, serverVersion: actual.serverVersion },
    );
    const { drift } = await compareSides(expected, actual, {
      ...{ scope: "declared" as const, shadowUrl: async () => shadowUrl },
    });
    const tables = actual.objects.filter(({ kind }) => kind === "table").length;
    const found = drift.differences.map((difference) => describeDifference(difference));
    const unsure = drift.unverified.map(({ object, reason }) => `${object.kind} ${object.name}: ${reason}`);
    if (found.length > 0)
      return outcome({ verdict: "open", cause: "false difference", detail: found.join(" | ") }, tables);
    if (drift.verdict !== "clean")
      return outcome(
        {
          verdict: "open",
          cause: "not sure that it is clean",
          detail: [...unsure, ...hidden(drift.coverage)].join(" | "),
        },
        tables,
      );
    return outcome({ verdict: "closed", cause: "", detail: "" }, tables);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const detail = error instanceof Error ? (error.stack ?? message) : message;
    return outcome({ verdict: "failed", cause: "the check fails", detail });
  } finally {
    await session.close();
    await laboratory.clean();
  }
}

const hidden = (coverage: {
  readonly notVisible: readonly { readonly what: string; readonly reason: string }[];
}): readonly string[] => coverage.notVisible.map(({ what, reason }) => `${what}: ${reason}`);
