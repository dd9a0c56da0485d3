import "server-only";
import { readOwners } from "../store/people";
import type { Context } from "./context";

/** The names of the first owners: whom to ask for a role. Everybody who is signed in may know them. */
export async function readOwnerNames(context: Context): Promise<readonly string[]> {
  if (context.actor.kind !== "person") return [];
  return (await readOwners(context.store)).slice(0, 3).map((owner) => owner.name);
}
