import { Link2 } from "lucide-react";
import { SettingsPage } from "@/components/people/settings-page";
import { ShareLinksTable } from "@/components/share/share-links-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { readSignedIn } from "@/lib/operations/request-context";
import { listShareLinks } from "@/lib/operations/share-link";
import { revokeShare } from "../../databases/[slug]/share/actions";
import { listedLink } from "../../databases/[slug]/share/listed-link";
import { load } from "../../load";

export const dynamic = "force-dynamic";
export const metadata = { title: "Share links" };

export default async function ShareLinksPage() {
  const links = await load(listShareLinks);
  const owner = (await readSignedIn())?.person.role === "owner";
  return (
    <SettingsPage
      current="/settings/share-links"
      title="Share links"
      owner={owner}
      description="Frozen pages that open without an account, of every database that you may share."
    >
      {links.length === 0 ? (
        <EmptyState
          icon={<Link2 />}
          title="No share links yet."
          description="Share stands on the page of a database, a difference, a plan and a run."
        />
      ) : (
        <Card flush>
          <ShareLinksTable links={links.map(listedLink)} revokeAction={revokeShare} withDatabase />
        </Card>
      )}
    </SettingsPage>
  );
}
