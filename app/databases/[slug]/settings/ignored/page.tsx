import type { Metadata } from "next";
import { DatabasePart } from "@/components/databases/database-part";
import { IgnoreRuleForm } from "@/components/ignored/ignore-rule-form";
import { IgnoreRulesTable } from "@/components/ignored/ignore-rules-table";
import { Card } from "@/components/ui/card";
import { mayDo } from "@/lib/access/authority";
import { attributeLabels } from "@/lib/drift/attribute-named";
import { kinds } from "@/lib/kinds/registry";
import { listIgnoreRules } from "@/lib/operations/ignore-rules";
import { load } from "../../../../load";
import { dropIgnoreRule, saveIgnoreRule } from "./actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Ignore rules" };

interface IgnoredPageProps {
  readonly params: Promise<{ readonly slug: string }>;
}

export default async function IgnoredPage({ params }: IgnoredPageProps) {
  const { slug } = await params;
  const { database, rules, may } = await load(async (context) => ({
    ...(await listIgnoreRules(context, slug)),
    may: mayDo(context.actor, "manage policies", slug),
  }));
  return (
    <DatabasePart
      database={database}
      place="settings"
      crumbs={[{ label: "Settings", href: `/databases/${slug}/settings` }, { label: "Ignore rules" }]}
      description="What a rule covers is shown and counted, and makes no verdict. A check that is finished stays what it was."
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Card id="rules" title="Ignore rules" flush={rules.length > 0}>
          {rules.length === 0 ? (
            <p className="text-muted">No rules yet. Every difference counts.</p>
          ) : (
            <IgnoreRulesTable slug={slug} rules={rules} removeAction={may ? dropIgnoreRule : null} />
          )}
        </Card>
        <Card id="add-rule" title="Add a rule">
          {may ? (
            <IgnoreRuleForm
              slug={slug}
              kinds={kinds.map(({ kind }) => kind)}
              attributes={attributeLabels()}
              action={saveIgnoreRule}
            />
          ) : (
            <p className="text-muted">Rules are made by owners of the database.</p>
          )}
        </Card>
      </div>
    </DatabasePart>
  );
}
