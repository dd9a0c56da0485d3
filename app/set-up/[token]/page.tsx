import { notFound } from "next/navigation";
import { comeIn } from "@/app/sign-in/actions";
import { BarePage } from "@/components/people/bare-page";
import { SetUpForm } from "@/components/people/set-up-form";
import { shortestPassword } from "@/lib/access/authentication";
import { readInvitation } from "@/lib/operations/accept-invitation";
import { visitorContext } from "@/lib/operations/request-context";
import { AppError } from "@/lib/postgres/app-error";

export const dynamic = "force-dynamic";
export const metadata = { title: "Come in", robots: { index: false } };

const words = {
  "set-up": {
    title: "Make the first owner",
    description: "The owner may do everything, and invites the others. This address works once.",
    submit: "Make owner and sign in",
  },
  join: {
    title: "Join Plumbline",
    description: "Choose a password; this address works once.",
    submit: "Join",
  },
  password: {
    title: "Choose a new password",
    description: "It ends all your sessions. This address works once.",
    submit: "Save password and sign in",
  },
} as const;

export default async function SetUpPage({
  params,
}: {
  readonly params: Promise<{ readonly token: string }>;
}) {
  const { token } = await params;
  const invitation = await readInvitation(await visitorContext(), token).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "no-such-invitation") notFound();
    if (error instanceof AppError && error.code === "too-many-requests") return error;
    throw error;
  });
  if (invitation instanceof AppError) {
    return <BarePage title={invitation.message} description={invitation.hint} />;
  }
  const { title, description, submit } = words[invitation.purpose];
  return (
    <BarePage title={title} description={description}>
      <SetUpForm
        action={comeIn}
        token={token}
        email={invitation.email ?? undefined}
        asksName={invitation.purpose !== "password"}
        shortestPassword={shortestPassword}
        submitLabel={submit}
      />
    </BarePage>
  );
}
