import "server-only";
import { APIError } from "better-auth/api";
import { z } from "zod";
import { freshMinutes } from "../access/authority";
import { AppError } from "../postgres/app-error";
import type { Store } from "../store/client";
import { findPerson, type Person, readAccountKinds, readPasswordHash } from "../store/people";
import { setAuthenticatedAt } from "../store/sessions";
import { authenticationOf } from "./authentication-of";
import { claimCode, codeUsed } from "./claim-code";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { recordAudit } from "./record-audit";
import { providerName } from "./sign-in-with-provider";

export const proveIdentitySchema = z.object({
  password: z.string().min(1, "Enter your password.").max(1000),
  /** Of the second factor, where there is one. */
  code: z.string().trim().max(20).optional(),
});

/** By what a person can prove that it is them. */
export interface WaysToProve {
  readonly password: boolean;
  /** With the password. */
  readonly code: boolean;
  /** The provider's name; null where it would not be enough. */
  readonly provider: string | null;
}

/** What to ask this person for. The provider does not ask for the second factor that they have here. */
export async function readWaysToProve(store: Store, person: Person): Promise<WaysToProve> {
  const accounts = await readAccountKinds(store, person.id);
  return {
    password: accounts.password,
    code: person.twoFactor,
    provider: accounts.provider && !person.twoFactor ? providerName() : null,
  };
}

/** By what the person who asks can prove that it is them, and until when what they proved last holds. */
export async function readProof(
  context: Context,
): Promise<{ readonly ways: WaysToProve; readonly freshUntil: Date | null }> {
  const { actor, store } = context;
  const person = actor.kind === "person" ? await findPerson(store, actor.id) : null;
  if (person === null) throw new AppError("not-allowed", "Only people have an account.");
  const until = new Date((actor.authenticatedAt?.getTime() ?? 0) + freshMinutes * 60_000);
  return { ways: await readWaysToProve(store, person), freshUntil: until > context.now() ? until : null };
}

/**
 * Proves in a session that the person is still who signed in: dangerous work is open for some minutes (authority.ts).
 * @param headers the request's
 * @throws AppError `proof-refused`, `code-refused`, `code-used`, `no-password`, `too-many-requests`
 */
export async function proveIdentity(
  context: Context,
  headers: Headers,
  { password, code }: z.output<typeof proveIdentitySchema>,
): Promise<void> {
  const { actor, sessionId, store } = context;
  const person = actor.kind === "person" ? await findPerson(store, actor.id) : null;
  if (person === null || sessionId === undefined) {
    throw new AppError("not-signed-in", "You are not signed in.", { hint: "Sign in." });
  }
  const attempt = await limitRate(context, "proof", person.id);
  await requirePassword(context, person.id, password);
  if (person.twoFactor) await requireCode(context, headers, person.id, code);
  await attempt.forgive();
  await setAuthenticatedAt(store, sessionId, context.now());
  await recordAudit(context, { action: "session.prove", object: { kind: "person", id: person.id } });
}

/** @throws AppError `proof-refused`, `no-password` */
async function requirePassword(context: Context, personId: string, password: string): Promise<void> {
  const hash = await readPasswordHash(context.store, personId);
  if (hash === null) {
    throw new AppError("no-password", "You sign in without a password.", {
      hint: "Prove it with your provider, or ask an owner for an address that sets a password.",
    });
  }
  const { password: passwords } = await authenticationOf(context).$context;
  if (await passwords.verify({ hash, password })) return;
  await recordRefusedProof(context, personId);
  throw new AppError("proof-refused", "The password is wrong.", {
    hint: "Enter the password you sign in with.",
  });
}

async function requireCode(
  context: Context,
  headers: Headers,
  personId: string,
  code: string | undefined,
): Promise<void> {
  if (!code) {
    throw new AppError("code-missing", "Your second factor is asked for too.", {
      hint: "Enter the code that your app shows.",
    });
  }
  try {
    await authenticationOf(context).api.verifyTOTP({ body: { code }, headers });
  } catch (error) {
    if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
    await recordRefusedProof(context, personId);
    throw new AppError("code-refused", "The code is wrong or too old.", {
      hint: "Enter the code that your app shows now.",
    });
  }
  if (await claimCode(context, personId, code)) return;
  await recordRefusedProof(context, personId);
  throw codeUsed();
}

async function recordRefusedProof(context: Context, personId: string): Promise<void> {
  await recordAudit(context, {
    ...{ action: "session.prove", object: { kind: "person", id: personId }, result: "denied" },
  });
}
