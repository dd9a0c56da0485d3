import { parseSetCookieHeader } from "better-auth/cookies";
import { cookies } from "next/headers";

/** Gives the browser the cookies that an operation answered with, as `Set-Cookie` headers. */
export async function handOutCookies(headers: readonly string[]): Promise<void> {
  const jar = await cookies();
  for (const header of headers) {
    for (const [name, { value, ...attributes }] of parseSetCookieHeader(header)) {
      jar.set(name, decodeURIComponent(value), {
        httpOnly: attributes.httponly ?? true,
        secure: attributes.secure ?? false,
        path: attributes.path ?? "/",
        ...(attributes.samesite === undefined ? {} : { sameSite: attributes.samesite }),
        ...(attributes["max-age"] === undefined ? {} : { maxAge: attributes["max-age"] }),
      });
    }
  }
}
