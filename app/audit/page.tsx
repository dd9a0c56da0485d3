import { z } from "zod";
import { AuditFilter } from "@/components/audit/audit-filter";
import { AuditTable } from "@/components/audit/audit-table";
import { auditHref, readAuditView } from "@/components/audit/audit-view";
import { ChainBanner } from "@/components/audit/chain-banner";
import type { SearchParameters } from "@/components/drift/list-view";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { LinkButton } from "@/components/ui/button";
import { auditFilterSchema, readAudit } from "@/lib/operations/read-audit";
import { auditSentence, verifyAudit } from "@/lib/operations/verify-audit";
import { load } from "../load";

export const dynamic = "force-dynamic";
export const metadata = { title: "Audit" };

export default async function AuditLogPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>;
}) {
  const view = readAuditView(await searchParams);
  const query = auditFilterSchema.safeParse({
    ...view.filters,
    ...(view.before === undefined ? {} : { before: view.before }),
  });
  // A filter that cannot be read finds nothing, and says so at its field: showing everything would look like an answer.
  const page = query.success
    ? await load((context) => readAudit(context, query.data))
    : { entries: [], total: 0, next: null };
  const verdict = view.verify ? await load((context) => verifyAudit(context)) : null;
  const errors = query.success ? {} : z.flattenError(query.error).fieldErrors;
  return (
    <Page crumbs={[{ label: "Audit" }]}>
      <PageHeading
        title="Audit"
        description={`${page.total.toLocaleString("en")} ${page.total === 1 ? "entry" : "entries"}. Entries are only ever added, and each holds the hash of the one before.`}
        actions={
          <>
            <LinkButton href={auditHref(view, { verify: "chain" })} look="primary">
              Verify chain
            </LinkButton>
            <LinkButton href={auditHref(view, { format: "csv" }, "/audit/export")} download>
              Export CSV
            </LinkButton>
            <LinkButton href={auditHref(view, { format: "jsonl" }, "/audit/export")} download>
              Export JSON lines
            </LinkButton>
          </>
        }
      />
      {verdict !== null && <ChainBanner verdict={verdict} sentence={auditSentence(verdict)} />}
      <AuditFilter
        view={view}
        errors={Object.fromEntries(Object.entries(errors).map(([field, texts]) => [field, texts?.[0] ?? ""]))}
      />
      <AuditTable entries={page.entries} view={view} />
      {page.next !== null && (
        <p className="mt-4">
          <LinkButton href={auditHref({ ...view, before: String(page.next) })}>Older entries</LinkButton>
        </p>
      )}
    </Page>
  );
}
