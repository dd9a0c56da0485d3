import { Fragment } from "react";
import { Link } from "@/components/ui/link";
import { visible } from "@/lib/postgres/identity";

export interface Crumb {
  readonly label: string;
  /** Absent for the page itself. */
  readonly href?: string;
}

/** Where this page stands. Long names are cut in the middle of the path, never the page's own name on wide screens. */
export function Breadcrumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-sm">
        {crumbs.map((crumb, position) => (
          <Fragment key={crumb.href ?? crumb.label}>
            {position > 0 && (
              <li aria-hidden className="text-faint">
                ›
              </li>
            )}
            <li className="min-w-6 truncate first:shrink-0 last:max-w-[45vw] last:shrink-0">
              {crumb.href === undefined ? (
                <span aria-current="page" className="font-medium">
                  <bdi>{visible(crumb.label)}</bdi>
                </span>
              ) : (
                <Link
                  href={crumb.href}
                  className="inline-block max-w-full truncate rounded align-bottom leading-6 text-muted hover:text-ink"
                >
                  <bdi>{visible(crumb.label)}</bdi>
                </Link>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
