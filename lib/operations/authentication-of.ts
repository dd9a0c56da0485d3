import "server-only";
import { type Authentication, makeAuthentication } from "../access/authentication";
import { oidcFromEnvironment } from "../access/oidc";
import { publicOrigin } from "../access/session-cookie";
import { authAdapter } from "../store/auth-adapter";
import type { Store } from "../store/client";
import { findPerson } from "../store/people";
import type { Context } from "./context";

// One for each store: making it reads the whole configuration.
const made = new WeakMap<
  Store["client"],
  { readonly keyId: string; readonly authentication: Authentication }
>();

/** better-auth over the context's store, with its key and the environment's origin and provider. */
export function authenticationOf({ store, secretKey }: Pick<Context, "store" | "secretKey">): Authentication {
  const known = made.get(store.client);
  if (known?.keyId === secretKey.id) return known.authentication;
  const authentication = makeAuthentication({
    database: authAdapter(store, secretKey),
    secretKey,
    origin: publicOrigin(),
    oidc: oidcFromEnvironment(),
    standingOf: async (userId) => {
      const person = await findPerson(store, userId);
      // Somebody the provider brings is made in the transaction that is still open here.
      return {
        maySignIn: person === null || person.disabledAt === null,
        secondFactor: person?.twoFactor ?? false,
      };
    },
  });
  made.set(store.client, { keyId: secretKey.id, authentication });
  return authentication;
}
