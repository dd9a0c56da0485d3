import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs";

interface PageBarProps {
  readonly crumbs: readonly Crumb[];
  /** True on every page about a production database: the word and a stripe, never colour alone. */
  readonly production?: boolean;
  /** How fresh the page is, or what is going on. */
  readonly status?: ReactNode;
}

/** The bar over every page: where it stands, whether it is about production, how fresh it is. */
export function PageBar({ crumbs, production, status }: PageBarProps) {
  return (
    <section
      aria-label="Where you are"
      className="sticky top-0 z-20 border-b bg-canvas/95 backdrop-blur-sm max-md:static print:static"
    >
      {production && <div aria-hidden className="h-[3px] bg-danger" />}
      <div className="flex min-h-12 min-w-0 items-center gap-x-3 gap-y-1 px-4 max-sm:flex-wrap max-sm:py-2 md:px-6 print:px-0">
        <Breadcrumbs crumbs={crumbs} />
        {production && (
          <span className="chip shrink-0 rounded-[5px] border border-critical/40 bg-critical-tint px-1.5 py-px font-semibold text-2xs text-critical tracking-wider">
            PRODUCTION
          </span>
        )}
        {status !== undefined && (
          <div className="ml-auto flex shrink-0 items-center gap-2 text-muted text-sm max-sm:hidden">
            {status}
          </div>
        )}
      </div>
    </section>
  );
}
