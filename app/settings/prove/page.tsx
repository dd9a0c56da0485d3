import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { ProveByProvider } from "@/components/people/prove-by-provider";
import { Time } from "@/components/ui/time";
import { freshMinutes } from "@/lib/access/authority";
import { type ProofRefusal, proofRefusals } from "@/lib/access/provider-answer";
import { readProof } from "@/lib/operations/prove-identity";
import { load } from "../../load";
import { proveByProvider } from "./actions";

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

const words: Readonly<Record<ProofRefusal, (provider: string) => { title: string; hint: string }>> = {
  other_person: (provider) => ({
    title: `You signed in with ${provider} as somebody else.`,
    hint: "Use the account with which you are signed in here.",
  }),
  second_factor: () => ({
    title: "You have a second factor here.",
    hint: "Prove it with your password and a code of your app.",
  }),
  no_auth_time: (provider) => ({
    title: `${provider} does not tell when you signed in there.`,
    hint: "So it cannot prove that it is you now. An owner can make an address that sets a password; then that is asked for.",
  }),
  old_auth_time: (provider) => ({
    title: `${provider} did not ask who you are: it still knew you from before.`,
    hint: "Sign out there, then try again.",
  }),
};

function refusedWords(provider: string, error: string | string[]): { title: string; hint: string } {
  const known = proofRefusals.find((one) => one === error);
  if (known !== undefined) return words[known](provider);
  return { title: `${provider} did not confirm that it is you.`, hint: "Try again." };
}
