import { LockKeyhole } from "lucide-react";
import { Page } from "@/components/frame/page";
import { roleWords } from "@/components/people/role-words";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { readOwnerNames } from "@/lib/operations/read-owner-names";
import { readSignedIn, requestContext } from "@/lib/operations/request-context";

export const metadata = { title: "Not allowed" };

export default async function Forbidden() {
  const signedIn = await readSignedIn();
  const owners = signedIn === null ? [] : await readOwnerNames(await requestContext());
  const role = signedIn?.person.role
    ? `Your role is ${signedIn.person.role}.`
    : `You have ${signedIn === null ? "no role" : roleWords(signedIn.person)}.`;
  return (
    <Page crumbs={[{ label: "Not allowed" }]} width="narrow">
      <EmptyState
        level={1}
        icon={<LockKeyhole />}
        title="Your role does not open this page."
        description={`${role} Ask ${owners.length === 0 ? "an owner" : owners.join(" or ")} for another.`}
        actions={
          <LinkButton href="/databases" look="primary">
            All databases
          </LinkButton>
        }
      />
    </Page>
  );
}
