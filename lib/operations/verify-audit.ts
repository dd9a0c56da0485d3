import "server-only";
import { type ChainHead, type ChainVerdict, verifyChain } from "../access/audit-chain";
import { requireRight } from "../access/authority";
import { chainHeadsFile, readChainHeads } from "../access/chain-heads";
import { hasAuditWriter, streamAudit } from "../store/audit";
import type { Context } from "./context";

export interface AuditVerdict extends ChainVerdict {
  /** True when entries are added by a role of the store that can do nothing else. */
  readonly writerIsSeparate: boolean;
}

/**
 * Follows the audit log from its first entry to its last and holds it against the heads that were written down outside.
 * @param heads more heads than those in `PLUMBLINE_HOME`: from a webhook's receiver, or a log kept elsewhere
 */
export async function verifyAudit(context: Context, heads: readonly ChainHead[] = []): Promise<AuditVerdict> {
  requireRight(context.actor, "read audit");
  // Heads first: an entry that is added meanwhile has no head yet, and none goes away.
  const known = [...(await readChainHeads(chainHeadsFile())), ...heads];
  const verdict = await verifyChain(streamAudit(context.store), known);
  return { ...verdict, writerIsSeparate: await hasAuditWriter(context.store.client) };
}

/** The verdict in one sentence. */
export function auditSentence({ entries, breaks, heads }: AuditVerdict): string {
  const count = `${entries.toLocaleString("en")} ${entries === 1 ? "entry" : "entries"}`;
  if (breaks.length > 0) {
    return `${count}, chain broken in ${breaks.length} ${breaks.length === 1 ? "place" : "places"}.`;
  }
  if (entries > 0 && heads === 0) {
    return `${count}, chain intact. No head was written down outside of the log, so a cut end would not show.`;
  }
  return `${count}, chain intact.`;
}
