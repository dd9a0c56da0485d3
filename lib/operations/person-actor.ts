import "server-only";
import { type Actor, type Right, rightsOf } from "../access/authority";
import type { Person } from "../store/people";

/** A person as who does something. */
export function personActor(person: Person, authenticatedAt: Date | null): Actor {
  return {
    kind: "person",
    id: person.id,
    name: person.name,
    rights: person.role === null ? new Set<Right>() : rightsOf(person.role),
    databaseRights: new Map(person.databaseRoles.map(({ slug, role }) => [slug, rightsOf(role)])),
    authenticatedAt,
  };
}
