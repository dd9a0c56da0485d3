import { checkTitles } from "@/components/plan/check-titles";
import type { SheetLine } from "@/components/run/run-sheet";
import type { RunSheet } from "@/lib/operations/read-run-sheet";

/** The lines of a pre-flight sheet, in the order in which people read them. What has one answer is one line. */
export function sheetLines(sheet: RunSheet): readonly SheetLine[] {
  const lines = [...journalLines(sheet), windowLine(sheet), approvalLine(sheet)];
  for (const { name, result, sentence, at } of sheet.checks) {
    const title = checkTitles[name] ?? name;
    const same = lines.findIndex((line) => line.result === result && line.sentence === sentence);
    const line = lines[same];
    if (line !== undefined) lines[same] = { ...line, titles: [...line.titles, title] };
    else lines.push({ key: name, titles: [title], result, sentence, at: at?.toISOString() ?? null });
  }
  return lines;
}

/** Where an earlier run stopped, and what it left to be cleared away. */
function journalLines({ resume, plan }: RunSheet): readonly SheetLine[] {
  if (resume === null) return [];
  const { run, stepsDone, steps, done, unfinished } = resume;
  const titles = ["Earlier run"];
  const sentence =
    stepsDone === 0
      ? `${run} broke off in its first step.`
      : `${run} did ${stepsDone} of ${steps} steps (${done.size} of ${plan.statements} statements). They are not run again.`;
  const line: SheetLine = { ...{ key: "journal", titles, sentence, at: null }, result: "pass" };
  if (unfinished === null) return [line];
  return [
    line,
    {
      ...{ key: "leftover", titles: ["Left by it"], result: "caution", at: null },
      sentence: `Statement ${unfinished + 1} broke off. An invalid index that it left is dropped first.`,
    },
  ];
}

/** The statements that a resumed run executes; none for a first run, which executes them all. */
export function remainingStatements({ resume, plan }: RunSheet) {
  if (resume === null) return [];
  return plan.content.statements.flatMap(({ sql }, position) =>
    resume.done.has(position) ? [] : [{ number: position + 1, sql }],
  );
}

function windowLine({ window, windowRequired, nextWindow }: RunSheet): SheetLine {
  const key = "window";
  const titles = ["Window"];
  const at = null;
  if (window !== null) {
    const end = window.endsAt.toISOString().slice(11, 16);
    return { key, titles, result: "pass", sentence: `Window ${window.name} is open until ${end} UTC.`, at };
  }
  if (!windowRequired) return { key, titles, result: "pass", sentence: "This database needs no window.", at };
  const next = nextWindow === null ? "None is planned." : `The next one opens ${nextWindow}.`;
  return { key, titles, result: "fail", sentence: `No window is open. ${next}`, at };
}

function approvalLine({ plan, approvedBy, approvalsNeeded, bypassedBy }: RunSheet): SheetLine {
  const key = "approval";
  const titles = ["Approval"];
  const at = null;
  const hash = plan.hash.slice(0, 8);
  if (bypassedBy !== null)
    return {
      key,
      titles,
      result: "caution",
      sentence: `${bypassedBy} bypassed approval of hash ${hash}.`,
      at,
    };
  if (approvalsNeeded === 0)
    return { key, titles, result: "pass", sentence: "This database asks for no approval.", at };
  if (approvedBy.length >= approvalsNeeded)
    return {
      key,
      titles,
      result: "pass",
      sentence: `Hash ${hash} was approved by ${approvedBy.join(", ")}.`,
      at,
    };
  return {
    ...{ key, titles, result: "fail" as const, at },
    sentence: `Hash ${hash} has ${approvedBy.length} of ${approvalsNeeded} approvals.`,
  };
}
