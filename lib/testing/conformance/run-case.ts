import type { Catalog } from "../../catalog/catalog";
import { describeDifference } from "../../drift/describe";
import { withoutUndeclared } from "../../expected/undeclared";
import { introspect } from "../../introspect/introspect";
import { compareSides } from "../../operations/compare-sides";
import { emptyTables, fillTables } from "./fill-tables";
import type { Case } from "./find-cases";
import type { Laboratory } from "./laboratory";
import { makeLoadable, needsArranging } from "./make-loadable";
import { dumpOf, observedDifferences, withoutOwners } from "./observe";
import { contentOf, type Direction, type Judgement, type Outcome } from "./outcome";
import { runScript, type SqlFailure } from "./run-sql";
import { lostRows, readRows, type StoredRows } from "./surviving-rows";
import type { Tool, ToolPlan } from "./tool";

export interface RunOptions {
  readonly laboratory: Laboratory;
  /**
   * The server that the expected side is run on, as a source is on the shadow; absent where it is a database of the
   * laboratory's own.
   */
  readonly source?: Laboratory;
  readonly tool: Tool;
  readonly shadowUrl: () => Promise<string>;
  readonly directions: readonly Direction[];
}

/** One version of a case's schema, loaded and looked at before anything changed it. */
interface Side {
  readonly text: string;
  readonly url: string;
  readonly catalog: Catalog;
  /** What is read of it as a source; of a database the catalog itself. */
  readonly declared: Catalog;
  readonly dump: string | null;
  readonly rows: StoredRows;
}

/** Brings each version of a case to the other, as far as directions ask for it, and judges what came out. */
export async function runCase(one: Case, options: RunOptions): Promise<readonly Outcome[]> {
  const { laboratory, tool, directions, source } = options;
  const begin = performance.now();
  const outcome = (direction: Direction, found: Found): Outcome => ({
    ...{ tool: tool.name, major: laboratory.major, suite: one.suite, name: one.name, direction },
    ...{ content: contentOf(one.old, one.new), kindsChanged: one.kindsChanged },
    ...{ milliseconds: Math.round(performance.now() - begin) },
    ...found,
  });
  const all = (judgement: Judgement): readonly Outcome[] =>
    directions.map((direction) => outcome(direction, { ...nothing, ...judgement }));
  try {
    const obstacle = one.obstacle ?? (await laboratory.prepare(one)) ?? (await source?.prepare(one)) ?? null;
    if (obstacle !== null) return all({ verdict: "skipped", cause: obstacle, detail: "" });
    let notes: readonly string[] = [];
    const asItIs = !needsArranging(one.old) && !needsArranging(one.new);
    let sides = asItIs ? await loadBoth(one, laboratory, source) : null;
    if (sides === null) {
      const loadable = await makeLoadable(one, laboratory);
      if (!("case" in loadable))
        return all({
          verdict: "skipped",
          cause: `it does not load: ${loadable.code} ${generalised(loadable.message)}`,
          detail: loadable.message,
        });
      notes = loadable.notes;
      sides = await loadBoth(loadable.case, laboratory, source);
    }
    if (sides === null && source !== undefined)
      return all({ verdict: "skipped", cause: `it does not load on PostgreSQL ${source.major}`, detail: "" });
    if (sides === null) throw new Error(`the case ${one.name} loaded once and then no more`);
    const [old, fresh] = sides;
    const outcomes: Outcome[] = [];
    for (const direction of directions) {
      const [expected, actual] = direction === "forward" ? [fresh, old] : [old, fresh];
      // The other direction has changed neither: each direction works on the database it begins with.
      const found = await attempt(one, expected, actual, options).catch(noJudgement);
      outcomes.push(outcome(direction, { ...found, notes: [...notes, ...found.notes] }));
    }
    return outcomes;
  } finally {
    await laboratory.clean();
    await source?.clean();
  }
}

function noJudgement(error: unknown): Found {
  const message = error instanceof Error ? error.message : String(error);
  const detail = error instanceof Error ? (error.stack ?? message) : message;
  return { ...nothing, verdict: "failed", cause: `no judgement: ${generalised(message)}`, detail };
}

