import { AppError } from "../postgres/app-error";

/** What an actor may be allowed to do. Where a right is about a database, it can be held on that one alone. */
const rights = [
  "read databases",
  "comment",
  "request checks",
  "decide differences",
  "make plans",
  "take backups",
  "share",
  "run plans",
  "approve plans",
  "manage windows",
  "end sessions",
  "read audit",
  "manage policies",
  "bypass approval",
  "add databases",
  "remove databases",
  "manage people",
  "manage tokens",
  "manage the demo",
  "run checks",
  "run jobs",
] as const;

export type Right = (typeof rights)[number];

/** Least first: each role may do what the one before it may. */
export const roles = ["viewer", "operator", "approver", "owner"] as const;

export type Role = (typeof roles)[number];

const added: Readonly<Record<Role, readonly Right[]>> = {
  viewer: ["read databases", "comment"],
  operator: ["request checks", "decide differences", "make plans", "take backups", "share", "run plans"],
  approver: ["approve plans", "manage windows", "end sessions", "read audit"],
  owner: [
    "manage policies",
    "bypass approval",
    "add databases",
    "remove databases",
    "manage people",
    "manage tokens",
    "manage the demo",
  ],
};

/** What a role may do. */
export function rightsOf(role: Role): ReadonlySet<Right> {
  return new Set(roles.slice(0, roles.indexOf(role) + 1).flatMap((each) => added[each]));
}

/** Who does something. */
export interface Actor {
  readonly kind: "person" | "token" | "worker" | "command line" | "visitor";
  /** The person's or the token's. */
  readonly id: string;
  /** Shown beside what was done. */
  readonly name: string;
  /** On every database, and on what belongs to none. */
  readonly rights: ReadonlySet<Right>;
  /** What is held on single databases besides, by slug. */
  readonly databaseRights: ReadonlyMap<string, ReadonlySet<Right>>;
  /** When a person last proved who they are; null for everybody else. */
  readonly authenticatedAt: Date | null;
  /** The person whose rights a token uses: what it makes, they do not approve. */
  readonly behind?: string;
}

/** The person who answers for what an actor does: themselves, or whose token it is. */
export const personBehind = ({ id, behind }: Actor): string => behind ?? id;

/** The process that runs checks, plans and backups: what people asked for, never more. */
export const workerActor: Actor = {
  kind: "worker",
  id: "worker",
  name: "worker",
  rights: new Set<Right>(["run checks", "run jobs"]),
  databaseRights: new Map(),
  authenticatedAt: null,
};

/** Whoever has not signed in: may ask to, and may open what was shared. */
export const visitor: Actor = {
  kind: "visitor",
  id: "visitor",
  name: "visitor",
  rights: new Set<Right>(),
  databaseRights: new Map(),
  authenticatedAt: null,
};

/** True when the actor may do this to the database, or, without one, to what belongs to none. */
export function mayDo(actor: Actor, right: Right, slug?: string): boolean {
  if (actor.rights.has(right)) return true;
  return slug !== undefined && (actor.databaseRights.get(slug)?.has(right) ?? false);
}

/**
 * Lets the actor pass or throws. Every operation calls this first.
 * @param slug the database it is about
 * @throws AppError `not-allowed`
 */
export function requireRight(actor: Actor, right: Right, slug?: string): void {
  if (mayDo(actor, right, slug)) return;
  const about = slug === undefined ? "" : ` (${slug})`;
  throw new AppError("not-allowed", `${actor.name} may not ${right}${about}.`, {
    hint: `It takes the role ${leastRole(right)}. Ask an owner.`,
  });
}

/** The least role that brings a right; a right that no role brings is the worker's. */
function leastRole(right: Right): Role | "worker" {
  return roles.find((role) => added[role].includes(right)) ?? "worker";
}

/** How long a person's proof of who they are holds for dangerous work. */
export const freshMinutes = 5;

/**
 * Lets a person pass who proved who they are within the last {@link freshMinutes} minutes: before a run, a share, a
 * change of secrets. Tokens have scopes in place of it.
 * @throws AppError `sign-in-again`
 */
export function requireFreshProof(actor: Actor, now: Date): void {
  if (actor.kind !== "person") return;
  const age = actor.authenticatedAt === null ? Infinity : now.getTime() - actor.authenticatedAt.getTime();
  if (age >= 0 && age <= freshMinutes * 60_000) return;
  throw new AppError("sign-in-again", "This needs your password again.", {
    hint: `Prove that it is you; it holds for ${freshMinutes} minutes.`,
  });
}
