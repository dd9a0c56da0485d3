import type { ListedLink } from "@/components/share/share-links-table";
import type { ListedShareLink } from "@/lib/operations/share-link";

/** A share link of the store as lists show it. */
export const listedLink = ({ link, database, opens, state }: ListedShareLink): ListedLink => ({
  ...{ id: link.id, subject: link.subject, note: link.note, by: link.by.name, state },
  ...{ hasPasscode: link.hasPasscode, maximumOpens: link.maximumOpens, opens: link.opens },
  hidden: link.hidden,
  database: { slug: database.slug, name: database.name },
  createdAt: link.createdAt.toISOString(),
  expiresAt: link.expiresAt.toISOString(),
  lastOpens: opens.slice(0, 20).map(({ at, address, agent }) => ({ at: at.toISOString(), address, agent })),
});
