import { SearchX } from "lucide-react";
import { Page } from "@/components/frame/page";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Page crumbs={[{ label: "Not found" }]} width="narrow">
      <EmptyState
        level={1}
        icon={<SearchX />}
        title="There is nothing at this address."
        description="The database or the difference may have been removed, or the address may hold a typing mistake."
        actions={
          <LinkButton href="/databases" look="primary">
            All databases
          </LinkButton>
        }
      />
    </Page>
  );
}
