import { browserWords } from "@/components/people/browser-words";
import { PasswordCard } from "@/components/people/password-card";
import { roleWords } from "@/components/people/role-words";
import { SecondFactorCard } from "@/components/people/second-factor-card";
import { SessionsTable } from "@/components/people/sessions-table";
import { SettingsPage } from "@/components/people/settings-page";
import { ActionButton } from "@/components/ui/action-button";
import { Card } from "@/components/ui/card";
import { shortestPassword } from "@/lib/access/authentication";
import { readAccount } from "@/lib/operations/read-account";
import { load } from "../load";
import {
  changePassword,
  confirmSecondFactor,
  endOtherSessions,
  endSession,
  offerSecondFactor,
  removeSecondFactor,
} from "./actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Settings" };

export default async function AccountPage() {
  const { person, hasPassword, sessions } = await load(readAccount);
  return (
    <SettingsPage
      current="/settings"
      title="Your account"
      owner={person.role === "owner"}
      description={`${person.name}, ${person.email}. ${sentence(roleWords(person))}.`}
    >
      <Card
        flush
        id="sessions"
        title="Sessions"
        description="Where you are signed in. A session ends by itself after seven days."
        actions={
          sessions.length > 1 && (
            <ActionButton action={endOtherSessions} pendingText="Ending…" size="small">
              End all others
            </ActionButton>
          )
        }
      >
        <SessionsTable
          end={endSession}
          sessions={sessions.map(({ id, agent, address, createdAt, expiresAt, current }) => ({
            ...{ id, current, browser: browserWords(agent), address: address ?? "this machine" },
            ...{ createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() },
          }))}
        />
      </Card>
      {hasPassword && (
        <>
          <PasswordCard action={changePassword} email={person.email} shortestPassword={shortestPassword} />
          <SecondFactorCard
            on={person.twoFactor}
            offer={offerSecondFactor}
            confirm={confirmSecondFactor}
            remove={removeSecondFactor}
          />
        </>
      )}
    </SettingsPage>
  );
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
