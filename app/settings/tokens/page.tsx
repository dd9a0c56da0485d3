import { KeyRound } from "lucide-react";
import { SettingsPage } from "@/components/people/settings-page";
import { TokenDialog } from "@/components/people/token-dialog";
import { TokensTable } from "@/components/people/tokens-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { scopes, scopeWords } from "@/lib/access/scope";
import { listDatabaseNames } from "@/lib/operations/list-database-names";
import { listTokens, tokenDays } from "@/lib/operations/service-token";
import { visible } from "@/lib/postgres/identity";
import { load } from "../../load";
import { makeToken, revokeToken } from "./actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Tokens" };

export default async function TokensPage() {
  const { tokens, databases, now } = await load(async (context) => ({
    tokens: await listTokens(context),
    databases: await listDatabaseNames(context),
    now: context.now(),
  }));
  return (
    <SettingsPage
      current="/settings/tokens"
      title="Tokens"
      owner
      description="By these machines ask: Authorization: Bearer plumbline_…, under /api/v1."
      actions={
        <TokenDialog
          action={makeToken}
          days={tokenDays}
          scopes={scopes.map((scope) => ({ scope, words: scopeWords[scope] }))}
          databases={databases.map(({ slug, name }) => ({ slug, name: visible(name) }))}
        />
      }
    >
      {tokens.length === 0 ? (
        <EmptyState
          icon={<KeyRound />}
          title="No tokens yet."
          description="A token lets a pipeline request a check, or a monitor ask for the health of a database."
        />
      ) : (
        <Card flush>
          <TokensTable
            revoke={revokeToken}
            tokens={tokens.map(({ createdAt: _, expiresAt, lastUsedAt, revokedAt, ...token }) => ({
              ...token,
              expiresAt: expiresAt.toISOString(),
              lastUsedAt: lastUsedAt?.toISOString() ?? null,
              state: revokedAt !== null ? "revoked" : expiresAt <= now ? "expired" : "holds",
            }))}
          />
        </Card>
      )}
    </SettingsPage>
  );
}
