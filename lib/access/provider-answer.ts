import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { APIError, getOAuthState } from "better-auth/api";
import { freshMinutes } from "./authority";

/** Somebody who is signed in and went to the provider to prove that it is still them. */
export interface ProviderProof {
  readonly personId: string;
  /** The session they went from, which the new one replaces. */
  readonly sessionId: string;
}

/** What the provider answered in the request that is being worked on. */
interface ProviderAnswer {
  readonly now: () => Date;
  /** Checked already: signature, issuer, audience, nonce. */
  idToken: string | undefined;
  /** What the way to the provider was for; undefined for signing in. */
  proof: ProviderProof | undefined;
}

/** Why a proof by the provider was refused, as the way back tells it (`?error=`). */
export const proofRefusals = ["other_person", "second_factor", "no_auth_time", "old_auth_time"] as const;

export type ProofRefusal = (typeof proofRefusals)[number];

/** The provider's clock may be ahead of ours by this much. */
const skewMilliseconds = 60_000;

const answers = new AsyncLocalStorage<ProviderAnswer>();

/** Works on an answer of the provider; gives what it was for besides. */
export async function answeringProvider<T>(
  now: () => Date,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly proof: ProviderProof | undefined }> {
  const answer: ProviderAnswer = { now, idToken: undefined, proof: undefined };
  const result = await answers.run(answer, work);
  return { result, proof: answer.proof };
}

interface WithTokens {
  readonly idToken?: string | null | undefined;
}

/**
 * Takes the provider's tokens out of an account that is being written. The ID token is read here; the others would let
 * who reads the store act at the provider, and nothing here asks it anything once somebody is signed in.
 */
export function withoutTokens<T extends WithTokens>(account: T) {
  const answer = answers.getStore();
  if (answer !== undefined && account.idToken) answer.idToken = account.idToken;
  return { ...account, idToken: null, accessToken: null, refreshToken: null };
}

/**
 * When whoever gets a session now has proven who they are. By password that is now. By the provider it is the moment
 * it tells in `auth_time` (OpenID Connect Core, 2): it may have known them since morning, and then, or where it does not
 * tell, the session is not fresh. Nor is it for who has a second factor here, which the provider did not ask for.
 * @throws APIError with a {@link ProofRefusal} when somebody went there to prove it and did not
 */
export async function provenAt(userId: string, secondFactor: boolean): Promise<Date> {
  const answer = answers.getStore();
  if (answer === undefined) return new Date();
  answer.proof = proofOf(await getOAuthState());
  // Without one nothing ties the answer to our question but the code itself.
  if (answer.idToken === undefined) throw refusal("no_id_token");
  const now = answer.now();
  const at = authTime(answer.idToken, now);
  if (answer.proof === undefined) return at === null || secondFactor ? new Date(0) : at;
  if (answer.proof.personId !== userId) throw refusal("other_person");
  if (secondFactor) throw refusal("second_factor");
  if (at === null) throw refusal("no_auth_time");
  if (now.getTime() - at.getTime() > freshMinutes * 60_000) throw refusal("old_auth_time");
  return at;
}

function proofOf(state: unknown): ProviderProof | undefined {
  const { proof } = (state ?? {}) as { readonly proof?: ProviderProof };
  return proof;
}

/** Null where the token does not tell, or tells a time that is still to come. */
function authTime(idToken: string, now: Date): Date | null {
  const claims: unknown = JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8"));
  const seconds = (claims as { readonly auth_time?: unknown }).auth_time;
  if (typeof seconds !== "number" || !Number.isFinite(seconds) || seconds <= 0) return null;
  const at = seconds * 1000;
  if (at > now.getTime() + skewMilliseconds) return null;
  return new Date(Math.min(at, now.getTime()));
}

const refusal = (code: ProofRefusal | "no_id_token"): APIError =>
  new APIError("FORBIDDEN", { code, message: "The provider's answer was not enough." });
