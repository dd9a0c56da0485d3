import "server-only";
import { randomUUID } from "node:crypto";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { visitor } from "../access/authority";
import { clientAddress } from "../access/client-address";
import { loadSecretKey } from "../access/secret-key";
import { publicOrigin, sessionCookieName, tokenInCookie } from "../access/session-cookie";
import { AppError } from "../postgres/app-error";
import { storeFromEnvironment } from "../store/client";
import type { Person } from "../store/people";
import { findSession, type Session } from "../store/sessions";
import type { Context, RequestFacts } from "./context";
import { personActor } from "./person-actor";
import { tokenActor } from "./token-actor";

/** Somebody who is signed in, and in which browser. */
export interface SignedIn {
  readonly person: Person;
  readonly session: Session;
}

/**
 * The context of the request that is being answered: whoever sent it, and from where.
 * @param options.tokens takes a service token in the header `Authorization` as well (routes only)
 * @throws AppError `not-signed-in`
 */
export async function requestContext({ tokens = false } = {}): Promise<Context> {
  const context = await visitorContext();
  if (tokens) {
    const bearer = bearerOf((await headers()).get("authorization"));
    if (bearer !== undefined) return { ...context, actor: await tokenActor(context, bearer) };
  }
  const signedIn = await readSignedIn();
  if (signedIn === null) {
    throw new AppError("not-signed-in", "You are not signed in.", {
      hint: "Sign in; your work on this page is not lost in another tab.",
    });
  }
  const { person, session } = signedIn;
  return { ...context, actor: personActor(person, session.authenticatedAt), sessionId: session.id };
}

/** The context of a request of which nothing is asked but from where it came: for who signs in or opens what was shared. */
export const visitorContext = cache(async (): Promise<Context> => {
  const store = storeFromEnvironment();
  return {
    actor: visitor,
    store,
    secretKey: await loadSecretKey(),
    shadowUrl: process.env.SHADOW_DATABASE_URL,
    request: factsOf(await headers()),
    now: () => new Date(),
  };
});

/** Who is signed in where this request came from; null when nobody is. Read once for each request of a page. */
export const readSignedIn = cache(async (): Promise<SignedIn | null> => {
  const cookie = (await cookies()).get(sessionCookieName(publicOrigin()))?.value;
  if (cookie === undefined) return null;
  return findSession(storeFromEnvironment(), tokenInCookie(cookie), new Date());
});

function factsOf(sent: Headers): RequestFacts {
  return {
    id: randomUUID(),
    address: clientAddress(sent),
    agent: sent.get("user-agent")?.slice(0, 300) ?? null,
  };
}

function bearerOf(header: string | null): string | undefined {
  return header === null ? undefined : /^Bearer\s+(\S+)$/i.exec(header)?.[1];
}
