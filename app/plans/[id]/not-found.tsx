"use client";

import { useParams } from "next/navigation";
import { Page } from "@/components/frame/page";
import { LinkButton } from "@/components/ui/button";
import { NotThere } from "@/components/ui/not-there";
import { visible } from "@/lib/postgres/identity";

/** Names the plan that is not there, or is not there for this person. */
export default function NotFound() {
  const { id } = useParams<{ id?: string }>();
  return (
    <Page crumbs={[{ label: "Plans", href: "/plans" }, { label: "Not found" }]} width="narrow">
      <NotThere
        title={`No plan ${visible(decodeURIComponent(id ?? "").slice(0, 40))}.`}
        description="Its database may have been removed, or the address may hold a typing mistake."
        actions={
          <LinkButton href="/plans" look="primary">
            All plans
          </LinkButton>
        }
      />
    </Page>
  );
}
