"use client";

import { CircleUser } from "lucide-react";
import { Menu } from "@/components/ui/menu";

interface AccountMenuProps {
  readonly name: string;
  readonly role: string;
  /** How many comments speak to them that they have not seen. */
  readonly mentions: number;
  readonly signOut: () => Promise<void>;
}

const countWords = (mentions: number): string => (mentions > 99 ? "99+" : String(mentions));

const newWords = (mentions: number): string =>
  `${countWords(mentions)} new ${mentions === 1 ? "mention" : "mentions"}`;

/** Who is signed in, with which role, and the way out. */
export function AccountMenu({ name, role, mentions, signOut }: AccountMenuProps) {
  return (
    <Menu
      align="start"
      items={[
        { label: `Mentions${mentions > 0 ? `: ${newWords(mentions)}` : ""}`, href: "/mentions" },
        { label: "Settings", href: "/settings" },
        { label: "Sign out", run: signOut },
      ]}
      heading={
        <div className="px-2 py-1.5 text-sm">
          <p className="font-medium [overflow-wrap:anywhere]">{name}</p>
          <p className="text-muted">{role}</p>
        </div>
      }
      trigger={
        <button
          type="button"
          aria-label={`Account of ${name}${mentions > 0 ? `, ${newWords(mentions)}` : ""}`}
          className="flex h-7 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-muted text-sm hover:bg-hover hover:text-ink md:w-full"
        >
          <CircleUser aria-hidden className="size-4 shrink-0" />
          <span className="truncate max-md:sr-only">{name}</span>
          {mentions > 0 && (
            <span aria-hidden className="rounded-full bg-primary px-1.5 text-on-primary text-xs tabular-nums">
              {countWords(mentions)}
            </span>
          )}
        </button>
      }
    />
  );
}