/** Null where one of the two is refused. */
async function loadBoth(
  one: Case,
  laboratory: Laboratory,
  source: Laboratory | undefined,
): Promise<readonly [Side, Side] | null> {
  const loaded: Side[] = [];
  for (const text of [one.old, one.new]) {
    const found = await laboratory.load(one, text);
    const declared = await source?.load(one, text);
    if (!("url" in found) || (declared !== undefined && !("url" in declared))) return null;
    loaded.push(
      await lookAt({ ...found, text }, laboratory, declared && (await declaredAt(declared.url, source))),
    );
  }
  const [old, fresh] = loaded;
  return old === undefined || fresh === undefined ? null : [old, fresh];
}

type Found = Judgement & Pick<Outcome, "notes" | "tables" | "rows">;

const nothing = { notes: [], tables: 0, rows: 0 } as const;

async function lookAt(
  { url, text }: Pick<Side, "url" | "text">,
  laboratory: Laboratory,
  declared: Catalog | undefined,
): Promise<Side> {
  const session = await laboratory.connectTo(url, { readOnly: true });
  try {
    const rows = await readRows(session);
    const catalog = await introspect(session);
    return { text, url, catalog, declared: declared ?? catalog, dump: await dumpOf(laboratory, url), rows };
  } finally {
    await session.close();
  }
}

/** What a source says that was run there. */
async function declaredAt(url: string, source: Laboratory | undefined): Promise<Catalog | undefined> {
  const session = await source?.connectTo(url, { readOnly: true });
  if (session === undefined) return undefined;
  try {
    return withoutUndeclared(await introspect(session), new Set([session.user]));
  } finally {
    await session.close();
  }
}

