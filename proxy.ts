import { type NextRequest, NextResponse } from "next/server";
import { isOwnHost } from "./lib/access/request-origin";

/**
 * Refuses requests that were sent to another host name than ours (faults-and-security.md): until there is sign-in, a
 * page of a stranger whose name resolves to this machine must not read anything.
 */
export function proxy(request: NextRequest): NextResponse {
  if (isOwnHost(request.headers.get("host"))) return NextResponse.next();
  return new NextResponse(
    "Plumbline does not answer under this host name. Use the address it printed, or set PLUMBLINE_ORIGIN to the address you use.\n",
    { status: 421, headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" } },
  );
}

// What the build made is the same for everyone and holds nothing of a database.
export const config = { matcher: ["/((?!_next/static/).*)"] };
