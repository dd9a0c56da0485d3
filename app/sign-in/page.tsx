import { redirect } from "next/navigation";
import { BarePage } from "@/components/people/bare-page";
import { SignInForm } from "@/components/people/sign-in-form";
import { ownPath } from "@/lib/access/public-path";
import { readSignedIn } from "@/lib/operations/request-context";
import { signIn } from "./actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in" };

interface SignInPageProps {
  readonly searchParams: Promise<{ readonly next?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams;
  const path = ownPath(typeof next === "string" ? next : null);
  if ((await readSignedIn()) !== null) redirect(path);
  return (
    <BarePage title="Sign in" description={path === "/" ? undefined : "Then you go on where you were."}>
      <SignInForm action={signIn} next={path} />
    </BarePage>
  );
}
