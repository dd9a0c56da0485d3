import type { Metadata } from "next";
import { CheckNow } from "@/components/databases/check-now";
import { ChecksTable } from "@/components/databases/checks-table";
import { DatabasePart } from "@/components/databases/database-part";
import { parameter, type SearchParameters } from "@/components/drift/list-view";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { listChecks } from "@/lib/operations/list-checks";
import { visible } from "@/lib/postgres/identity";
import { load } from "../../../load";
import { checkNow } from "../../actions";
import { loadDatabase, loadMay } from "../../load";
import { checkRow } from "./check-row";

export const dynamic = "force-dynamic";

interface ChecksPageProps {
  readonly params: Promise<{ readonly slug: string }>;
  readonly searchParams: Promise<SearchParameters>;
}

export async function generateMetadata({ params }: ChecksPageProps): Promise<Metadata> {
  const { database } = await loadDatabase((await params).slug);
  return { title: `Checks · ${visible(database.name)}` };
}

export default async function ChecksPage({ params, searchParams }: ChecksPageProps) {
  const { slug } = await params;
  const before = parameter(await searchParams, "before");
  const { database, checks, olderThan } = await load((context) => listChecks(context, slug, before));
  const may = await loadMay();
  const path = `/databases/${slug}/checks`;
  return (
    <DatabasePart
      database={database}
      place="checks"
      crumbs={[{ label: "Checks" }]}
      description="Every comparison of this database with its source. None ever changes; a new check makes a new page."
      actions={may("request checks", slug) && <CheckNow action={checkNow} slug={slug} />}
    >
      {checks.length === 0 ? (
        <EmptyState
          title={before === "" ? "No checks yet." : "No older checks."}
          description="A check reads the database in one read-only transaction and compares it with its source."
        />
      ) : (
        <ChecksTable rows={checks.map((check) => checkRow(check, path))} />
      )}
      <nav aria-label="Pages of the list" className="mt-4 flex gap-2 empty:hidden">
        {before !== "" && <LinkButton href={path}>Newest checks</LinkButton>}
        {olderThan !== null && <LinkButton href={`${path}?before=${olderThan}`}>Older checks</LinkButton>}
      </nav>
    </DatabasePart>
  );
}
