import { AppError } from "../postgres/app-error";

/** What an actor may be allowed to do. */
export const rights = [
  "read databases",
  "add databases",
  "remove databases",
  "request checks",
  "run checks",
  "manage the demo",
] as const;

export type Right = (typeof rights)[number];

/** Who does something. */
export interface Actor {
  /** Shown beside what was done. */
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
}

/** The person at this machine. The app listens on loopback only, so who reaches it may do what the machine's user may. */
export const localOperator: Actor = {
  name: "local operator",
  rights: new Set(rights.filter((right) => right !== "run checks")),
};

/** The process that runs checks. */
export const workerActor: Actor = { name: "worker", rights: new Set<Right>(["run checks"]) };

/**
 * Lets the actor pass or throws. Every operation calls this first.
 * @param object what it is about, in words, for the message
 * @throws AppError `not-allowed`
 */
export function requireRight(actor: Actor, right: Right, object?: string): void {
  if (actor.rights.has(right)) return;
  const about = object === undefined ? "" : ` (${object})`;
  throw new AppError("not-allowed", `The ${actor.name} may not ${right}${about}.`, {
    hint: "Sign in as somebody who may, or ask them.",
  });
}
