import type { Metadata } from "next";
import { parameter, type SearchParameters } from "@/components/drift/list-view";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { ShareForm } from "@/components/share/share-form";
import { ShareLinksTable } from "@/components/share/share-links-table";
import { Card } from "@/components/ui/card";
import { readReport } from "@/lib/operations/read-report";
import { listShareLinksOf, shareTerms } from "@/lib/operations/share-link";
import { visible } from "@/lib/postgres/identity";
import { load } from "../../../load";
import { loadDatabase } from "../../load";
import { revokeShare, share } from "./actions";
import { listedLink } from "./listed-link";

export const dynamic = "force-dynamic";

interface SharePageProps {
  readonly params: Promise<{ readonly slug: string }>;
  readonly searchParams: Promise<SearchParameters>;
}

export async function generateMetadata({ params }: SharePageProps): Promise<Metadata> {
  const { database } = await loadDatabase((await params).slug);
  return { title: `Share · ${visible(database.name)}` };
}

export default async function SharePage({ params, searchParams }: SharePageProps) {
  const { slug } = await params;
  const subject = parameter(await searchParams, "subject") || "database";
  const { database } = await loadDatabase(slug);
  const { links, report } = await load(async (context) => ({
    links: await listShareLinksOf(context, slug),
    report: await readReport(context, slug, subject),
  }));
  return (
    <Page
      width="narrow"
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: database.name, href: `/databases/${slug}` },
        { label: "Share" },
      ]}
    >
      <PageHeading
        title={`Share the ${report.subject} ${report.id}`}
        description="A frozen, read-only page that opens without an account. Teammates with an account need no link: the address of the page does."
      />
      <div className="grid gap-6">
        <ShareForm slug={slug} subject={subject} action={share} terms={shareTerms} />
        {links.length > 0 && (
          <Card id="links" title={`Links of ${visible(database.name)}`} flush>
            <ShareLinksTable links={links.map(listedLink)} revokeAction={revokeShare} />
          </Card>
        )}
      </div>
    </Page>
  );
}
