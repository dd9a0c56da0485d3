import "server-only";
import { storedSharedReport } from "../access/redact-report";
import type { Redaction, SharedReport } from "../report/report";
import type { Store } from "./client";
import type { ShareLink as ShareLinkRow } from "./generated/client";
import { fromJson, toJson } from "./json";

/** A link to a frozen page, without its token, which nobody keeps. */
export interface ShareLink {
  readonly id: string;
  readonly databaseId: string;
  readonly subject: { readonly kind: "drift" | "difference" | "plan" | "run"; readonly id: string };
  readonly hidden: readonly Redaction[];
  readonly note: string | null;
  readonly hasPasscode: boolean;
  /** Null for as often as anybody likes. */
  readonly maximumOpens: number | null;
  readonly opens: number;
  readonly by: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export interface NewShareLink extends Omit<ShareLink, "hasPasscode" | "opens" | "revokedAt"> {
  readonly tokenHash: string;
  readonly passcodeHash: string | null;
  readonly content: SharedReport;
}

/** A link that may be opened, with what is shown and what has to be typed first. */
export interface OpenableLink {
  readonly link: ShareLink;
  readonly passcodeHash: string | null;
  readonly content: SharedReport;
}

/** One opening of a link. */
export interface ShareOpen {
  readonly at: Date;
  readonly address: string | null;
  readonly agent: string | null;
}

/** Stores a link with its frozen content. */
export async function insertShareLink(store: Store, link: NewShareLink): Promise<void> {
  await store.client.shareLink.create({
    data: {
      ...{ id: link.id, databaseId: link.databaseId, tokenHash: link.tokenHash, note: link.note },
      ...{ passcodeHash: link.passcodeHash, maximumOpens: link.maximumOpens },
      ...{ createdAt: link.createdAt, expiresAt: link.expiresAt },
      subjectKind: link.subject.kind,
      subjectId: link.subject.id,
      redaction: [...link.hidden],
      content: toJson(link.content),
      createdById: link.by.id,
      createdByName: link.by.name,
    },
  });
}

/** The link with this token, while it can be opened; null for every reason why it cannot. */
export async function findOpenableLink(
  store: Store,
  tokenHash: string,
  now: Date,
): Promise<OpenableLink | null> {
  const row = await store.client.shareLink.findUnique({ where: { tokenHash } });
  if (row === null || row.revokedAt !== null || row.expiresAt <= now) return null;
  if (row.maximumOpens !== null && row.opens >= row.maximumOpens) return null;
  return { link: toLink(row), passcodeHash: row.passcodeHash, content: storedSharedReport(row.content) };
}

/**
 * Counts an opening, if there is still one left at this moment: of any number at once no more pass than were allowed.
 * False when the link was used up, revoked or ran out meanwhile.
 */
export async function countShareOpen(
  store: Store,
  id: string,
  { at, address, agent }: ShareOpen,
): Promise<boolean> {
  const counted = await store.client.$executeRaw`
    UPDATE share_links SET opens = opens + 1
     WHERE id = ${id}::uuid AND revoked_at IS NULL AND expires_at > ${at}
       AND (maximum_opens IS NULL OR opens < maximum_opens)`;
  if (counted === 0) return false;
  await store.client.shareOpen.create({ data: { linkId: id, at, address, agent } });
  return true;
}

/** The links of databases, newest first; those of long ago are left out. */
export async function readShareLinks(
  store: Store,
  databaseIds: readonly string[],
): Promise<readonly ShareLink[]> {
  const rows = await store.client.shareLink.findMany({
    where: { databaseId: { in: [...databaseIds] } },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: 500,
  });
  return rows.map(toLink);
}

/** The links of a person that may still be opened, with the slugs of their databases. */
export async function readOpenShareLinksBy(
  store: Store,
  personId: string,
  now: Date,
): Promise<readonly { readonly id: string; readonly slug: string }[]> {
  const rows = await store.client.shareLink.findMany({
    where: { createdById: personId, revokedAt: null, expiresAt: { gt: now } },
    select: { id: true, database: { select: { slug: true } } },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ id, database }) => ({ id, slug: database.slug }));
}

/** A link by its id; null when there is none. */
export async function findShareLink(store: Store, id: string): Promise<ShareLink | null> {
  const row = await store.client.shareLink.findUnique({ where: { id } });
  return row === null ? null : toLink(row);
}

/** The last openings of links, newest first, by link id. */
export async function readShareOpens(
  store: Store,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly ShareOpen[]>> {
  const rows = await store.client.shareOpen.findMany({
    where: { linkId: { in: [...ids] } },
    orderBy: { id: "desc" },
    take: 1_000,
  });
  const opens = new Map<string, ShareOpen[]>();
  for (const { linkId, at, address, agent } of rows) {
    const list = opens.get(linkId) ?? [];
    list.push({ at, address, agent });
    opens.set(linkId, list);
  }
  return opens;
}

/** Ends a link; false when it was ended already. */
export async function revokeShareLink(store: Store, id: string, at: Date): Promise<boolean> {
  const { count } = await store.client.shareLink.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: at },
  });
  return count > 0;
}

function toLink(row: ShareLinkRow): ShareLink {
  return {
    id: row.id,
    databaseId: row.databaseId,
    subject: { kind: row.subjectKind as ShareLink["subject"]["kind"], id: row.subjectId },
    hidden: fromJson<readonly Redaction[]>(row.redaction),
    note: row.note,
    hasPasscode: row.passcodeHash !== null,
    maximumOpens: row.maximumOpens,
    opens: row.opens,
    by: { id: row.createdById, name: row.createdByName },
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
  };
}
