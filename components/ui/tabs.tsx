import { classNames } from "./class-names";
import { Link } from "./link";

export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly count?: number;
  readonly current?: boolean;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
}

/** Tabs that are places: each is a link, so Back works and so does a page without JavaScript. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <nav aria-label={label} className="screen-only -mb-px overflow-x-auto">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className={classNames(
                "flex h-9 items-center gap-1.5 whitespace-nowrap border-b-2 px-2.5 font-medium text-sm -outline-offset-2",
                tab.current ? "border-ink text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="rounded-full bg-inset px-1.5 text-2xs text-muted">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
