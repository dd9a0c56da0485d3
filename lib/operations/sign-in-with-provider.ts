import "server-only";
import { authenticationPath, oidcProviderId } from "../access/authentication";
import { oidcFromEnvironment } from "../access/oidc";
import { ownPath } from "../access/public-path";
import { publicOrigin } from "../access/session-cookie";
import { AppError } from "../postgres/app-error";
import { authenticationOf } from "./authentication-of";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { sessionOfCookies } from "./session-of-cookies";
import { recordSignIn } from "./sign-in";

/** The name of the provider that people may sign in with; null when there is none. */
export const providerName = (): string | null => oidcFromEnvironment()?.name ?? null;

/**
 * Sends somebody to the provider.
 * @param next the page of ours to come back to
 * @returns the provider's address, and cookies by which we know who comes back
 * @throws AppError `no-provider`, `provider-away`
 */
export async function beginProviderSignIn(
  context: Context,
  headers: Headers,
  next: string,
): Promise<{ readonly url: string; readonly cookies: readonly string[] }> {
  if (providerName() === null) {
    throw new AppError("no-provider", "There is no provider to sign in with.", {
      hint: "Sign in with your password.",
    });
  }
  await limitRate(context, "provider sign-in");
  const answer = await authenticationOf(context)
    .api.signInSocial({
      body: {
        provider: oidcProviderId,
        callbackURL: ownPath(next),
        errorCallbackURL: "/sign-in",
        disableRedirect: true,
      },
      headers,
      returnHeaders: true,
    })
    .catch((cause: unknown) => {
      throw new AppError("provider-away", "The provider did not answer.", {
        hint: "Try again, or sign in with your password.",
        cause,
      });
    });
  const { url } = answer.response;
  if (!url) throw new Error("better-auth gave no address of the provider");
  return { url, cookies: answer.headers.getSetCookie() };
}

/** The provider's way back: signs in whom it vouches for, and leads on to the page that was asked for. */
export async function finishProviderSignIn(context: Context, request: Request): Promise<Response> {
  await limitRate(context, "provider sign-in");
  // By the address people use, whatever the server behind the proxy is called.
  const { search } = new URL(request.url);
  const own = new Request(`${publicOrigin()}${authenticationPath}/callback/${oidcProviderId}${search}`, {
    headers: request.headers,
  });
  const response = await authenticationOf(context).handler(own);
  const signedIn = await sessionOfCookies(context, response.headers.getSetCookie());
  if (signedIn !== null) await recordSignIn(context, signedIn.person.email, "provider");
  return response;
}
