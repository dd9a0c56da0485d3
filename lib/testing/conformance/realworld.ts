import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { describeDifference } from "../../drift/describe";
import { buildExpected } from "../../expected/build-expected";
import { introspect } from "../../introspect/introspect";
import { compareSides } from "../../operations/compare-sides";
import type { Case } from "./find-cases";
import type { Laboratory } from "./laboratory";
import { contentOf, type Judgement, type Outcome } from "./outcome";
import { loadFile, type SqlFailure } from "./run-sql";

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

/** What tells the outcome of a history's check. */
export const historyFacts = (history: History, major: number) => ({
  ...{ tool: "plumbline", major, suite: "realworld", name: history.name, direction: "forward" as const },
  content: contentOf(...history.files.map(({ content }) => content)),
});

/** The history as one script, against nothing at all: what it makes is made by our plan, and taken away again. */
export const fromNothing = (history: History): Case => ({
  ...{ suite: "realworld from nothing", name: history.name, old: "", new: scriptOf(history.files) },
  ...{ roles: history.roles, extensions: [], leastMajor: 0, kindsChanged: [], same: false },
  obstacle: null,
});

// A migration tool opens a session for each file or resets it: settings of one file are not those of the next.
const scriptOf = (files: History["files"]): string =>
  files.map(({ content }) => `${content}\n;\nRESET ALL;\n`).join("");

/** The files of a history that load here, and why the others do not. */
export interface LoadedHistory {
  readonly whole: History;
  readonly history: History;
  /** A database in which they were run, one after the other. */
  readonly url: string;
  readonly notes: readonly string[];
}

/**
 * Runs the history as psql does. A file that needs what is not here (an extension that does not come with Postgres) is left
 * out, with the later ones that rest on it; the others are run in a fresh database.
 */
export async function loadHistory(history: History, laboratory: Laboratory): Promise<LoadedHistory> {
  await laboratory.prepare(fromNothing(history));
  const refused = new Map<string, SqlFailure>();
  for (;;) {
    const files = history.files.filter(({ path: file }) => !refused.has(file));
    const known = refused.size;
    const url = await laboratory.createDatabase();
    const session = await laboratory.connectTo(url);
    try {
      for (const { path: file, content } of files) {
        const failure = await loadFile(url, content, session);
        if (failure === null) await session.execute("RESET ALL");
        else refused.set(file, failure);
      }
    } finally {
      await session.close();
    }
    if (refused.size > known) continue;
    const [first] = refused;
    const notes =
      first === undefined
        ? []
        : [
            `${history.name}: ${files.length} of ${history.files.length} files; ${first[0]} does not load: ${first[1].message}`,
          ];
    return { whole: history, history: { ...history, files }, url, notes };
  }
}

/** A database that was built by a history is compared with the same history as a source: there must be no difference. */
export async function checkHistory(
  { whole, history, url, notes }: LoadedHistory,
  laboratory: Laboratory,
  shadowUrl: string,
): Promise<Outcome> {
  const begin = performance.now();
  const outcome = (found: Judgement, tables = 0): Outcome => ({
    ...historyFacts(whole, laboratory.major),
    ...{ kindsChanged: [], notes, tables, rows: 0 },
    ...{ milliseconds: Math.round(performance.now() - begin), ...found },
  });
  const session = await laboratory.connectTo(url, { readOnly: true });
  try {
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
    const hidden = drift.coverage.notVisible.map(({ what, reason }) => `${what}: ${reason}`);
    if (found.length > 0)
      return outcome({ verdict: "open", cause: "false difference", detail: found.join(" | ") }, tables);
    if (drift.verdict === "clean") return outcome({ verdict: "closed", cause: "", detail: "" }, tables);
    const detail = [...unsure, ...hidden].join(" | ");
    return outcome({ verdict: "open", cause: "not sure that it is clean", detail }, tables);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const detail = error instanceof Error ? (error.stack ?? message) : message;
    return outcome({ verdict: "failed", cause: "the check fails", detail });
  } finally {
    await session.close();
  }
}
