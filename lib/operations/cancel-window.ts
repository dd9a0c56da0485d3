import "server-only";
import { inTransaction } from "../store/client";
import { cancelWindow as cancel, lockWindow } from "../store/windows";
import type { Context } from "./context";
import { loadWindow } from "./load-window";
import { recordAudit } from "./record-audit";

/**
 * Cancels a window with all its later occurrences; one that is open ends at once. Plans that waited for it keep waiting,
 * for another one.
 * @throws AppError `no-such-window`, `not-allowed`
 */
export async function cancelWindow(context: Context, id: string): Promise<void> {
  const { number, databases } = await loadWindow(context, id, "manage windows");
  await inTransaction(context.store, async (inside) => {
    const window = await lockWindow(inside, number);
    if (window === null || window.cancelledAt !== null) return;
    await cancel(inside, number, context.now());
    await recordAudit(
      context,
      {
        action: "window.cancel",
        object: { kind: "window", id: window.id },
        ...(databases[0] === undefined ? {} : { database: databases[0].slug }),
        detail: { name: window.name, databases: databases.map(({ slug }) => slug) },
      },
      inside,
    );
  });
}
