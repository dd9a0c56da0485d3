import { Chip } from "@/components/ui/chip";
import { CodeLine } from "@/components/ui/code-line";
import type { CodeToken } from "@/components/ui/highlight-sql";
import { Link } from "@/components/ui/link";
import { hazards } from "@/lib/plan/hazards";
import type { PlannedStatement } from "@/lib/plan/plan";
import { visible } from "@/lib/postgres/identity";
import type { Hazard } from "@/lib/postgres/statement";
import { hazardTone } from "./hazard-tone";

/** Why a statement is in the plan. */
export interface StatementReason {
  readonly text: string;
  readonly href?: string;
}

/** What is asked of the rows before a statement, and what they said last. */
export interface StatementQuestion {
  readonly question: string;
  readonly answer: string;
}

export interface StatementItem {
  readonly position: number;
  readonly statement: PlannedStatement;
  readonly tokens: readonly (readonly CodeToken[])[];
  readonly reasons: readonly StatementReason[];
  /** `public.users`; null where nothing in use is locked. */
  readonly table: string | null;
  readonly estimate: { readonly text: string; readonly basis: string };
  /** `transaction 2`, `outside a transaction`. */
  readonly group: string;
  /** Hazards with whether somebody has accepted them, and who. */
  readonly hazards: readonly { readonly hazard: Hazard; readonly acceptedBy: string | null }[];
  readonly undo: readonly string[];
  readonly questions: readonly StatementQuestion[];
  readonly read: boolean;
}

/** One statement, exactly as it will run, with everything that is known of it. Plain HTML: there may be a thousand. */
export function StatementCard({
  item,
  first,
}: {
  readonly item: StatementItem;
  /** Where J and K lead into the list. */
  readonly first: boolean;
}) {
  const { position, statement, tokens, reasons, table, estimate, group, undo, questions, read } = item;
  const number = position + 1;
  return (
    <li
      id={`s${number}`}
      data-statement={position}
      data-list-entry={first ? "" : undefined}
      tabIndex={-1}
      className="statement-card card rounded-lg border bg-surface shadow-card"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 text-muted text-xs">
        <a
          href={`#s${number}`}
          className="inline-flex min-h-6 min-w-6 items-center font-semibold text-ink text-sm"
        >
          #{number}
        </a>
        <span className="[overflow-wrap:anywhere]">
          {statement.lock === null || table === null
            ? "locks nothing that is in use"
            : `${statement.lock} on ${table}`}
        </span>
        {statement.rewrite === true && <Chip tone="high">rewrite</Chip>}
        {statement.scan === true && statement.rewrite !== true && <Chip tone="medium">reads every row</Chip>}
        <span title={estimate.basis}>{estimate.text}</span>
        <span>{group}</span>
        <label className="screen-only ml-auto inline-flex min-h-6 items-center gap-1.5 font-medium text-ink">
          <input type="checkbox" data-read defaultChecked={read} className="size-4" /> Read
          <span className="sr-only"> statement {number}</span>
        </label>
      </div>
      <pre
        dir="ltr"
        className="whitespace-pre-wrap px-4 py-3 font-mono text-xs leading-5 [overflow-wrap:anywhere]"
      >
        <code>
          {tokens.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its number
            <span key={index}>
              <CodeLine tokens={line} />
              {"\n"}
            </span>
          ))}
        </code>
      </pre>
      <div className="grid gap-1.5 border-t px-4 py-2.5 text-xs">
        <Reasons reasons={reasons} />
        {(statement.rewrite === true || statement.scan === true) && (
          <p className="text-muted">
            <span className="text-faint">Estimate</span> {estimate.text}: {estimate.basis}
          </p>
        )}
        {item.hazards.map(({ hazard, acceptedBy }) => (
          <p key={`${hazard.code} ${hazard.detail ?? ""}`} className="[overflow-wrap:anywhere]">
            <Chip tone={hazardTone(hazard.code)}>{hazards[hazard.code].title}</Chip>{" "}
            {hazard.detail !== undefined && <span>{visible(hazard.detail)}. </span>}
            <span className="text-muted">
              {acceptedBy === null ? "Wants an answer." : `Accepted by ${acceptedBy}.`}
            </span>
          </p>
        ))}
        {questions.map(({ question, answer }) => (
          <p key={question} className="text-muted [overflow-wrap:anywhere]">
            {visible(question)} <span className="font-medium text-ink">{answer}</span>
          </p>
        ))}
        {undo.length > 0 && (
          <details>
            <summary className="inline-flex min-h-6 items-center text-muted underline decoration-line-strong underline-offset-2 hover:text-ink">
              Undo
            </summary>
            <pre className="mt-1 whitespace-pre-wrap font-mono leading-5 [overflow-wrap:anywhere]">
              {undo.map((sql) => `${sql.split("\n").map(visible).join("\n")};`).join("\n")}
            </pre>
          </details>
        )}
      </div>
    </li>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly StatementReason[] }) {
  const [first, ...rest] = reasons;
  if (first === undefined) return null;
  return (
    <p className="text-muted [overflow-wrap:anywhere]">
      <span className="text-faint">Why</span>{" "}
      {[first, ...rest.slice(0, 3)].map((reason, index) => (
        <span key={reason.text}>
          {index > 0 && "; "}
          {reason.href === undefined ? (
            reason.text
          ) : (
            <Link href={reason.href} className="text-link underline underline-offset-2">
              {reason.text}
            </Link>
          )}
        </span>
      ))}
      {rest.length > 3 && `; and ${rest.length - 3} more`}
    </p>
  );
}
