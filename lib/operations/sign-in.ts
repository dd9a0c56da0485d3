import "server-only";
import { APIError } from "better-auth/api";
import { z } from "zod";
import { AppError } from "../postgres/app-error";
import { findPersonByEmail } from "../store/people";
import { authenticationOf } from "./authentication-of";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { parseInput } from "./parse-input";
import { personActor } from "./person-actor";
import { recordAudit } from "./record-audit";

export const signInSchema = z.object({
  email: z.string().trim().min(1, "Enter your e-mail address.").max(254),
  password: z.string().min(1, "Enter your password.").max(1000),
});

export type SignInInput = z.input<typeof signInSchema>;

/** What a sign-in gave: cookies for the browser, as `Set-Cookie` headers, and whether the second factor is still asked. */
export interface SignInOutcome {
  readonly cookies: readonly string[];
  readonly secondFactor: boolean;
}

/**
 * Signs somebody in by e-mail address and password. One answer stands for an unknown address, a wrong password and a
 * person who may no longer sign in, and each takes as long.
 * @param headers the request's
 * @throws AppError `sign-in-refused`, `too-many-requests`
 */
export async function signIn(context: Context, headers: Headers, input: SignInInput): Promise<SignInOutcome> {
  const { email, password } = parseInput(signInSchema, input);
  const attempts = [await limitRate(context, "sign-in"), await limitRate(context, "sign-in of one", email)];
  try {
    const answer = await authenticationOf(context).api.signInEmail({
      body: { email, password },
      headers,
      returnHeaders: true,
    });
    await Promise.all(attempts.map((attempt) => attempt.forgive()));
    const secondFactor = "twoFactorRedirect" in answer.response;
    if (!secondFactor) await recordSignIn(context, email, "password");
    return { cookies: answer.headers.getSetCookie(), secondFactor };
  } catch (error) {
    if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
    await recordRefusedSignIn(context, email);
    throw new AppError("sign-in-refused", "The e-mail address or the password is wrong.", {
      hint: "Who forgot the password asks an owner for an address that sets a new one.",
    });
  }
}

/** Writes down that somebody signed in. */
export async function recordSignIn(context: Context, email: string, how: string): Promise<void> {
  const person = await findPersonByEmail(context.store, email);
  if (person === null) return;
  await recordAudit(
    { ...context, actor: personActor(person, null) },
    { action: "session.begin", object: { kind: "person", id: person.id }, detail: { how } },
  );
}

/** Of addresses that nobody has, nothing is written down: strangers could fill the log. */
async function recordRefusedSignIn(context: Context, email: string): Promise<void> {
  const person = await findPersonByEmail(context.store, email);
  if (person === null) return;
  await recordAudit(context, {
    action: "session.begin",
    object: { kind: "person", id: person.id },
    result: "denied",
    detail: { disabled: person.disabledAt !== null },
  });
}
