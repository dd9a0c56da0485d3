import type { ReactNode } from "react";

interface PageHeadingProps {
  readonly title: ReactNode;
  readonly chips?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
}

/** The page's `h1`, what is known about it at a glance, and what can be done. */
export function PageHeading({ title, chips, description, actions }: PageHeadingProps) {
  return (
    <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
          <h1 className="min-w-0 font-semibold text-2xl tracking-tight [overflow-wrap:anywhere]">{title}</h1>
          {chips}
        </div>
        {description !== undefined && <div className="mt-1 text-muted text-sm">{description}</div>}
      </div>
      {actions !== undefined && actions !== null && actions !== false && (
        <div className="screen-only flex flex-wrap items-center gap-2">{actions}</div>
      )}
    </header>
  );
}
