"use client";

import { Menu } from "@base-ui/react/menu";
import { CircleUser } from "lucide-react";
import { startTransition } from "react";
import { Link } from "@/components/ui/link";

interface AccountMenuProps {
  readonly name: string;
  readonly role: string;
  /** How many comments speak to them that they have not seen. */
  readonly mentions: number;
  readonly signOut: () => Promise<void>;
}

const itemClasses =
  "flex min-h-7 w-full items-center rounded-md px-2 text-left text-sm outline-none data-highlighted:bg-hover";

const countWords = (mentions: number): string => (mentions > 99 ? "99+" : String(mentions));

const newWords = (mentions: number): string =>
  `${countWords(mentions)} new ${mentions === 1 ? "mention" : "mentions"}`;

/** Who is signed in, with which role, and the way out. */
export function AccountMenu({ name, role, mentions, signOut }: AccountMenuProps) {
  return (
    <Menu.Root>
      <Menu.Trigger
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
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="z-50">
          <Menu.Popup className="min-w-52 max-w-72 rounded-lg bg-raised p-1 shadow-float outline-none">
            <div className="px-2 py-1.5 text-sm">
              <p className="font-medium [overflow-wrap:anywhere]">{name}</p>
              <p className="text-muted">{role}</p>
            </div>
            <Menu.LinkItem closeOnClick className={itemClasses} render={<Link href="/mentions" />}>
              Mentions{mentions > 0 && `: ${newWords(mentions)}`}
            </Menu.LinkItem>
            <Menu.LinkItem closeOnClick className={itemClasses} render={<Link href="/settings" />}>
              Settings
            </Menu.LinkItem>
            <Menu.Item className={itemClasses} onClick={() => startTransition(signOut)}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
