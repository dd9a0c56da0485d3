import "server-only";
import { APIError } from "better-auth/api";
import { parseCookies } from "better-auth/cookies";
import { requireFreshProof } from "../access/authority";
import { tokenInCookie } from "../access/session-cookie";
import { AppError } from "../postgres/app-error";
import { findPerson } from "../store/people";
import { authenticationOf } from "./authentication-of";
import { claimCode, codeUsed, releaseCode } from "./claim-code";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { rememberDevice } from "./limit-sign-in";
import { recordAudit } from "./record-audit";
import { recordSignIn } from "./sign-in";

/** A second factor that waits for its first code. Shown once. */
export interface SecondFactorOffer {
  /** `otpauth://…`, for the app that shows codes. */
  readonly address: string;
  /** The same secret, for typing. */
  readonly secret: string;
  /** Each signs in once in place of a code. */
  readonly backupCodes: readonly string[];
}

/**
 * Begins to give the person who asks a second factor (TOTP); it holds once {@link confirmSecondFactor} saw a code.
 * @param headers the request's
 * @throws AppError `proof-refused`, `too-many-requests`
 */
export async function offerSecondFactor(
  context: Context,
  headers: Headers,
  password: string,
): Promise<SecondFactorOffer> {
  const { id } = requirePerson(context);
  const attempt = await limitRate(context, "proof", id);
  const answer = await asked(() =>
    authenticationOf(context).api.enableTwoFactor({ body: { password, method: "totp" }, headers }),
  );
  await attempt.forgive();
  if (!("totpURI" in answer)) throw new Error("better-auth offered another factor than it was asked for");
  return {
    address: answer.totpURI,
    secret: new URL(answer.totpURI).searchParams.get("secret") ?? "",
    backupCodes: answer.backupCodes,
  };
}

/**
 * Turns the second factor on that was offered, with the first code of the app.
 * @returns cookies of the session that goes on, as `Set-Cookie` headers
 * @throws AppError `code-refused`, `too-many-requests`
 */
export async function confirmSecondFactor(
  context: Context,
  headers: Headers,
  code: string,
): Promise<{ readonly cookies: readonly string[] }> {
  const { id } = requirePerson(context);
  const attempt = await limitRate(context, "proof", id);
  const answer = await asked(() =>
    authenticationOf(context).api.verifyTOTP({ body: { code }, headers, returnHeaders: true }),
  );
  await attempt.forgive();
  // It opens nothing here, but must not sign in later.
  await claimCode(context, id, code);
  await recordAudit(context, { action: "person.add-second-factor", object: { kind: "person", id } });
  return { cookies: answer.headers.getSetCookie() };
}

/**
 * Takes the second factor away from the person who asks.
 * @returns cookies of the session that goes on, as `Set-Cookie` headers
 * @throws AppError `sign-in-again`, `proof-refused`
 */
export async function removeSecondFactor(
  context: Context,
  headers: Headers,
  password: string,
): Promise<{ readonly cookies: readonly string[] }> {
  const { id } = requirePerson(context);
  requireFreshProof(context.actor, context.now());
  const attempt = await limitRate(context, "proof", id);
  const answer = await asked(() =>
    authenticationOf(context).api.disableTwoFactor({ body: { password }, headers, returnHeaders: true }),
  );
  await attempt.forgive();
  await recordAudit(context, { action: "person.remove-second-factor", object: { kind: "person", id } });
  return { cookies: answer.headers.getSetCookie() };
}

/**
 * The second step of a sign-in: a code of the app, which signs in once, or one of the backup codes.
 * @throws AppError `code-refused`, `code-used`, `sign-in-expired`, `too-many-requests`
 */
export async function signInWithCode(
  context: Context,
  headers: Headers,
  code: string,
): Promise<{ readonly cookies: readonly string[] }> {
  const attempt = await limitRate(context, "sign-in");
  const { api } = authenticationOf(context);
  const personId = await personWhoSignsIn(context, headers);
  if (personId === null) throw signInExpired();
  const typed = code.replace(/\s+/g, "");
  const ofApp = /^\d{6}$/.test(typed);
  // First, because verifying a right code ends this step, and who typed a used one should go on with the next.
  if (ofApp && !(await claimCode(context, personId, typed))) {
    await recordRefusedCode(context, personId);
    throw codeUsed();
  }
  const answer = await asked(() =>
    ofApp
      ? api.verifyTOTP({ body: { code: typed }, headers, returnHeaders: true })
      : api.verifyBackupCode({ body: { code: typed }, headers, returnHeaders: true }),
  ).catch(async (error: unknown) => {
    if (ofApp) await releaseCode(context, personId, typed);
    await recordRefusedCode(context, personId);
    throw error;
  });
  const { user } = answer.response;
  await attempt.forgive();
  const person = await findPerson(context.store, user.id);
  if (person !== null) await recordSignIn(context, person.email, ofApp ? "password and code" : "backup code");
  return { cookies: [...answer.headers.getSetCookie(), ...(await rememberDevice(context, user.email))] };
}

/** Who gave the password and is asked for a code now; null when nobody is. */
async function personWhoSignsIn(context: Context, headers: Headers): Promise<string | null> {
  const { createAuthCookie, internalAdapter } = await authenticationOf(context).$context;
  const value = parseCookies(headers.get("cookie") ?? "").get(createAuthCookie("two_factor").name);
  if (value === undefined) return null;
  return (await internalAdapter.findVerificationValue(tokenInCookie(value)))?.value ?? null;
}

/** A right password with a wrong code is what a thief of passwords does. */
async function recordRefusedCode(context: Context, personId: string): Promise<void> {
  await recordAudit(context, {
    ...{ action: "session.begin", object: { kind: "person", id: personId }, result: "denied" },
    detail: { how: "password and code" },
  });
}

function requirePerson({ actor }: Context): Context["actor"] {
  if (actor.kind === "person") return actor;
  throw new AppError("not-allowed", `${actor.name} is no person and has no second factor.`);
}

/** better-auth's refusals in our words. */
async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const code = error.body?.code ?? "";
    if (error.statusCode >= 500 && code !== "FAILED_TO_CREATE_SESSION") throw error;
    if (code === "INVALID_PASSWORD") {
      throw new AppError("proof-refused", "The password is wrong.", {
        hint: "Enter the one you sign in with.",
      });
    }
    if (code === "INVALID_TWO_FACTOR_COOKIE") {
      throw signInExpired();
    }
    // The person was disabled between the password and the code.
    if (code === "FAILED_TO_CREATE_SESSION") {
      throw new AppError("sign-in-refused", "You may not sign in any more.", { hint: "Ask an owner." });
    }
    if (code === "ACCOUNT_TEMPORARILY_LOCKED" || code === "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE") {
      throw new AppError("too-many-requests", "There were too many wrong codes.", {
        hint: "Sign in from the start, in 15 minutes at the latest.",
      });
    }
    if (code === "TOTP_ALREADY_ENABLED") {
      throw new AppError("second-factor-on", "You have a second factor already.", {
        hint: "Remove it first.",
      });
    }
    throw new AppError("code-refused", "The code is wrong or too old.", {
      hint: "Enter the code that your app shows now, or a backup code that was not used.",
    });
  }
}

const signInExpired = (): AppError =>
  new AppError("sign-in-expired", "This sign-in took too long.", { hint: "Sign in from the start." });
