import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { ProveByProvider } from "@/components/people/prove-by-provider";
import { Time } from "@/components/ui/time";
import { freshMinutes } from "@/lib/access/authority";
import { readProof } from "@/lib/operations/prove-identity";
import { load } from "../../load";
import { proveByProvider } from "./actions";
import { refusedWords } from "./refused-words";

export const dynamic = "force-dynamic";
export const metadata = { title: "Prove that it is you" };

interface ProvePageProps {
  readonly searchParams: Promise<{ readonly done?: string | string[]; readonly error?: string | string[] }>;
}

export default async function ProvePage({ searchParams }: ProvePageProps) {
  const { done, error } = await searchParams;
  const { ways, freshUntil } = await load(readProof);
  return (
    <Page
      width="narrow"
      crumbs={[{ label: "Settings", href: "/settings" }, { label: "Prove that it is you" }]}
    >
      <PageHeading
        title="Prove that it is you"
        description={`Dangerous work asks for it. It holds for ${freshMinutes} minutes.`}
      />
      {done !== undefined && freshUntil !== null ? (
        <p role="status">
          It is you. The proof ends <Time value={freshUntil.toISOString()} />. Close this tab and go on in the
          other one.
        </p>
      ) : ways.provider !== null ? (
        <ProveByProvider
          action={proveByProvider}
          provider={ways.provider}
          refused={error === undefined ? undefined : refusedWords(ways.provider, error)}
        />
      ) : (
        <p>Here it takes {ways.code ? "your password and a code of your app" : "your password"}.</p>
      )}
    </Page>
  );
}
