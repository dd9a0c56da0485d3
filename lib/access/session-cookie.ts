/** Sessions end after this many days, used or not. */
export const sessionDays = 7;

/** Where people reach the app: `PLUMBLINE_ORIGIN`, or this machine. */
export function publicOrigin(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment.PLUMBLINE_ORIGIN;
  if (given && URL.canParse(given)) return new URL(given).origin;
  return `http://localhost:${environment.PORT || 3000}`;
}

/** True when people reach the app over https. */
export const isSecureOrigin = (origin: string): boolean => origin.startsWith("https://");

/**
 * What the names of our cookies begin with. `__Host-` makes a browser refuse them from other hosts and without https;
 * on this machine, where there is no https, the port keeps two Plumblines apart: cookies do not know ports.
 */
export function cookiePrefix(origin: string): string {
  return isSecureOrigin(origin) ? "__Host-plumbline" : `plumbline-${new URL(origin).port || "80"}`;
}

/** The name of the cookie that holds a session's token. */
export const sessionCookieName = (origin: string): string => `${cookiePrefix(origin)}.session_token`;

/** The token in a session cookie's value, behind which better-auth puts a signature. */
export function tokenInCookie(value: string): string {
  const end = value.lastIndexOf(".");
  return end < 0 ? value : value.slice(0, end);
}
