import type { Metadata } from "next";
import { DatabasePart } from "@/components/databases/database-part";
import { PolicyForm } from "@/components/plan/policy-form";
import { PolicyText } from "@/components/plan/policy-text";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { mayDo } from "@/lib/access/authority";
import { readPolicy } from "@/lib/operations/set-policy";
import { visible } from "@/lib/postgres/identity";
import { load } from "../../../load";
import { loadDatabase } from "../../load";
import { savePolicy } from "./actions";

export const dynamic = "force-dynamic";

interface SettingsPageProps {
  readonly params: Promise<{ readonly slug: string }>;
}

export async function generateMetadata({ params }: SettingsPageProps): Promise<Metadata> {
  const { database } = await loadDatabase((await params).slug);
  return { title: `Settings · ${visible(database.name)}` };
}

export default async function DatabaseSettingsPage({ params }: SettingsPageProps) {
  const { slug } = await params;
  const { database } = await loadDatabase(slug);
  const { policy, may } = await load(async (context) => ({
    policy: await readPolicy(context, slug),
    may: {
      set: mayDo(context.actor, "manage policies", slug),
      remove: mayDo(context.actor, "remove databases", slug),
    },
  }));
  const path = `/databases/${slug}`;
  const { setBy } = policy;
  return (
    <DatabasePart
      database={database}
      place="settings"
      crumbs={[{ label: "Settings" }]}
      description="What a plan for this database needs, what makes no verdict, and how it is reached."
    >
      <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
        <Card
          id="policy"
          title="Policy"
          description={
            setBy === null
              ? `Nobody set one: this is what ${database.environment} databases ask.`
              : `Set by ${visible(setBy.name)} on ${setBy.at.toISOString().slice(0, 10)}.`
          }
        >
          {may.set ? (
            <PolicyForm slug={slug} policy={policy} action={savePolicy} />
          ) : (
            <PolicyText policy={policy} />
          )}
        </Card>
        <Card
          id="ignored"
          title="Ignore rules"
          description="What a rule covers is shown and counted, and makes no verdict."
        >
          <LinkButton href={`${path}/settings/ignored`}>Open the rules</LinkButton>
        </Card>
        {may.remove && (
          <Card id="remove" title="Connection" description="Removing forgets it; the database itself stays.">
            <div className="flex flex-wrap gap-2">
              <LinkButton href={`${path}/credentials`}>Change credentials…</LinkButton>
              <LinkButton href={`${path}/remove`}>Remove…</LinkButton>
            </div>
          </Card>
        )}
      </div>
    </DatabasePart>
  );
}
