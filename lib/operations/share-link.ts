import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { mayDo, requireFreshProof } from "../access/authority";
import { disguise } from "../access/disguise";
import { hashPasscode } from "../access/passcode";
import { redactReport } from "../access/redact-report";
import { hashToken, newToken } from "../access/token";
import { AppError } from "../postgres/app-error";
import { redactions, type SharedReport } from "../report/report";
import { inTransaction } from "../store/client";
import { type Database, findDatabaseById, readDatabases } from "../store/databases";
import {
  findShareLink,
  insertShareLink,
  readShareLinks,
  readShareOpens,
  revokeShareLink,
  type ShareLink,
  type ShareOpen,
} from "../store/share-links";
import type { Context } from "./context";
import { type ReportSubject, readReport } from "./read-report";
import { recordAudit } from "./record-audit";
import { policyOf } from "./redaction-policy";
import { requireDatabase } from "./require-database";

/** For how long a link can live. */
export const shareTerms = ["24 hours", "7 days", "30 days"] as const;

const hours: { readonly [T in (typeof shareTerms)[number]]: number } = {
  ...{ "24 hours": 24, "7 days": 7 * 24, "30 days": 30 * 24 },
};

/** What the form of a share link sends. */
export const shareSchema = z.object({
  hide: z.array(z.enum(redactions)),
  term: z.enum(shareTerms, "Choose when it expires."),
  passcode: z
    .string()
    .max(200, "At most 200 characters.")
    .refine((text) => text === "" || text.length >= 6, "At least 6 characters, or none at all."),
  maximumOpens: z.union([
    z.literal("").transform(() => null),
    z.coerce
      .number("A whole number.")
      .int("A whole number.")
      .min(1, "At least once.")
      .max(10_000, "At most 10,000 times."),
  ]),
  note: z.string().trim().max(500, "At most 500 characters."),
});

export type ShareInput = z.output<typeof shareSchema>;

/** A link with its token, which is told this once. */
export interface CreatedShareLink {
  readonly link: Pick<ShareLink, "id" | "expiresAt">;
  readonly token: string;
}

/** What a link with these choices would show. Nothing is kept. */
export async function previewShare(
  context: Context,
  slug: string,
  subject: ReportSubject,
  hide: ShareInput["hide"],
): Promise<SharedReport> {
  await requireDatabase(context, slug, "share");
  // Disguises last as long as the link: the preview's are others than the link's will be.
  return redactReport(await readReport(context, slug, subject), policyOf(hide), disguise(randomBytes(32)));
}

/**
 * Makes a link that shows something of a database as it is now, without what is hidden, to whoever has the address.
 * @throws AppError `no-such-…`, `not-allowed`, `sign-in-again`
 */
export async function createShareLink(
  context: Context,
  slug: string,
  subject: ReportSubject,
  input: ShareInput,
): Promise<CreatedShareLink> {
  const database = await requireDatabase(context, slug, "share");
  const now = context.now();
  requireFreshProof(context.actor, now);
  const content = await previewShare(context, slug, subject, input.hide);
  const token = newToken();
  const passcodeHash = input.passcode === "" ? null : await hashPasscode(input.passcode);
  const link = {
    ...{ id: randomUUID(), databaseId: database.id, createdAt: now, hidden: content.hidden },
    // The content may disguise its id.
    subject: { kind: content.subject, id: content.subject === "difference" ? subject : content.id },
    ...{ note: input.note || null, maximumOpens: input.maximumOpens },
    by: { id: context.actor.id, name: context.actor.name },
    expiresAt: new Date(now.getTime() + hours[input.term] * 3_600_000),
  };
  await inTransaction(context.store, async (store) => {
    await insertShareLink(store, { ...link, tokenHash: hashToken(token), passcodeHash, content });
    await recordAudit(
      context,
      {
        action: "share.create",
        object: { kind: "share", id: link.id },
        database: slug,
        detail: {
          after: {
            subject: link.subject,
            hidden: link.hidden,
            expiresAt: link.expiresAt.toISOString(),
            maximumOpens: link.maximumOpens,
            passcode: passcodeHash !== null,
            note: link.note,
          },
        },
      },
      store,
    );
  });
  return { link, token };
}

/** A link with its database and its last openings. */
export interface ListedShareLink {
  readonly link: ShareLink;
  readonly database: Pick<Database, "slug" | "name">;
  readonly opens: readonly ShareOpen[];
  readonly state: "open" | "expired" | "used up" | "revoked";
}

/** The links of every database that the actor may share, newest first. */
export async function listShareLinks(context: Context): Promise<readonly ListedShareLink[]> {
  const databases = (await readDatabases(context.store)).filter(({ slug }) =>
    mayDo(context.actor, "share", slug),
  );
  return listed(context, databases);
}

/**
 * The links of one database, newest first.
 * @throws AppError `no-such-database`, `not-allowed`
 */
export async function listShareLinksOf(context: Context, slug: string): Promise<readonly ListedShareLink[]> {
  return listed(context, [await requireDatabase(context, slug, "share")]);
}

async function listed(context: Context, databases: readonly Database[]): Promise<readonly ListedShareLink[]> {
  const byId = new Map(databases.map((database) => [database.id, database]));
  const links = await readShareLinks(context.store, [...byId.keys()]);
  const opens = await readShareOpens(
    context.store,
    links.map(({ id }) => id),
  );
  const now = context.now();
  return links.flatMap((link) => {
    const database = byId.get(link.databaseId);
    if (database === undefined) return [];
    return [{ link, database, opens: opens.get(link.id) ?? [], state: stateOf(link, now) }];
  });
}

function stateOf(
  { revokedAt, expiresAt, maximumOpens, opens }: ShareLink,
  now: Date,
): ListedShareLink["state"] {
  if (revokedAt !== null) return "revoked";
  if (expiresAt <= now) return "expired";
  return maximumOpens !== null && opens >= maximumOpens ? "used up" : "open";
}

/**
 * Ends a link: from now on it answers as one that never was.
 * @throws AppError `no-such-share`, `not-allowed`
 */
export async function endShareLink(context: Context, id: string): Promise<void> {
  const link = z.uuid().safeParse(id).success ? await findShareLink(context.store, id) : null;
  const database = link === null ? null : await findDatabaseById(context.store, link.databaseId);
  if (link === null || database === null || !mayDo(context.actor, "read databases", database.slug)) {
    throw new AppError("no-such-share", "There is no such share link.", { hint: "Load the list again." });
  }
  await requireDatabase(context, database.slug, "share");
  await inTransaction(context.store, async (store) => {
    if (!(await revokeShareLink(store, id, context.now()))) return;
    await recordAudit(
      context,
      { action: "share.revoke", object: { kind: "share", id }, database: database.slug },
      store,
    );
  });
}
