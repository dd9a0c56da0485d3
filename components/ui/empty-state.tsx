import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon?: ReactNode;
  /** What is missing: `No databases yet.` */
  readonly title: string;
  /** One page has one `h1`: `1` where this is all the page has to say. */
  readonly level?: 1 | 2;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** Nothing here yet, why that is, and what to do about it. */
export function EmptyState({ icon, title, level = 2, description, actions, children }: EmptyStateProps) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className="mx-auto flex max-w-2xl flex-col items-center px-4 py-14 text-center">
      {icon !== undefined && (
        <div
          aria-hidden
          className="mb-4 rounded-xl border bg-shade p-3 text-muted shadow-card [&_svg]:size-6"
        >
          {icon}
        </div>
      )}
      <Heading className="font-semibold text-lg">{title}</Heading>
      {description !== undefined && (
        <p className="mt-1.5 max-w-prose text-pretty text-muted">{description}</p>
      )}
      {actions !== undefined && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
      {children !== undefined && <div className="mt-9 w-full text-left">{children}</div>}
    </div>
  );
}
