import "server-only";
import { z } from "zod";
import { log } from "../access/log";
import { AppError } from "../postgres/app-error";
import type { Context } from "./context";
import { requestContext } from "./request-context";
import { storeFailure } from "./store-failure";

/**
 * Answers a GET of a route for whoever sent it. What a person can act on becomes a problem (RFC 9457) with its status;
 * bugs go on to Next, after being logged. Routes change nothing: what changes something is a server action.
 */
export async function answerRoute(work: (context: Context) => Promise<Response>): Promise<Response> {
  try {
    return await work(await requestContext());
  } catch (error) {
    if (error instanceof AppError) return problem(error);
    if (error instanceof z.ZodError) return problem(new AppError("bad-request", z.prettifyError(error)));
    const failure = storeFailure(error);
    if (failure !== null) return problem(failure);
    log.error({ err: error }, "a route failed in a way that was not foreseen");
    throw error;
  }
}

/** The status that fits an error's code. */
export function statusOf(code: string): number {
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

function problem({ code, message, hint, details }: AppError): Response {
  const status = statusOf(code);
  return Response.json(
    { type: "about:blank", status, code, title: message, hint, details },
    { status, headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store" } },
  );
}
