import { redirect } from "next/navigation";
import { BarePage } from "@/components/people/bare-page";
import { ProviderForm } from "@/components/people/provider-form";
import { SignInForm } from "@/components/people/sign-in-form";
import { ownPath } from "@/lib/access/public-path";
import { readSignedIn } from "@/lib/operations/request-context";
import { providerName } from "@/lib/operations/sign-in-with-provider";
import { continueWithProvider, signIn } from "./actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in" };

interface SignInPageProps {
  readonly searchParams: Promise<{ readonly next?: string | string[]; readonly error?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, error } = await searchParams;
  const provider = providerName();
  const path = ownPath(typeof next === "string" ? next : null);
  if ((await readSignedIn()) !== null) redirect(path);
  return (
    <BarePage title="Sign in" description={path === "/" ? undefined : "Then you go on where you were."}>
      {provider !== null && (
        <ProviderForm
          action={continueWithProvider}
          next={path}
          provider={provider}
          refused={error !== undefined}
        />
      )}
      <SignInForm action={signIn} next={path} />
    </BarePage>
  );
}
