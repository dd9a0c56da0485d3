/** A role in words; for who has roles on single databases only, how many. */
export function roleWords(person: {
  readonly role: string | null;
  readonly databaseRoles: readonly unknown[];
}): string {
  if (person.role !== null) return person.role;
  const count = person.databaseRoles.length;
  return count === 0 ? "no role" : `roles on ${count} ${count === 1 ? "database" : "databases"}`;
}
