import type { ReactNode } from "react";
import type { Crumb } from "./breadcrumbs";
import { PageBar } from "./page-bar";

interface PageProps {
  readonly crumbs: readonly Crumb[];
  readonly production?: boolean;
  readonly status?: ReactNode;
  /** The one banner over the page, the most severe. */
  readonly banner?: ReactNode;
  /** `narrow` for forms and texts, `wide` for lists. */
  readonly width?: "narrow" | "wide";
  readonly children: ReactNode;
}

/** What every route renders: its bar and the main region. */
export function Page({ crumbs, production, status, banner, width = "wide", children }: PageProps) {
  return (
    <>
      <PageBar
        crumbs={crumbs}
        {...(production === undefined ? {} : { production })}
        {...(status === undefined ? {} : { status })}
      />
      <main
        id="main"
        tabIndex={-1}
        className={`w-full min-w-0 px-4 py-5 outline-none md:px-6 md:py-7 ${width === "narrow" ? "mx-auto max-w-3xl" : "max-w-[110rem]"}`}
      >
        {banner !== undefined && <div className="mb-5 empty:hidden">{banner}</div>}
        {children}
      </main>
    </>
  );
}
