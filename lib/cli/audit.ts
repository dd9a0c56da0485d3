import { readChainHeads } from "../access/chain-heads";
import { auditSentence, verifyAudit } from "../operations/verify-audit";
import { exitCode } from "./exit-code";
import { openStoreSide } from "./store-side";

export interface AuditCommand {
  /** Files of heads that were written down elsewhere. */
  readonly heads: readonly string[];
  readonly format: "text" | "json";
}

/** `plumbline audit verify`: follows the chain of the audit log; 0 intact, 2 broken. */
export async function verify(command: AuditCommand, print: (text: string) => void): Promise<number> {
  const heads = (await Promise.all(command.heads.map((file) => readChainHeads(file, true)))).flat();
  const { context, close } = await openStoreSide("audit verify");
  try {
    const verdict = await verifyAudit(context, heads);
    if (command.format === "json") {
      print(`${JSON.stringify({ format: "plumbline.audit-verdict/v1", ...verdict }, null, 2)}\n`);
    } else {
      const lines = [
        auditSentence(verdict),
        ...verdict.breaks.map(({ message }) => `  ${message}`),
        ...(verdict.head === null ? [] : [`head ${verdict.head.number} ${verdict.head.hash}`]),
      ];
      print(`${lines.join("\n")}\n`);
    }
    return verdict.breaks.length === 0 ? exitCode.clean : exitCode.drift;
  } finally {
    await close();
  }
}
