import type { SheetLine } from "@/components/run/run-sheet";
import type { RunSheet } from "@/lib/operations/read-run-sheet";

/** The lines of a pre-flight sheet, in the order in which people read them. */
export function sheetLines(sheet: RunSheet): readonly SheetLine[] {
  return [
    windowLine(sheet),
    approvalLine(sheet),
    ...sheet.checks.map(
      ({ name, result, sentence, at }): SheetLine => ({
        ...{ key: name, result, sentence },
        at: at?.toISOString() ?? null,
      }),
    ),
  ];
}

function windowLine({ window, windowRequired, nextWindow }: RunSheet): SheetLine {
  const key = "window";
  const at = null;
  if (window !== null) {
    const end = window.endsAt.toISOString().slice(11, 16);
    return { key, result: "pass", sentence: `Window ${window.name} is open until ${end} UTC.`, at };
  }
  if (!windowRequired) return { key, result: "pass", sentence: "This database needs no window.", at };
  const next = nextWindow === null ? "None is planned." : `The next one opens ${nextWindow}.`;
  return { key, result: "fail", sentence: `No window is open. ${next}`, at };
}

function approvalLine({ plan, approvedBy, approvalsNeeded, bypassedBy }: RunSheet): SheetLine {
  const key = "approval";
  const at = null;
  const hash = plan.hash.slice(0, 8);
  if (bypassedBy !== null)
    return { key, result: "caution", sentence: `${bypassedBy} bypassed approval of hash ${hash}.`, at };
  if (approvalsNeeded === 0)
    return { key, result: "pass", sentence: "This database asks for no approval.", at };
  if (approvedBy.length >= approvalsNeeded)
    return { key, result: "pass", sentence: `Hash ${hash} was approved by ${approvedBy.join(", ")}.`, at };
  return {
    ...{ key, result: "fail" as const, at },
    sentence: `Hash ${hash} has ${approvedBy.length} of ${approvalsNeeded} approvals.`,
  };
}
