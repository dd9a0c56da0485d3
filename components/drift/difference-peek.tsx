import { X } from "lucide-react";
import { LinkButton } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { whyItMatters } from "@/lib/drift/describe";
import type { Difference } from "@/lib/drift/difference";
import { visible } from "@/lib/postgres/identity";
import { ObjectName } from "./object-name";
import { PropertyTable } from "./property-table";
import { SeverityMark } from "./severity-mark";
import { TypeMark } from "./type-mark";

interface DifferencePeekProps {
  readonly difference: Difference;
  /** ISO 8601. */
  readonly since: string;
  readonly href: string;
  /** The list without it. */
  readonly closeHref: string;
  /** What the list can be narrowed to, or be rid of, by what this difference is. */
  readonly filters: readonly PeekFilter[];
}

/** One thing that the difference shares with others, as the filter writes it. */
export interface PeekFilter {
  /** `kind:column`. */
  readonly text: string;
  readonly onlyHref: string;
  readonly withoutHref: string;
}

/** A difference beside the list: enough to decide whether to open it. */
export function DifferencePeek({ difference, since, href, closeHref, filters }: DifferencePeekProps) {
  const reasons = whyItMatters(difference);
  return (
    <aside
      aria-label="Chosen difference"
      className="card min-w-0 rounded-lg border bg-surface shadow-card xl:sticky xl:top-16"
    >
      <header className="flex items-start justify-between gap-3 border-b px-4 py-3">
        <div className="min-w-0">
          <h2 className="text-base">
            <ObjectName object={difference.object} />
          </h2>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
            <SeverityMark severity={difference.severity} plain />
            <TypeMark type={difference.type} />
            <span>
              since <Time value={since} />
            </span>
          </p>
        </div>
        <LinkButton
          href={closeHref}
          scroll={false}
          look="quiet"
          size="small"
          aria-label="Close"
          data-shortcut="close"
        >
          <X aria-hidden />
        </LinkButton>
      </header>
      <PropertyTable difference={difference} allHref={href} />
      {reasons.length > 0 && (
        <div className="grid gap-2 border-t px-4 py-3 text-muted text-sm">
          {reasons.map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
        </div>
      )}
      <nav aria-label="Filter by this difference" className="border-t px-4 py-3 text-xs">
        <ul className="grid gap-1">
          {filters.map(({ text, onlyHref, withoutHref }) => (
            <li key={text} className="flex flex-wrap items-center gap-x-3">
              <span className="name min-w-0 flex-1">{visible(text)}</span>
              <FilterLink href={onlyHref} label="Only these" about={text} />
              <FilterLink href={withoutHref} label="Without them" about={text} />
            </li>
          ))}
        </ul>
      </nav>
      <div className="border-t px-4 py-3">
        <LinkButton href={href} size="small">
          Open the difference
        </LinkButton>
      </div>
    </aside>
  );
}

function FilterLink({
  href,
  label,
  about,
}: {
  readonly href: string;
  readonly label: string;
  readonly about: string;
}) {
  return (
    <Link
      href={href}
      scroll={false}
      className="inline-flex min-h-6 items-center text-link underline underline-offset-2"
    >
      {label}
      <span className="sr-only">: {visible(about)}</span>
    </Link>
  );
}
