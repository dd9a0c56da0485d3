import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { ActionButton } from "@/components/ui/action-button";
import { LinkButton } from "@/components/ui/button";
import { visible } from "@/lib/postgres/identity";
import { removeDatabase, removeDemo } from "../../actions";
import { loadDatabase, requireFor } from "../../load";

export const dynamic = "force-dynamic";

interface RemovePageProps {
  readonly params: Promise<{ readonly slug: string }>;
}

export async function generateMetadata({ params }: RemovePageProps): Promise<Metadata> {
  const { database } = await loadDatabase((await params).slug);
  return { title: `Remove ${visible(database.name)}` };
}

export default async function RemovePage({ params }: RemovePageProps) {
  const { database } = await loadDatabase((await params).slug);
  const { slug, name, demo } = database;
  await requireFor("remove databases", slug);
  return (
    <Page
      width="narrow"
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: name, href: `/databases/${slug}` },
        { label: "Remove" },
      ]}
    >
      <PageHeading title={`Remove ${visible(name)} from Plumbline?`} />
      <p className="max-w-[65ch]">
        Its connection, source, checks and differences are forgotten.{" "}
        {demo
          ? "The demo database itself is dropped; it can be made anew."
          : "The database itself is not touched."}
      </p>
      <div className="mt-6 flex flex-wrap gap-2">
        <ActionButton
          action={demo ? removeDemo : removeDatabase}
          fields={{ slug }}
          look="danger"
          pendingText="Removing…"
        >
          Remove {visible(name)}
        </ActionButton>
        <LinkButton href={`/databases/${slug}`} look="quiet" data-shortcut="close">
          Keep it
        </LinkButton>
      </div>
    </Page>
  );
}
