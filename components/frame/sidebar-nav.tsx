"use client";

import {
  CalendarClock,
  CirclePlay,
  Database,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Settings,
} from "lucide-react";
import { usePathname } from "next/navigation";
import { Link } from "@/components/ui/link";

export interface NavigationEntry {
  readonly href: string;
  readonly label: string;
  /** The shortcut that follows the link. */
  readonly shortcut: string;
  /** What waits there for who looks; absent for nothing. */
  readonly waiting?: number;
}

const icons: Readonly<Record<string, LucideIcon>> = {
  "/databases": Database,
  "/plans": ListChecks,
  "/runs": CirclePlay,
  "/windows": CalendarClock,
  "/audit": ScrollText,
  "/settings": Settings,
};

/** The places of the app that exist. */
export function SidebarNav({ entries }: { readonly entries: readonly NavigationEntry[] }) {
  const path = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="grid gap-0.5 max-md:flex max-sm:justify-between max-sm:gap-0">
        {entries.map((entry) => {
          const current = path === entry.href || path.startsWith(`${entry.href}/`);
          const Icon = icons[entry.href] ?? Database;
          return (
            <li key={entry.href}>
              <Link
                href={entry.href}
                data-shortcut={entry.shortcut}
                aria-current={current ? "page" : undefined}
                className="flex h-8 items-center gap-2 rounded-md px-2 max-sm:gap-1 max-sm:px-1 max-[359px]:px-0.5 max-[359px]:text-xs font-medium text-muted text-sm hover:bg-hover hover:text-ink aria-[current=page]:bg-inset aria-[current=page]:text-ink"
              >
                <Icon aria-hidden className="size-4 shrink-0 max-sm:hidden" />
                {entry.label}
                {entry.waiting !== undefined && entry.waiting > 0 && (
                  <span className="ml-auto rounded-full bg-inset px-1.5 text-2xs text-ink">
                    {entry.waiting}
                    <span className="sr-only"> waiting for you</span>
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
