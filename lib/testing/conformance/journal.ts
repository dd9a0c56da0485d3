import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type Outcome, verdicts } from "./outcome";

const outcomeSchema = z.object({
  tool: z.string(),
  major: z.number(),
  suite: z.string(),
  name: z.string(),
  direction: z.enum(["forward", "backward"]),
  content: z.string(),
  kindsChanged: z.array(z.string()),
  verdict: z.enum(verdicts),
  cause: z.string(),
  detail: z.string(),
  notes: z.array(z.string()),
  tables: z.number(),
  rows: z.number(),
  milliseconds: z.number(),
});

/** One line for each outcome, written as soon as it is known, so that a run that was broken off can go on. */
export interface Journal {
  /** Outcomes of the run that is continued. */
  readonly known: readonly Outcome[];
  write(outcomes: readonly Outcome[]): void;
}

/** The journal of one folder: runs on different folders can go on at the same time. */
export const journalName = (folder: string, what: string): string =>
  `journal-${what}-${createHash("sha256").update(path.resolve(folder)).digest("hex").slice(0, 12)}.jsonl`;

/** Opens the journal; what is in it counts only when an earlier run is continued. */
export function openJournal(file: string, resume: boolean): Journal {
  mkdirSync(path.dirname(file), { recursive: true });
  const known = resume && existsSync(file) ? readFileSync(file, "utf8").split("\n").flatMap(readLine) : [];
  writeFileSync(file, known.map(line).join(""));
  return { known, write: (outcomes) => appendFileSync(file, outcomes.map(line).join("")) };
}

const line = (outcome: Outcome): string => `${JSON.stringify(outcome)}\n`;

function readLine(text: string): readonly Outcome[] {
  try {
    return [outcomeSchema.parse(JSON.parse(text))];
  } catch {
    // The line that was being written when the run broke off: its case runs again.
    return [];
  }
}
