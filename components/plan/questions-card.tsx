import { countOf } from "@/components/drift/counting";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import type { Tone } from "@/components/ui/tone";
import { visible } from "@/lib/postgres/identity";

/** What the rows were asked, with what they said. */
export interface ShownQuestion {
  readonly question: string;
  readonly answer: string;
  readonly tone: Tone;
  /** Why the answer is known, or why there is none. */
  readonly basis?: string;
}

const glyphs: { readonly [T in Tone]?: string } = { ok: "✓", critical: "✕", medium: "!", unknown: "–" };

/** The questions to the rows: what stops the plan or was not answered stands open, what passed is folded away. */
export function QuestionsCard({ questions }: { readonly questions: readonly ShownQuestion[] }) {
  if (questions.length === 0) return null;
  const passed = questions.filter(({ tone }) => tone === "ok");
  const others = questions.filter(({ tone }) => tone !== "ok");
  const proved = passed.filter(({ basis }) => basis !== undefined).length;
  return (
    <Card
      id="questions"
      title="Questions to the rows"
      description={
        others.length === 0
          ? `None of ${countOf(questions.length, "question")} found a row in the way.`
          : `${others.length.toLocaleString("en")} of ${countOf(questions.length, "question")} did not pass.`
      }
      flush
    >
      {others.length > 0 && <Questions questions={others} />}
      {passed.length > 0 && (
        <details className={others.length > 0 ? "border-t" : ""}>
          <summary className="px-4 py-2.5 text-muted text-sm hover:text-ink">
            <span className="underline decoration-line-strong underline-offset-2">
              {passed.length.toLocaleString("en")} passed
            </span>
            {proved > 0 && `, ${proved.toLocaleString("en")} of them proved without reading a row`}
          </summary>
          <Questions questions={passed} />
        </details>
      )}
    </Card>
  );
}

function Questions({ questions }: { readonly questions: readonly ShownQuestion[] }) {
  return (
    <ul className="divide-y border-t text-sm first:border-t-0">
      {questions.map(({ question, answer, tone, basis }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two statements may ask the same
          key={index}
          className="question px-4 py-2"
        >
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">{visible(question)}</span>
            <Chip tone={tone} icon={<span aria-hidden>{glyphs[tone]}</span>}>
              {answer}
            </Chip>
          </div>
          {basis !== undefined && (
            <p className="text-faint text-xs [overflow-wrap:anywhere]">{visible(basis)}</p>
          )}
        </li>
      ))}
    </ul>
  );
}
