import type { ObjectFinding } from "../../kinds/finding";
import type { Session } from "../../postgres/connect";
import { errorCode } from "../../postgres/connection-error";
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { displayName, type Identity, visible } from "../../postgres/identity";
import { catalogPath, type Settings, setConfig } from "../../postgres/set-config";
import { statement } from "../../postgres/statement";
import { readSequenceUses, type SequenceUse } from "./sequence-use";

interface Answer {
  readonly last: string;
  readonly called: boolean;
  /** The highest number in the column; the lowest where the sequence counts down. Null in an empty table. */
  readonly extreme: string | null;
}

/** Columns asked for in one statement. */
const batchSize = 100;

/** Milliseconds that a statement may take, that all may take, and that one may wait for a lock. */
const limits = { statement: 2_000, all: 15_000, lock: 300 };

type Outcome = Answer | "timed out" | "locked" | "gone" | NonNullable<SequenceUse["obstacle"]>;

/**
 * Sequences whose next number is one that a column already holds. Each column's highest number is taken from an index
 * that leads with it; a column without one is `unknown`, not read through.
 */
export async function readSequencesBehind(
  session: Session,
  signal?: AbortSignal,
): Promise<readonly ObjectFinding[]> {
  const uses = await inTransaction(session, () => readSequenceUses(session));
  const askable = uses.filter(({ obstacle }) => obstacle === null);
  const outcomes = new Map<SequenceUse, Outcome>();
  for (const use of uses) if (use.obstacle !== null) outcomes.set(use, use.obstacle);
  const end = performance.now() + limits.all;
  for (let start = 0; start < askable.length; start += batchSize) {
    signal?.throwIfAborted();
    await ask(session, askable.slice(start, start + batchSize), end, outcomes);
  }
  return uses.flatMap((use) => findingOf(use, outcomes.get(use) ?? "timed out"));
}

/** One statement for all; where it is refused or takes too long, one for each, so that one column costs one answer only. */
async function ask(
  session: Session,
  uses: readonly SequenceUse[],
  end: number,
  outcomes: Map<SequenceUse, Outcome>,
): Promise<void> {
  if (performance.now() > end) return;
  try {
    const answers = await inTransaction(session, () =>
      session.query<Answer & { position: number }>(uses.map(question).join(" UNION ALL ")),
    );
    for (const { position, ...answer } of answers) {
      const use = uses[position];
      if (use !== undefined) outcomes.set(use, answer);
    }
  } catch (error) {
    const outcome = refusals[errorCode(error) ?? ""];
    if (outcome === undefined) throw error;
    const [only, ...more] = uses;
    if (only !== undefined && more.length === 0) outcomes.set(only, outcome);
    else for (const use of uses) await ask(session, [use], end, outcomes);
  }
}

/** 57014 statement_timeout, 55P03 lock_timeout, 42P01 and 3F000 dropped meanwhile, 42501 no right after all. */
const refusals: { readonly [code: string]: Outcome } = {
  "57014": "timed out",
  "55P03": "locked",
  "42P01": "gone",
  "42703": "gone",
  "3F000": "gone",
  "42501": "no right",
};

function question(use: SequenceUse, position: number): string {
  const only = use.partitioned ? "" : "ONLY ";
  return `SELECT ${position} AS position, s.last_value::text AS last, s.is_called AS called,
    (SELECT pg_catalog.${countsUp(use) ? "max" : "min"}(t.${quoteIdentifier(use.column)}) FROM ${only}${tableName(use)} t)::text AS extreme
    FROM ${sequenceName(use)} s`;
}

/** A transaction in which no table is read through: the planner takes an index wherever there is one. */
async function inTransaction<T>(session: Session, run: () => Promise<T>): Promise<T> {
  await session.execute("BEGIN READ ONLY");
  try {
    const settings: Settings = [
      ["search_path", catalogPath],
      ["enable_seqscan", "off"],
      ["enable_bitmapscan", "off"],
      ["row_security", "off"],
      ["jit", "off"],
      ["max_parallel_workers_per_gather", "0"],
      ["statement_timeout", String(limits.statement)],
      ["lock_timeout", String(limits.lock)],
    ];
    await setConfig(session, settings, "transaction");
    return await run();
  } finally {
    // Nothing was written; a lost session has no transaction.
    await session.execute("ROLLBACK").catch(() => undefined);
  }
}

const countsUp = ({ increment }: SequenceUse): boolean => !increment.startsWith("-");
const sequenceName = ({ sequence }: SequenceUse): string => qualify(sequence.schema, sequence.name);
const tableName = ({ table }: SequenceUse): string => qualify(table.schema, table.name);

const columnOf = ({ table, column }: SequenceUse): Identity => ({
  kind: "column",
  schema: table.schema,
  table: table.name,
  name: column,
});

function findingOf(use: SequenceUse, outcome: Outcome): readonly ObjectFinding[] {
  if (outcome === "gone") return [];
  const object: Identity = use.identity ? columnOf(use) : { kind: "sequence", ...use.sequence };
  const column = displayName(columnOf(use));
  const facts = {
    code: "sequence-behind",
    object,
    detail: column,
    why: "An insert takes a number that is there already and fails (23505), again and again until the sequence has passed them; without a unique index two rows get the same number. Restoring or copying rows leaves sequences behind.",
  } as const;
  if (typeof outcome === "string") {
    return [
      {
        ...facts,
        state: "unknown",
        severity: "info",
        says: `could be behind ${use.identity ? "its rows" : column}: ${reasons[outcome]}`,
        statements: [],
        remedy: remedies[outcome],
      },
    ];
  }
  if (outcome.extreme === null) return [];
  const next = BigInt(outcome.last) + (outcome.called ? BigInt(use.increment) : 0n);
  const extreme = BigInt(outcome.extreme);
  if (countsUp(use) ? next > extreme : next < extreme) return [];
  const subject = use.identity ? `has a sequence that is behind` : `is behind ${column}`;
  return [
    {
      ...facts,
      state: "found",
      severity: "high",
      says: `${subject}: its next number is ${next}, and ${extreme} is there already`,
      statements: [
        statement(
          `SELECT pg_catalog.setval(${quoteLiteral(sequenceName(use))}, (SELECT ${countsUp(use) ? "max" : "min"}(${quoteIdentifier(use.column)}) FROM ${tableName(use)}))`,
          object,
          { lock: "ACCESS SHARE" },
        ),
      ],
      remedy: `Set it to the ${countsUp(use) ? "highest" : "lowest"} number of ${visible(use.column)}, while nobody inserts.`,
    },
  ];
}

const reasons: { readonly [O in Extract<Outcome, string>]: string } = {
  "no index": "no index leads with the column, and every row would have to be read",
  "no right": "the role may not read the column and the sequence",
  "row security": "row level security may hide rows from the role",
  "timed out": "reading the number took too long",
  locked: "somebody holds a lock on the table or the sequence",
  gone: "",
};

const remedies: { readonly [O in Extract<Outcome, string>]: string } = {
  "no index": "Compare the sequence with the column by hand, at a time when reading the table does no harm.",
  "no right": "Grant the role SELECT on the column and on the sequence, then check again.",
  "row security": "Check with a role that passes by row level security, or compare by hand.",
  "timed out": "Check again when the server is less busy.",
  locked: "Check again when the lock is gone.",
  gone: "",
};
