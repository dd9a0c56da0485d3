import "server-only";
import type { Store } from "./client";

interface AuditObject {
  readonly objectKind: string;
  readonly objectId: string;
}

/** Finds the names of objects whose ids tell people nothing. By kind; other kinds have ids that are names (`P-12`). */
const readers: Readonly<
  Record<string, (store: Store, ids: string[]) => Promise<readonly (readonly [string, string])[]>>
> = {
  person: async ({ client }, ids) =>
    (await client.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })).map(
      ({ id, name }) => [id, name],
    ),
  token: async ({ client }, ids) =>
    (
      await client.serviceToken.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
    ).map(({ id, name }) => [id, name]),
  invitation: async ({ client }, ids) =>
    (
      await client.invitation.findMany({ where: { id: { in: ids } }, select: { id: true, email: true } })
    ).flatMap(({ id, email }) => (email === null ? [] : [[id, email] as const])),
  share: async ({ client }, ids) =>
    (
      await client.shareLink.findMany({
        where: { id: { in: ids } },
        select: { id: true, subjectKind: true, subjectId: true, createdByName: true },
      })
    ).map(({ id, subjectKind, subjectId, createdByName }) => [
      id,
      `${subjectKind === "drift" ? "drift report" : `${subjectKind} ${subjectId}`} by ${createdByName}`,
    ]),
  "ignore rule": async ({ client }, ids) =>
    (
      await client.ignoreRule.findMany({
        where: { id: { in: ids } },
        select: { id: true, kind: true, schema: true, name: true, attribute: true },
      })
    ).map(({ id, kind, schema, name, attribute }) => [
      id,
      `${kind ?? "everything"} ${schema === null ? "" : `${schema}.`}${name ?? "*"}${attribute === null ? "" : ` (${attribute})`}`,
    ]),
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Of kinds whose ids are UUIDs anything else would be an error to ask for. */
const mayBeId = (kind: string, id: string): boolean => kind === "person" || uuid.test(id);

/** What stands for an object in {@link readObjectNames}. */
export const objectKey = ({ objectKind, objectId }: AuditObject): string => `${objectKind} ${objectId}`;

/** The names that objects have now, by {@link objectKey}; those that have none, or are gone, are absent. */
export async function readObjectNames(
  store: Store,
  objects: readonly AuditObject[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const [kind, read] of Object.entries(readers)) {
    const ids = objects.filter(({ objectKind, objectId }) => objectKind === kind && mayBeId(kind, objectId));
    if (ids.length === 0) continue;
    const found = await read(store, [...new Set(ids.map(({ objectId }) => objectId))]);
    for (const [id, name] of found) names.set(objectKey({ objectKind: kind, objectId: id }), name);
  }
  return names;
}

/** The ids that a text, as somebody types it, may mean besides itself: of people and tokens by name, of e-mail addresses. */
export async function readIdsNamed({ client }: Store, text: string): Promise<readonly string[]> {
  const named = { equals: text, mode: "insensitive" } as const;
  const [people, tokens, invitations] = await Promise.all([
    client.user.findMany({
      where: { OR: [{ name: named }, { email: named }] },
      select: { id: true },
      take: 100,
    }),
    client.serviceToken.findMany({ where: { name: named }, select: { id: true }, take: 100 }),
    client.invitation.findMany({ where: { email: named }, select: { id: true }, take: 100 }),
  ]);
  return [...people, ...tokens, ...invitations].map(({ id }) => id);
}