async function attempt(one: Case, expected: Side, actual: Side, options: RunOptions): Promise<Found> {
  const { laboratory, tool, shadowUrl } = options;
  let plan: ToolPlan;
  try {
    plan = await tool.plan({
      ...{ expected: expected.declared, actual: actual.catalog, actualUrl: actual.url, shadowUrl },
      expectedUrl: async () => loadAgain(one, expected.text, laboratory),
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const detail = error instanceof Error ? (error.stack ?? message) : message;
    return { ...nothing, verdict: "failed", cause: `no plan: ${generalised(message)}`, detail };
  }
  const looksSame =
    one.same ||
    (expected.dump !== null &&
      actual.dump !== null &&
      (await observedDifferences(laboratory, expected.dump, actual.dump)).length === 0);
  if (looksSame && (plan.differences ?? 0) > 0) {
    const detail = await whatIsLeft(expected.declared, actual.catalog, new Set(), shadowUrl);
    return { ...nothing, verdict: "open", cause: "false difference", detail: detail.join(" | ") };
  }
  const withRows = await apply(plan, expected, actual.url, true, options);
  // The wanted schema does not admit the rows we made up: the plan is right to fail, and is judged without them.
  if (withRows.refused === undefined) return withRows.found;
  const again = await loadAgain(one, actual.text, laboratory);
  const { found } = await apply(plan, expected, again, false, options);
  const { code, message } = withRows.refused;
  return {
    ...found,
    notes: [...found.notes, `the rows put in do not fit the new schema (${code} ${message})`],
  };
}

async function loadAgain(one: Case, text: string, laboratory: Laboratory): Promise<string> {
  const loaded = await laboratory.load(one, text);
  if ("url" in loaded) return loaded.url;
  throw new Error(`the case ${one.name} loaded once and then no more: ${loaded.message}`);
}

/** Integrity violations, values that do not fit, rows that fit no page any more (54000): about rows, not about the schema. */
const aboutRows = /^(?:2[23]|54000$)/;

async function apply(
  plan: ToolPlan,
  expected: Side,
  url: string,
  fill: boolean,
  { laboratory, shadowUrl }: RunOptions,
): Promise<{ readonly found: Found; readonly refused?: SqlFailure }> {
  const session = await laboratory.connectTo(url);
  try {
    const relations = await countRelations(session);
    if (!fill) await emptyTables(session);
    const rows = fill ? await fillTables(session) : 0;
    const before = await readRows(session);
    const facts = { notes: [] as string[], tables: before.size, rows };
    if ((await countRelations(session)) !== relations) {
      const found: Found = { ...facts, verdict: "failed", cause: "rows change the schema", detail: "" };
      return { found, refused: { code: "", message: "a trigger makes tables of its own for them" } };
    }
    const failure = await runScript(url, plan.script, session);
    if (failure !== null) {
      const cause = `the script fails: ${failure.code} ${generalised(failure.message)}`;
      const found: Found = { ...facts, verdict: "failed", cause, detail: failure.message };
      const hasRows = [...before.values()].some((table) => table.rows.length > 0);
      return hasRows && aboutRows.test(failure.code) ? { found, refused: failure } : { found };
    }
    const judgement = await judge(plan, expected, url, session, { laboratory, shadowUrl }, facts.notes);
    if (judgement.verdict !== "closed" && judgement.verdict !== "manual")
      return { found: { ...facts, ...judgement } };
    const lost = await lostRows(before, await readRows(session), expected.rows, session);
    if (lost.length > 0)
      return { found: { ...facts, verdict: "failed", cause: "rows are lost", detail: lost.join(" | ") } };
    return { found: { ...facts, ...judgement } };
  } finally {
    await session.close();
  }
}

/** Changes with every table that is made or dropped. */
async function countRelations(session: Parameters<typeof introspect>[0]): Promise<string> {
  const [row] = await session.query<{ mark: string }>(
    "SELECT concat(count(*), ' ', max(oid)) AS mark FROM pg_catalog.pg_class",
  );
  return row?.mark ?? "";
}

async function judge(
  plan: ToolPlan,
  expected: Side,
  url: string,
  session: Parameters<typeof introspect>[0],
  { laboratory, shadowUrl }: Pick<RunOptions, "laboratory" | "shadowUrl">,
  notes: string[],
): Promise<Judgement> {
  const now = await introspect(session);
  const left = await whatIsLeft(expected.declared, now, new Set(plan.manual.keys()), shadowUrl);
  if (left.length > 0)
    return { verdict: "open", cause: `left: ${generalised(left[0] ?? "")}`, detail: left.join(" | ") };
  if (plan.manual.size > 0) {
    const reasons = [...plan.manual.values()];
    return { verdict: "manual", cause: generalised(reasons[0] ?? ""), detail: reasons.join(" | ") };
  }
  const dump = await dumpOf(laboratory, url);
  if (dump === null || expected.dump === null)
    notes.push(`no pg_dump reads PostgreSQL ${laboratory.major} here`);
  else {
    const said = expected.declared === expected.catalog ? (text: string) => text : withoutOwners;
    const seen = await observedDifferences(laboratory, said(expected.dump), said(dump));
    const first = /Type: ([A-Z ]+)/.exec(seen[0] ?? "")?.[1] ?? "";
    if (seen.length > 0)
      return { verdict: "open", cause: `pg_dump sees more: ${first}`, detail: seen.join(" | ") };
  }
  const notRead = now.coverage.notRead.map(({ kind }) => kind);
  if (notRead.length > 0) notes.push(`not read: ${notRead.join(", ")}`);
  return { verdict: "closed", cause: "", detail: "" };
}

async function whatIsLeft(
  expected: Catalog,
  actual: Catalog,
  refused: ReadonlySet<string>,
  shadowUrl: () => Promise<string>,
): Promise<readonly string[]> {
  const { drift } = await compareSides(expected, actual, { shadowUrl });
  return drift.differences
    .filter((difference) => !refused.has(difference.id))
    .map((difference) => describeDifference(difference));
}

/** A message without what it names, so that the same failure of two cases reads the same. */
function generalised(message: string): string {
  return (message.split(/ \| |\n|: definition is /)[0] ?? "")
    .replaceAll(/"(?:[^"]|"")*"/g, "…")
    .replaceAll(/\b[\w$"-]+(?:\.[\w$"-]+)+(?:\([^)]*\))?/g, "…")
    .slice(0, 120);
}
