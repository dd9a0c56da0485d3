import type { Right } from "./authority";

/** What a service token may be given. */
export const scopes = ["read", "check", "plan", "approve", "run", "share", "admin"] as const;

export type Scope = (typeof scopes)[number];

const rights: Readonly<Record<Scope, readonly Right[]>> = {
  read: [],
  check: ["request checks"],
  plan: ["make plans", "decide differences", "comment"],
  approve: ["approve plans"],
  run: ["run plans"],
  share: ["share"],
  admin: [
    "manage windows",
    "manage policies",
    "take backups",
    "add databases",
    "remove databases",
    "read audit",
  ],
};

/** In words, for the form. */
export const scopeWords: Readonly<Record<Scope, string>> = {
  read: "Read databases, checks, plans and runs",
  check: "Request checks",
  plan: "Make plans, decide differences",
  approve: "Approve plans",
  run: "Run approved plans",
  share: "Make share links",
  admin: "Add and remove databases, windows, policies, backups; read the audit log",
};

/** What these scopes allow; every token may read. */
export function rightsOfScopes(given: readonly string[]): ReadonlySet<Right> {
  const known = scopes.filter((scope) => given.includes(scope));
  return new Set<Right>(["read databases", ...known.flatMap((scope) => rights[scope])]);
}

/** True when one token would both approve and run: then nobody else would have to look. */
export const isTooMuch = (given: readonly string[]): boolean =>
  given.includes("approve") && given.includes("run");
