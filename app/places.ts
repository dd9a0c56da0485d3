import type { PaletteGroup } from "@/components/frame/palette-item";
import type { NavigationEntry } from "@/components/frame/sidebar-nav";
import { mayDo, type Right } from "@/lib/access/authority";
import { personActor } from "@/lib/operations/person-actor";
import type { Person } from "@/lib/store/people";

interface Place {
  readonly label: string;
  readonly href: string;
  /** Set for what stands in the navigation; the others are in the palette only. */
  readonly shortcut?: string;
  /** What the palette finds it by, besides its name. */
  readonly keywords?: string;
  /** What it takes to see it; without one everybody may. */
  readonly right?: Right;
}

const places: readonly Place[] = [
  { label: "Databases", href: "/databases", shortcut: "go-databases" },
  { label: "Plans", href: "/plans", shortcut: "go-plans", keywords: "approve review fix" },
  { label: "Runs", href: "/runs", shortcut: "go-runs", keywords: "applied console history" },
  { label: "Windows", href: "/windows", shortcut: "go-windows", keywords: "maintenance schedule go no-go" },
  {
    ...{ label: "Audit", href: "/audit", shortcut: "go-audit", right: "read audit" },
    keywords: "log chain verify who did",
  },
  { label: "Mentions", href: "/mentions", keywords: "comments notifications at me" },
  {
    ...{ label: "Settings", href: "/settings", shortcut: "go-settings" },
    keywords: "account sessions password",
  },
  { label: "People", href: "/settings/people", keywords: "invite roles users", right: "manage people" },
  { label: "Tokens", href: "/settings/tokens", keywords: "api machine pipeline", right: "manage tokens" },
  { label: "Share links", href: "/settings/share-links", keywords: "revoke opens" },
  { label: "About", href: "/settings/about", keywords: "version licence migrations" },
  { label: "New window", href: "/windows/new", keywords: "maintenance schedule", right: "manage windows" },
  { label: "Add database", href: "/databases/new", keywords: "new connect", right: "add databases" },
];

/**
 * Where a person can go: nobody is led to a page that would be refused.
 * @param person unknown while the store does not answer; every place is offered then
 * @param waiting plans that wait for the person
 */
export function placesFor(
  person: Person | "unknown",
  waiting: number,
): { readonly navigation: readonly NavigationEntry[]; readonly palette: readonly PaletteGroup[] } {
  const actor = person === "unknown" ? null : personActor(person, null);
  const open = places.filter(({ right }) => right === undefined || actor === null || mayDo(actor, right));
  return {
    navigation: open.flatMap(({ label, href, shortcut }) =>
      shortcut === undefined ? [] : [{ label, href, shortcut, ...(href === "/plans" ? { waiting } : {}) }],
    ),
    palette: [
      {
        label: "Go to",
        items: open.map(({ label, href, keywords }) => ({
          ...{ id: href, label, href },
          ...(keywords === undefined ? {} : { keywords }),
        })),
      },
    ],
  };
}
