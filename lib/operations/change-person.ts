import "server-only";
import { z } from "zod";
import { requireFreshProof, requireRight, roles } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { inTransaction, type Store } from "../store/client";
import {
  deleteSecondFactor,
  findPerson,
  lockOwners,
  type Person,
  readOwners,
  setDisabled,
  setRoles as storeRoles,
} from "../store/people";
import { deleteSessions } from "../store/sessions";
import type { Context } from "./context";
import { endWhatRestsOn } from "./end-what-rests-on";
import { parseInput } from "./parse-input";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

export const changeRolesSchema = z.object({
  personId: z.string().max(100),
  role: z.enum(roles).nullable(),
  databaseRoles: z.array(z.object({ slug: z.string().max(200), role: z.enum(roles) })).max(1000),
});

/**
 * Gives a person other roles. They hold from the person's next request on, and what they handed out and could not any
 * more ends at once.
 * @throws AppError `no-such-person`, `last-owner`, `sign-in-again`
 */
export async function changeRoles(
  context: Context,
  input: z.input<typeof changeRolesSchema>,
): Promise<Person> {
  const { personId, role, databaseRoles } = parseInput(changeRolesSchema, input);
  return change(context, personId, "person.change-roles", async (inside, before) => {
    const found = await Promise.all(
      databaseRoles.map(async (each) => ({
        databaseId: (await requireDatabase(context, each.slug)).id,
        role: each.role,
      })),
    );
    if (before.role === "owner" && role !== "owner") await requireAnotherOwner(inside, before);
    await storeRoles(inside, personId, role, found);
    return { before: rolesOf(before), after: { role, databaseRoles } };
  });
}

/**
 * Lets a person in no more and ends at once their sessions and what they handed out: tokens, invitations, share links.
 * What they did keeps their name.
 * @throws AppError `no-such-person`, `last-owner`, `own-account`, `sign-in-again`
 */
export async function disablePerson(context: Context, personId: string): Promise<Person> {
  return change(context, personId, "person.disable", async (inside, before) => {
    if (personId === context.actor.id) {
      throw new AppError("own-account", "You cannot disable yourself.", { hint: "Ask another owner." });
    }
    if (before.role === "owner") await requireAnotherOwner(inside, before);
    await setDisabled(inside, personId, context.now());
    return { sessionsEnded: await deleteSessions(inside, personId) };
  });
}

/** Lets a person in again, with the roles they had. */
export async function enablePerson(context: Context, personId: string): Promise<Person> {
  return change(context, personId, "person.enable", async (inside) => {
    await setDisabled(inside, personId, null);
    return {};
  });
}

/**
 * Takes the second factor away from a person who lost the phone and the backup codes, and ends their sessions.
 * @throws AppError `no-such-person`, `no-second-factor`, `sign-in-again`
 */
export async function removeSecondFactorOf(context: Context, personId: string): Promise<Person> {
  return change(context, personId, "person.remove-second-factor", async (inside, before) => {
    if (!(await deleteSecondFactor(inside, personId))) {
      throw new AppError("no-second-factor", `${before.name} has no second factor.`);
    }
    return { sessionsEnded: await deleteSessions(inside, personId) };
  });
}

/** Ends all sessions of a person; they can sign in again. */
export async function endSessionsOf(context: Context, personId: string): Promise<Person> {
  return change(context, personId, "person.end-sessions", async (inside) => ({
    sessionsEnded: await deleteSessions(inside, personId),
  }));
}

async function change(
  context: Context,
  personId: string,
  action: string,
  work: (inside: Store, before: Person) => Promise<Readonly<Record<string, unknown>>>,
): Promise<Person> {
  requireRight(context.actor, "manage people");
  requireFreshProof(context.actor, context.now());
  return inTransaction(context.store, async (inside) => {
    await lockOwners(inside);
    const before = await findPerson(inside, personId);
    if (before === null) {
      throw new AppError("no-such-person", "There is no such person.", { hint: "Open the list of people." });
    }
    const detail = await work(inside, before);
    const after = await findPerson(inside, personId);
    if (after === null) throw new Error("a person is gone who was changed");
    const ended = await endWhatRestsOn(context, inside, after);
    await recordAudit(
      context,
      {
        action,
        object: { kind: "person", id: personId },
        detail: { email: before.email, ...detail, ...ended },
      },
      inside,
    );
    return after;
  });
}

async function requireAnotherOwner(store: Store, { id, name }: Person): Promise<void> {
  const others = (await readOwners(store)).filter((owner) => owner.id !== id);
  if (others.length > 0) return;
  throw new AppError("last-owner", `${name} is the last owner.`, {
    hint: "Make somebody else an owner first; without one nobody could let people in.",
  });
}

const rolesOf = ({ role, databaseRoles }: Person) => ({
  role,
  databaseRoles: databaseRoles.map((each) => ({ slug: each.slug, role: each.role })),
});
