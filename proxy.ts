import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { isPublicPath, pathHeader, signInAddress } from "./lib/access/public-path";
import { isOwnHost, isOwnRequest } from "./lib/access/request-origin";
import { bringsOwnPolicy, contentSecurityPolicy, transportHeaders } from "./lib/access/security-headers";
import { publicOrigin, sessionCookieName } from "./lib/access/session-cookie";

/**
 * Looks at every request before anything of the app does (faults-and-security.md §3): whether it was sent to one of our
 * names, whether what wants to change something comes from our own pages, whether somebody may be signed in at all. Who
 * it is and what they may do, each operation looks at itself; this alone would let a forged cookie pass.
 */
export function proxy(request: NextRequest): NextResponse {
  const origin = publicOrigin();
  const nonce = randomBytes(16).toString("base64");
  const issuer = process.env.PLUMBLINE_OIDC_ISSUER;
  const policy = contentSecurityPolicy(nonce, {
    development: process.env.NODE_ENV === "development",
    formTargets: issuer && URL.canParse(issuer) ? [new URL(issuer).origin] : [],
  });
  const answer = decide(request, origin, policy, nonce);
  // What is set here takes the place of what a route sets.
  const theirs = answer.headers.has("x-middleware-next") && bringsOwnPolicy(request.nextUrl.pathname);
  if (!answer.headers.has("Content-Security-Policy") && !theirs) {
    answer.headers.set("Content-Security-Policy", policy);
  }
  for (const [name, value] of Object.entries(transportHeaders(origin))) answer.headers.set(name, value);
  return answer;
}

function decide(request: NextRequest, origin: string, policy: string, nonce: string): NextResponse {
  if (!isOwnHost(request.headers.get("host"))) {
    const words =
      "Plumbline does not answer under this host name. Use the address it printed, or set PLUMBLINE_ORIGIN to the address you use.\n";
    return text(421, words);
  }
  const { pathname, search } = request.nextUrl;
  const bearer = /^Bearer\s/i.test(request.headers.get("authorization") ?? "");
  const reads = request.method === "GET" || request.method === "HEAD";
  // A token is not sent by a browser on its own, so who sends one needs no page of ours.
  if (!reads && !(bearer && pathname.startsWith("/api/v1/")) && !isOwnRequest(request.headers)) {
    return text(403, "This request did not come from Plumbline's own pages.\n");
  }
  if (!reads && isPublicPath(pathname) && !isSmall(request.headers)) {
    return text(413, "This is more than belongs here.\n");
  }
  const known = bearer || request.cookies.has(sessionCookieName(origin));
  if (!known && !isPublicPath(pathname) && reads) {
    if (cameFromElsewhere(request)) return again(request.nextUrl.pathname + search);
    return isForPeople(request) ? toSignIn(request) : unknownCaller();
  }
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  headers.set("x-nonce", nonce);
  headers.set(pathHeader, pathname + search);
  // Next takes this for the host that a server action was sent to, and anybody can send it.
  headers.set(
    "x-forwarded-host",
    process.env.PLUMBLINE_ORIGIN ? new URL(origin).host : (headers.get("host") ?? ""),
  );
  return NextResponse.next({ request: { headers } });
}

/** What is sent to pages that everybody may open is a few fields: nobody else's memory is filled from there. */
function isSmall(headers: Headers): boolean {
  const length = headers.get("content-length");
  return length !== null && /^\d{1,5}$/.test(length) && Number(length) <= 65_536;
}

/**
 * A page that somebody opens, in contrast to what a page or a program fetches. What Next's router fetches in a page is
 * told that nobody is signed in, opens the address anew for that, and so comes by here as a page.
 */
const isForPeople = ({ headers, nextUrl }: NextRequest): boolean =>
  !nextUrl.pathname.startsWith("/api/") && (headers.get("accept") ?? "").includes("text/html");

function toSignIn(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  return NextResponse.redirect(new URL(signInAddress(pathname + search), request.nextUrl), {
    status: 307,
    headers: { "Cache-Control": "no-store" },
  });
}

const unknownCaller = (): NextResponse =>
  NextResponse.json(
    { type: "about:blank", status: 401, code: "not-signed-in", title: "You are not signed in.", details: [] },
    {
      status: 401,
      headers: {
        "Content-Type": "application/problem+json",
        "Cache-Control": "no-store",
        "WWW-Authenticate": "Bearer",
      },
    },
  );

/** Somebody followed a link in a chat, or came back from the provider: the browser kept the session's cookie to itself. */
const cameFromElsewhere = ({ headers, method }: NextRequest): boolean =>
  method === "GET" &&
  headers.get("sec-fetch-site") === "cross-site" &&
  headers.get("sec-fetch-mode") === "navigate" &&
  headers.get("sec-fetch-dest") === "document";

/** Asks for the same page once more, now from a page of ours, so that the cookie comes with it. */
function again(path: string): NextResponse {
  const address = path.replace(/[&"<>']/g, (each) => `&#${each.charCodeAt(0)};`);
  return new NextResponse(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Plumbline</title><meta http-equiv="refresh" content="0;url=${address}"><p><a href="${address}">Open Plumbline</a></p></html>`,
    {
      status: 200,
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      },
    },
  );
}

function text(status: number, words: string): NextResponse {
  return new NextResponse(words, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}

// What the build made is the same for everyone and holds nothing of a database.
export const config = { matcher: ["/((?!_next/static/).*)"] };
