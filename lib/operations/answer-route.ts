import "server-only";
import { z } from "zod";
import { log } from "../access/log";
import { AppError } from "../postgres/app-error";
import type { Context } from "./context";
import { recordRefusal } from "./record-refusal";
import { requestContext, visitorContext } from "./request-context";
import { storeFailure } from "./store-failure";

/**
 * Answers a route for whoever sent the request: a person in their browser, or a machine with a service token. What a
 * person can act on becomes a problem (RFC 9457) with its status; bugs go on to Next, after being logged. Routes change
 * nothing, but for those of the API: what changes something is a server action.
 */
export async function answerRoute(work: (context: Context) => Promise<Response>): Promise<Response> {
  return answer(() => requestContext({ tokens: true }), work);
}

/** {@link answerRoute} for machines only: cookies do not open it, so that no page of a stranger can ask for it. */
export async function answerToken(work: (context: Context) => Promise<Response>): Promise<Response> {
  return answer(async () => {
    const context = await requestContext({ tokens: true });
    if (context.actor.kind === "token") return context;
    throw new AppError("not-signed-in", "This address is for service tokens.", {
      hint: "Send one as Authorization: Bearer …; owners make them under Settings, Tokens.",
    });
  }, work);
}

/** {@link answerRoute} for everybody, signed in or not. */
export async function answerVisitorRoute(work: (context: Context) => Promise<Response>): Promise<Response> {
  return answer(visitorContext, work);
}

async function answer(
  whose: () => Promise<Context>,
  work: (context: Context) => Promise<Response>,
): Promise<Response> {
  let context: Context | undefined;
  try {
    context = await whose();
    const response = await work(context);
    // What is answered to one must not be kept for another.
    if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "no-store");
    return response;
  } catch (error) {
    if (error instanceof AppError) {
      if (context !== undefined) await recordRefusal(context, error);
      return problem(error);
    }
    if (error instanceof z.ZodError) return problem(new AppError("bad-request", z.prettifyError(error)));
    const failure = storeFailure(error);
    if (failure !== null) return problem(failure);
    log.error({ err: error }, "a route failed in a way that was not foreseen");
    throw error;
  }
}

/** The status that fits an error's code. */
function statusOf(code: string): number {
  if (code.startsWith("no-such-")) return 404;
  switch (code) {
    case "not-signed-in":
      return 401;
    case "not-allowed":
    case "foreign-request":
    case "sign-in-again":
      return 403;
    case "too-many-requests":
      return 429;
    case "bad-request":
      return 400;
    case "store-unreachable":
      return 503;
    default:
      return 422;
  }
}

function problem({ code, message, hint, details, retryAfter }: AppError): Response {
  const status = statusOf(code);
  return Response.json(
    { type: "about:blank", status, code, title: message, hint, details },
    {
      status,
      headers: {
        "Content-Type": "application/problem+json",
        "Cache-Control": "no-store",
        // For addresses whose pages bring a policy of their own; elsewhere proxy.ts puts the app's in its place.
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        ...(retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) }),
        ...(status === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
      },
    },
  );
}
