import { aboutSeconds } from "@/components/plan/plan-verdict";
import type { StatementItem, StatementReason } from "@/components/plan/statement-card";
import { highlightSql } from "@/components/ui/highlight-sql";
import type { KeptPreflight } from "@/lib/operations/ask-data";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { estimateStatement, lockedTable } from "@/lib/plan/estimate";
import { hazardKey } from "@/lib/plan/hazard-answers";
import type { Fix } from "@/lib/plan/plan";
import { displayName, visible } from "@/lib/postgres/identity";

/** The statements at these positions, with everything the page says of them. */
export async function statementItems(
  overview: PlanOverview,
  positions: readonly number[],
): Promise<readonly StatementItem[]> {
  const { plan, database, transactions, tableSizes, answers, reads, storedChecks } = overview;
  const { content, undo } = plan;
  const fixes = new Map(content.fixes.map((fix) => [fix.id, fix]));
  const accepted = new Map(answers.map(({ hazard, userName }) => [hazard, userName]));
  const groups = new Map(
    transactions.flatMap((group, index) => group.map((statement) => [statement, index] as const)),
  );
  const kept = storedChecks.find(({ name }) => name === "data")?.detail;
  const asked = Array.isArray(kept) ? (kept as readonly KeptPreflight[]) : [];
  const undoOf = undoByFix(overview);
  return Promise.all(
    positions.map(async (position): Promise<StatementItem> => {
      const statement = content.statements[position];
      if (statement === undefined) throw new Error(`${plan.id} has no statement ${position}`);
      const table = lockedTable(statement);
      const { seconds, basis } = estimateStatement(statement, tableSizes);
      const group = groups.get(statement);
      const own = statement.fixes.flatMap((id) => fixes.get(id) ?? []);
      return {
        ...{ position, statement, read: reads.has(position) },
        tokens: await highlightSql(statement.sql),
        reasons: reasonsOf(own, `/databases/${database.slug}/d`),
        table:
          table === null
            ? null
            : visible(table.schema === undefined ? table.name : `${table.schema}.${table.name}`),
        estimate: { text: seconds === null ? "time not known" : aboutSeconds(seconds), basis },
        group:
          group === undefined
            ? "after the last COMMIT"
            : statement.transaction === "outside"
              ? "outside a transaction"
              : `transaction ${group + 1}`,
        hazards: statement.hazards.map((hazard) => ({
          hazard,
          acceptedBy: accepted.get(hazardKey(hazard)) ?? null,
        })),
        // A fix of many statements shows its undo once, with the first of them.
        undo: own
          .filter(({ statements }) => statements[0] === position)
          .flatMap(({ id }) => undoOf.get(id) ?? [])
          .filter((sql, index, all) => all.indexOf(sql) === index),
        questions: (statement.preflight ?? []).map(({ question, proof }) => {
          const answer = asked.find((each) => each.statement === position && each.question === question);
          return {
            question,
            answer: answer === undefined ? (proof ?? "not asked yet") : inOneLine(questionAnswer(answer)),
          };
        }),
      };
    }),
  ).then((items) =>
    undo.plan.statements.length === 0 ? items.map((item) => ({ ...item, undo: [] })) : items,
  );
}

/** The statements that take each fix back. */
function undoByFix({ plan }: PlanOverview): ReadonlyMap<string, readonly string[]> {
  const { fixes, statements } = plan.undo.plan;
  return new Map(
    fixes.map(({ id, statements: positions }) => [
      id,
      positions.flatMap((position) => statements[position]?.sql ?? []),
    ]),
  );
}

function reasonsOf(fixes: readonly Fix[], path: string): readonly StatementReason[] {
  if (fixes.length === 0) return [{ text: "The planner lost its statistics of these columns." }];
  return fixes.map((fix) => reasonOf(fix, path));
}

function reasonOf({ object, reason }: Fix, path: string): StatementReason {
  const name = displayName(object);
  switch (reason.type) {
    case "difference":
      return { text: name, href: `${path}/${reason.difference}` };
    case "rebuild":
      return { text: `${name} is put back as it is, around ${displayName(reason.because)}` };
    case "travels along":
      return {
        text: `${name} travels along: ${displayName(reason.because)} cannot do without it`,
        href: `${path}/${reason.difference}`,
      };
  }
}

const inOneLine = ({ answer, basis }: { readonly answer: string; readonly basis?: string }): string =>
  basis === undefined ? answer : `${answer}: ${basis}`;

/** What the rows said to a question: in a word, with its tone, and why that is known or is not. */
export function questionAnswer({ outcome, stops, failing, orMore, ofServer, reason }: KeptPreflight) {
  const basis = reason === null ? {} : { basis: reason };
  switch (outcome) {
    case "pass":
      return { answer: "no", tone: "ok", ...basis } as const;
    case "fail": {
      if (ofServer) return { answer: "yes, which stops it", tone: "critical" } as const;
      const rows = `${orMore ? "at least " : ""}${(failing ?? 0).toLocaleString("en")} ${failing === 1 ? "row" : "rows"}`;
      return {
        answer: `${rows}, ${failing === 1 && !orMore ? `which ${stops ? "stops it" : "is changed"}` : `which ${stops ? "stop it" : "are changed"}`}`,
        tone: stops ? "critical" : "medium",
      } as const;
    }
    case "timed out":
      return { answer: "no answer in time", tone: "unknown" } as const;
    case "not run":
      return { answer: "not asked", tone: "unknown", ...basis } as const;
  }
}
