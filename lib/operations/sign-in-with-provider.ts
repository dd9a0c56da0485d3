import "server-only";
import { authenticationPath, oidcProviderId } from "../access/authentication";
import { oidcFromEnvironment } from "../access/oidc";
import { answeringProvider, type ProviderProof } from "../access/provider-answer";
import { ownPath } from "../access/public-path";
import { publicOrigin } from "../access/session-cookie";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { findPerson } from "../store/people";
import { deleteSession } from "../store/sessions";
import { authenticationOf } from "./authentication-of";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { personActor } from "./person-actor";
import { recordAudit } from "./record-audit";
import { sessionOfCookies } from "./session-of-cookies";
import { recordSignIn } from "./sign-in";

/** Where people prove by the provider that it is them (app/settings/prove). */
const proofPath = "/settings/prove";

/** The name of the provider that people may sign in with; null when there is none. */
export const providerName = (): string | null => oidcFromEnvironment()?.name ?? null;

/** Where the provider sends the browser, and cookies by which we know who comes back. */
interface WayToProvider {
  readonly url: string;
  readonly cookies: readonly string[];
}

/**
 * Sends somebody to the provider.
 * @param next the page of ours to come back to
 * @throws AppError `no-provider`, `provider-away`, `provider-differs`
 */
export async function beginProviderSignIn(
  context: Context,
  headers: Headers,
  next: string,
): Promise<WayToProvider> {
  return begin(context, headers, { callbackURL: ownPath(next), errorCallbackURL: "/sign-in" });
}

/**
 * Sends somebody who is signed in to the provider, to prove that it is still them. It is asked to have them sign in
 * anew, and to say when they did.
 * @throws AppError `not-signed-in`, `no-provider`, `provider-away`, `provider-differs`
 */
export async function beginProviderProof(context: Context, headers: Headers): Promise<WayToProvider> {
  const { actor, sessionId } = context;
  const person = actor.kind === "person" ? await findPerson(context.store, actor.id) : null;
  if (person === null || sessionId === undefined) {
    throw new AppError("not-signed-in", "You are not signed in.", { hint: "Sign in." });
  }
  const proof: ProviderProof = { personId: person.id, sessionId };
  return begin(context, headers, {
    callbackURL: `${proofPath}?done=1`,
    errorCallbackURL: proofPath,
    loginHint: person.email,
    additionalData: { proof },
    additionalParams: {
      prompt: "login",
      // With it `auth_time` has to be told (OpenID Connect Core, 3.1.2.1); some only hear the other way of asking.
      max_age: "0",
      claims: JSON.stringify({ id_token: { auth_time: { essential: true } } }),
    },
  });
}

interface WayBack {
  readonly callbackURL: string;
  readonly errorCallbackURL: string;
  readonly loginHint?: string;
  readonly additionalData?: { readonly proof: ProviderProof };
  readonly additionalParams?: Record<string, string>;
}

async function begin(context: Context, headers: Headers, way: WayBack): Promise<WayToProvider> {
  const provider = oidcFromEnvironment();
  if (provider === undefined) {
    throw new AppError("no-provider", "There is no provider to sign in with.", {
      hint: "Sign in with your password.",
    });
  }
  await limitRate(context, "provider sign-in");
  const authentication = authenticationOf(context);
  const answer = await authentication.api
    .signInSocial({
      body: { provider: oidcProviderId, disableRedirect: true, ...way },
      headers,
      returnHeaders: true,
    })
    .catch((cause: unknown) => {
      throw new AppError("provider-away", "The provider did not answer.", {
        hint: "Try again, or sign in with your password.",
        cause,
      });
    });
  const { socialProviders } = await authentication.$context;
  const found = socialProviders.find(({ id }) => id === oidcProviderId)?.issuer;
  // OpenID Connect Discovery, 4.3: whoever answers there for somebody else is not whom the environment names.
  if (found?.replace(/\/+$/, "") !== provider.issuer) {
    throw new AppError("provider-differs", "The provider calls itself by another address.", {
      hint: "PLUMBLINE_OIDC_ISSUER has to be the issuer that its configuration names.",
    });
  }
  const { url } = answer.response;
  if (!url) throw new Error("better-auth gave no address of the provider");
  return { url, cookies: answer.headers.getSetCookie() };
}

/**
 * The provider's way back: signs in whom it vouches for, and leads on to the page that was asked for. Who came to prove
 * that it is still them gets another session in the place of theirs.
 */
export async function finishProviderSignIn(context: Context, request: Request): Promise<Response> {
  await limitRate(context, "provider sign-in");
  // By the address people use, whatever the server behind the proxy is called.
  const { search } = new URL(request.url);
  const own = new Request(`${publicOrigin()}${authenticationPath}/callback/${oidcProviderId}${search}`, {
    headers: request.headers,
  });
  const { result: response, proof } = await answeringProvider(context.now, () =>
    authenticationOf(context).handler(own),
  );
  const signedIn = await sessionOfCookies(context, response.headers.getSetCookie());
  if (proof !== undefined) await recordProof(context, proof, signedIn !== null);
  else if (signedIn !== null) await recordSignIn(context, signedIn.person.email, "provider");
  return response;
}

async function recordProof(
  context: Context,
  { personId, sessionId }: ProviderProof,
  proven: boolean,
): Promise<void> {
  const person = await findPerson(context.store, personId);
  if (person === null) return;
  await inTransaction(context.store, async (inside) => {
    if (proven) await deleteSession(inside, personId, sessionId);
    await recordAudit(
      { ...context, actor: personActor(person, null) },
      {
        action: "session.prove",
        object: { kind: "person", id: personId },
        detail: { how: "provider" },
        ...(proven ? {} : { result: "denied" as const }),
      },
      inside,
    );
  });
}
