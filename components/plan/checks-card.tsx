import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { visible } from "@/lib/postgres/identity";
import { checkTitles } from "./check-titles";
import { QuestionsCard, type ShownQuestion } from "./questions-card";

type Result = "pass" | "fail" | "caution" | "running" | "not run";

/** One check with its last answer. */
export interface ShownCheck {
  readonly name: string;
  readonly result: Result;
  readonly sentence: string;
  /** ISO 8601; null for what was never asked. */
  readonly at: string | null;
}

interface ChecksCardProps {
  readonly planId: string;
  readonly checks: readonly ShownCheck[];
  readonly questions: readonly ShownQuestion[];
  /** Absent for who may not ask. */
  readonly action?: FormAction;
}

const faces: {
  readonly [R in Result]: { readonly word: string; readonly glyph: string; readonly tone: Tone };
} = {
  pass: { word: "Pass", glyph: "✓", tone: "ok" },
  fail: { word: "Fail", glyph: "✕", tone: "critical" },
  caution: { word: "Caution", glyph: "!", tone: "medium" },
  running: { word: "Running", glyph: "…", tone: "low" },
  "not run": { word: "Not run", glyph: "–", tone: "unknown" },
};

/** What is looked at before a plan is approved or run. What has no answer never passes. */
export function ChecksCard({ planId, checks, questions, action }: ChecksCardProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Card
        id="checks"
        title="Checks"
        description="Asked when the page is opened, before an approval and when a run begins."
        flush
        actions={
          action !== undefined && (
            <ActionButton action={action} fields={{ id: planId }} pendingText="Asking…" size="small">
              Run checks
            </ActionButton>
          )
        }
      >
        <Table stacks caption="Checks">
          <thead>
            <tr>
              {["Result", "Check", "What it says", "Asked"].map((title) => (
                <ColumnHeading key={title}>{title}</ColumnHeading>
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>*]:border-b-0">
            {checks.map(({ name, result, sentence, at }) => (
              <tr key={name}>
                <Cell className="w-px">
                  <ResultChip result={result} />
                </Cell>
                <RowHeading className="whitespace-nowrap font-medium">{checkTitles[name] ?? name}</RowHeading>
                <Cell label="What it says" className="min-w-64 text-muted [overflow-wrap:anywhere]">
                  {visible(sentence)}
                </Cell>
                <Cell label="Asked" className="w-px whitespace-nowrap text-muted">
                  {at === null ? "never" : <Time value={at} />}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </Card>
      <QuestionsCard questions={questions} />
    </div>
  );
}

function ResultChip({ result }: { readonly result: Result }) {
  const { word, glyph, tone } = faces[result];
  return (
    <Chip tone={tone} icon={<span aria-hidden>{glyph}</span>}>
      {word}
    </Chip>
  );
}
