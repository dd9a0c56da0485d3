import type { ReactNode } from "react";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { visible } from "@/lib/postgres/identity";
import { type DatabasePlace, DatabaseTabs } from "./database-tabs";

interface DatabasePartProps {
  readonly database: { readonly slug: string; readonly name: string; readonly environment: string | null };
  /** The tab it belongs to. */
  readonly place: DatabasePlace;
  /** Below the database in the path to the page: the tab, and what lies in it. */
  readonly crumbs: readonly { readonly label: string; readonly href?: string }[];
  /** What there is to see. */
  readonly description: string;
  readonly actions?: ReactNode;
  readonly banner?: ReactNode;
  readonly children: ReactNode;
}

/** A page of a database besides its drift: the same heading and the same tabs at the same place. */
export function DatabasePart({
  database,
  place,
  crumbs,
  description,
  actions,
  banner,
  children,
}: DatabasePartProps) {
  const { slug, name, environment } = database;
  return (
    <Page
      production={environment === "production"}
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: name, href: `/databases/${slug}` },
        ...crumbs,
      ]}
      banner={banner}
    >
      <PageHeading
        title={<bdi>{visible(name)}</bdi>}
        description={description}
        {...(actions ? { actions } : {})}
      />
      <DatabaseTabs slug={slug} current={place} />
      {children}
    </Page>
  );
}
