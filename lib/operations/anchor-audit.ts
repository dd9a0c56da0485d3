import "server-only";
import { requireRight } from "../access/authority";
import { writeChainHead } from "../access/chain-heads";
import { readAuditHead } from "../store/audit";
import type { Context } from "./context";

/**
 * Writes the end of the audit log down outside of the store, when it has moved since.
 * @param last the head that was written down before
 * @returns the head that is written down now
 */
export async function anchorAudit(context: Context, last: string | null): Promise<string | null> {
  requireRight(context.actor, "run jobs");
  const head = await readAuditHead(context.store);
  if (head === null || head.hash === last) return last;
  await writeChainHead({ number: head.number, hash: head.hash });
  return head.hash;
}
