"use client";

import { useParams } from "next/navigation";
import { Page } from "@/components/frame/page";
import { LinkButton } from "@/components/ui/button";
import { NotThere } from "@/components/ui/not-there";
import { visible } from "@/lib/postgres/identity";

/** Names what is not there. One page for the database and what lies below it: the address says which. */
export default function NotFound() {
  const { slug, id, number } = useParams<{ slug?: string; id?: string; number?: string }>();
  const part = (text: string | undefined): string => visible(decodeURIComponent(text ?? "").slice(0, 80));
  const below = id === undefined ? number && `check ${part(number)}` : `difference ${part(id)}`;
  const database = `/databases/${slug ?? ""}`;
  return (
    <Page crumbs={[{ label: "Databases", href: "/databases" }, { label: "Not found" }]} width="narrow">
      <NotThere
        title={below ? `No ${below} of ${part(slug)}.` : `No database ${part(slug)}.`}
        description="It may have been removed, or the address may hold a typing mistake."
        actions={
          <>
            <LinkButton href="/databases" look="primary">
              All databases
            </LinkButton>
            {below && <LinkButton href={database}>{part(slug)}</LinkButton>}
          </>
        }
      />
    </Page>
  );
}
