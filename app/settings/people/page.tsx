import { InvitationsTable } from "@/components/people/invitations-table";
import { InviteDialog } from "@/components/people/invite-dialog";
import { PeopleTable } from "@/components/people/people-table";
import { SettingsPage } from "@/components/people/settings-page";
import { Card } from "@/components/ui/card";
import { listDatabaseNames } from "@/lib/operations/list-database-names";
import { listPeople } from "@/lib/operations/list-people";
import { visible } from "@/lib/postgres/identity";
import { load } from "../../load";
import {
  changeRoles,
  disablePerson,
  enablePerson,
  endSessions,
  invitePerson,
  newPasswordAddress,
  removeSecondFactor,
  revokeInvitation,
} from "./actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "People" };

export default async function PeoplePage() {
  const { people, invitations, names, self } = await load(async (context) => ({
    ...(await listPeople(context)),
    names: await listDatabaseNames(context),
    self: context.actor.id,
  }));
  const databases = names.map(({ slug, name }) => ({ slug, name: visible(name) }));
  return (
    <SettingsPage
      current="/settings/people"
      title="People"
      owner
      description="Who may sign in, and what they may do. Everything that changes here is in the audit log."
      actions={<InviteDialog action={invitePerson} databases={databases} />}
    >
      <Card flush>
        <PeopleTable
          people={people.map(({ disabledAt, createdAt: _, ...person }) => ({
            ...person,
            disabled: disabledAt !== null,
            self: person.id === self,
          }))}
          databases={databases}
          actions={{
            ...{ changeRoles, endSessions, newPassword: newPasswordAddress },
            ...{ disable: disablePerson, enable: enablePerson, removeSecondFactor },
          }}
        />
      </Card>
      {invitations.length > 0 && (
        <Card flush id="invitations" title="Open invitations">
          <InvitationsTable
            revoke={revokeInvitation}
            invitations={invitations.map(({ createdAt: _, ...one }) => ({
              ...one,
              email: one.email ?? "anybody",
              expiresAt: one.expiresAt.toISOString(),
            }))}
          />
        </Card>
      )}
    </SettingsPage>
  );
}
