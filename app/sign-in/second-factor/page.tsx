import { BarePage } from "@/components/people/bare-page";
import { CodeForm } from "@/components/people/code-form";
import { Link } from "@/components/ui/link";
import { ownPath } from "@/lib/access/public-path";
import { signInWithCode } from "../actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Second factor" };

interface SecondFactorPageProps {
  readonly searchParams: Promise<{ readonly next?: string | string[] }>;
}

export default async function SecondFactorPage({ searchParams }: SecondFactorPageProps) {
  const { next } = await searchParams;
  return (
    <BarePage title="Enter the code" description="The app on your phone shows it, under Plumbline.">
      <CodeForm action={signInWithCode} next={ownPath(typeof next === "string" ? next : null)} />
      <p className="mt-6 text-sm">
        <Link href="/sign-in" className="underline">
          Sign in from the start
        </Link>
      </p>
    </BarePage>
  );
}
