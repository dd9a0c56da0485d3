import type { ReactNode } from "react";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { Tabs } from "@/components/ui/tabs";

const places = [
  { href: "/settings", label: "Your account", owners: false },
  { href: "/settings/people", label: "People", owners: true },
  { href: "/settings/tokens", label: "Tokens", owners: true },
  { href: "/settings/share-links", label: "Share links", owners: false },
  { href: "/settings/about", label: "About", owners: false },
] as const;

interface SettingsPageProps {
  readonly current: (typeof places)[number]["href"];
  readonly title: string;
  /** Whether who looks may open the owners' pages. */
  readonly owner: boolean;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What the pages of the settings have in common: heading, and the way between them. */
export function SettingsPage({ current, title, owner, description, actions, children }: SettingsPageProps) {
  const tabs = places
    .filter(({ owners }) => owner || !owners)
    .map(({ href, label }) => ({ href, label, current: href === current }));
  return (
    <Page
      width="wide"
      crumbs={
        current === "/settings"
          ? [{ label: "Settings" }]
          : [{ label: "Settings", href: "/settings" }, { label: title }]
      }
    >
      <div className="mb-6 border-b">
        <Tabs label="Settings" tabs={tabs} />
      </div>
      <PageHeading
        title={title}
        {...(description === undefined ? {} : { description })}
        {...(actions === undefined ? {} : { actions })}
      />
      <div className="grid max-w-5xl gap-6">{children}</div>
    </Page>
  );
}
