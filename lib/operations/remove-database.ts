import "server-only";
import { requestCancel } from "../store/check-lifecycle";
import { findActiveCheck } from "../store/checks";
import { inTransaction } from "../store/client";
import { deleteDatabase } from "../store/databases";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

/** Forgets a database with its source, checks and differences. The database itself is not touched. */
export async function removeDatabase(context: Context, slug: string): Promise<void> {
  const database = await requireDatabase(context, slug, "remove databases");
  const active = await findActiveCheck(context.store, database.id);
  if (active) await requestCancel(context.store, active.number);
  await inTransaction(context.store, async (store) => {
    await deleteDatabase(store, database.id);
    await recordAudit(
      context,
      {
        action: "database.remove",
        object: { kind: "database", id: slug },
        database: slug,
        detail: { before: { name: database.name, connection: database.connection } },
      },
      store,
    );
  });
}
