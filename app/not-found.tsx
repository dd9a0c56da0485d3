import { Page } from "@/components/frame/page";
import { LinkButton } from "@/components/ui/button";
import { NotThere } from "@/components/ui/not-there";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Page crumbs={[{ label: "Not found" }]} width="narrow">
      <NotThere
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
