import "server-only";
import { APIError } from "better-auth/api";
import { z } from "zod";
import { log } from "../access/log";
import { AppError } from "../postgres/app-error";
import { findPersonByEmail } from "../store/people";
import { authenticationOf } from "./authentication-of";
import type { Context } from "./context";
import { limitSignIn, rememberDevice } from "./limit-sign-in";
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
  const parsed = parseInput(signInSchema, input);
  const attempt = await limitSignIn(context, headers, parsed.email);
  const outcome = await enter(context, headers, parsed);
  await attempt.forgive();
  return outcome;
}

/**
 * Signs in who has set this password a moment ago, by a one-time address: nothing is guessed, and nothing is counted.
 * @param headers the request's
 * @throws AppError `sign-in-refused`
 */
export async function signInWithNewPassword(
  context: Context,
  headers: Headers,
  input: SignInInput,
): Promise<SignInOutcome> {
  return enter(context, headers, parseInput(signInSchema, input));
}

async function enter(
  context: Context,
  headers: Headers,
  { email, password }: z.output<typeof signInSchema>,
): Promise<SignInOutcome> {
  try {
    const answer = await authenticationOf(context).api.signInEmail({
      body: { email, password },
      headers,
      returnHeaders: true,
    });
    const secondFactor = "twoFactorRedirect" in answer.response;
    const cookies = answer.headers.getSetCookie();
    if (secondFactor) return { cookies, secondFactor };
    await recordSignIn(context, email, "password");
    return { cookies: [...cookies, ...(await rememberDevice(context, email))], secondFactor };
  } catch (error) {
    if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
    // Not waited for: how long the answer takes would tell who exists.
    void recordRefusedSignIn(context, email).catch((failure: unknown) => {
      log.error({ err: failure }, "a refused sign-in was not written to the audit log");
    });
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
