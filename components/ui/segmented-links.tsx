import { classNames } from "./class-names";
import { Link } from "./link";

export interface Segment {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

interface SegmentedLinksProps {
  readonly label: string;
  readonly segments: readonly Segment[];
  /** Marks the link that the shortcut of this id follows: the one after the current segment. */
  readonly shortcut?: string;
}

/** A small switch between ways to see the same thing. Each way is a link; a view does not fill the history. */
export function SegmentedLinks({ label, segments, shortcut }: SegmentedLinksProps) {
  const next = (segments.findIndex((segment) => segment.current) + 1) % segments.length;
  return (
    <nav
      aria-label={label}
      className="screen-only max-w-full overflow-x-auto rounded-md border bg-inset p-0.5"
    >
      <ul className="flex gap-0.5">
        {segments.map((segment, position) => (
          <li key={segment.href}>
            <Link
              href={segment.href}
              replace
              scroll={false}
              aria-current={segment.current ? "true" : undefined}
              data-shortcut={position === next ? shortcut : undefined}
              className={classNames(
                "flex h-6.5 items-center whitespace-nowrap rounded-[5px] px-2 font-medium text-xs",
                segment.current ? "bg-raised text-ink shadow-card" : "text-muted hover:text-ink",
              )}
            >
              {segment.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
