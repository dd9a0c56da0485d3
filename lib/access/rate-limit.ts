import { isIP } from "node:net";

/** How often something may be asked for: `count` times in `seconds`. */
interface RateLimit {
  readonly count: number;
  readonly seconds: number;
}

/**
 * What is limited, and how much. What only fails to guess is counted where success is given back
 * (`lib/operations/limit-rate.ts`), so that people who type right never meet a limit.
 */
export const rateLimits = {
  /** Failed passwords and codes from one address. */
  "sign-in": { count: 30, seconds: 600 },
  /** Failed passwords of one person from one address. */
  "sign-in of one from here": { count: 10, seconds: 600 },
  /** Failed passwords from a browser in which the person signed in before. */
  "sign-in of a known device": { count: 10, seconds: 600 },
  /** Failed proofs of who is signed in already; nobody else can use them up. */
  proof: { count: 10, seconds: 600 },
  /** Ways to the provider of identities and back. */
  "provider sign-in": { count: 60, seconds: 600 },
  /** Set-up and invitation addresses that open nothing. */
  "set-up": { count: 20, seconds: 600 },
  /** Tries of a connection. */
  "connection test": { count: 30, seconds: 60 },
  /** Share addresses and passcodes that open nothing. */
  "share open": { count: 20, seconds: 600 },
  /** Runs that are started. */
  "run start": { count: 10, seconds: 60 },
  /** Answers to a service token. */
  token: { count: 600, seconds: 60 },
} as const satisfies { readonly [name: string]: RateLimit };

/** How the tries at something wait for each other, longer and longer. */
export interface GrowingDelay {
  /** Tries that do not wait. */
  readonly free: number;
  /** The first wait; each one after it is twice as long. */
  readonly firstSeconds: number;
  readonly mostSeconds: number;
  /** Without a try for so long, all begins anew. */
  readonly forgottenSeconds: number;
}

/**
 * Failed passwords of one person from browsers and addresses that are not known as theirs, wherever they are: about
 * a hundred a day (NIST SP 800-63B, 5.2.2).
 */
export const signInDelay: GrowingDelay = {
  free: 20,
  firstSeconds: 30,
  mostSeconds: 900,
  forgottenSeconds: 86_400,
};

export type RateLimitName = keyof typeof rateLimits;

/**
 * The address that attempts are counted for: of IPv6 the first 64 bits, because whoever has one address has all of those.
 */
export function addressKey(address: string | null): string {
  if (address === null) return "nowhere";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const groups = [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(":")}::/64`;
}
