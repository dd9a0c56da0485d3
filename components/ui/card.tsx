import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface CardProps {
  readonly title?: ReactNode;
  readonly id?: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** True when the content brings its own padding, as a table does. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A framed section with an optional heading and actions. */
export function Card({ title, id, description, actions, flush, className, children }: CardProps) {
  const headingId = id === undefined ? undefined : `${id}-heading`;
  return (
    <section
      id={id}
      aria-labelledby={title === undefined ? undefined : headingId}
      className={classNames("card min-w-0 rounded-lg border bg-surface shadow-card", className)}
    >
      {(title !== undefined || actions !== undefined) && (
        <header
          className={classNames(
            "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3.5",
            flush ? "border-b pb-3" : "pb-0",
          )}
        >
          <div className="min-w-0">
            {title !== undefined && (
              <h2 id={headingId} className="font-semibold text-base">
                {title}
              </h2>
            )}
            {description !== undefined && <p className="mt-0.5 text-muted text-sm">{description}</p>}
          </div>
          {actions !== undefined && (
            <div className="flex min-w-0 max-w-full flex-wrap items-center gap-2">{actions}</div>
          )}
        </header>
      )}
      <div className={flush ? "" : "px-4 py-3.5"}>{children}</div>
    </section>
  );
}
