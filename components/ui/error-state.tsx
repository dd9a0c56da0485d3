import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

interface ErrorStateProps {
  /** What went wrong, naming the object. */
  readonly title: string;
  readonly level?: 1 | 2;
  /** What to do next. */
  readonly hint?: ReactNode;
  /** More to read: SQLSTATE, file and line, what ran before. Control characters are already visible. */
  readonly details?: readonly string[];
  readonly actions?: ReactNode;
}

/** Something went wrong: cause, then action, then details. */
export function ErrorState({ title, level = 2, hint, details = [], actions }: ErrorStateProps) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div role="alert" className="card min-w-0 rounded-lg border bg-surface p-4 shadow-card">
      <div className="flex gap-3">
        <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-critical" />
        <div className="min-w-0 flex-1">
          <Heading className="font-semibold text-base [overflow-wrap:anywhere]">{title}</Heading>
          {hint !== undefined && <p className="mt-1 text-muted [overflow-wrap:anywhere]">{hint}</p>}
          {details.length > 0 && (
            <details className="mt-3">
              <summary className="inline-flex min-h-6 items-center text-muted text-sm underline decoration-line-strong underline-offset-2 hover:text-ink">
                Details
              </summary>
              <pre
                data-scrolls
                className="mt-2 max-h-72 overflow-auto whitespace-pre-wrap rounded-md border bg-shade p-3 font-mono text-xs [overflow-wrap:anywhere]"
              >
                {details.join("\n")}
              </pre>
            </details>
          )}
          {actions !== undefined && <div className="mt-4 flex flex-wrap gap-2">{actions}</div>}
        </div>
      </div>
    </div>
  );
}
