import "server-only";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "../postgres/app-error";
import type { ChainHead } from "./audit-chain";
import { log } from "./log";

const headSchema = z.object({
  number: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Where heads of the audit log are kept beside the store: `audit-heads.jsonl` in `PLUMBLINE_HOME`. */
export function chainHeadsFile(environment: NodeJS.ProcessEnv = process.env): string {
  return path.join(path.resolve(environment.PLUMBLINE_HOME || ".plumbline"), "audit-heads.jsonl");
}

/**
 * Writes the end of the chain down outside of the store: a line of the log, a line of the file, and, with
 * `PLUMBLINE_AUDIT_WEBHOOK`, a POST. Who can cut the log in the store would have to cut it in each of these too.
 * A webhook that does not answer is logged; the next head makes up for it.
 */
export async function writeChainHead(
  head: ChainHead,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  log.info({ auditHead: head }, "audit log");
  const file = chainHeadsFile(environment);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await appendFile(file, `${JSON.stringify({ at: new Date().toISOString(), ...head })}\n`, { mode: 0o600 });
  const webhook = environment.PLUMBLINE_AUDIT_WEBHOOK;
  if (webhook === undefined || webhook === "") return;
  try {
    const answer = await fetch(webhook, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ type: "plumbline.audit-head", ...head }),
      redirect: "error",
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) log.warn({ status: answer.status, auditHead: head }, "the audit webhook refused a head");
  } catch (error) {
    log.warn({ err: error, auditHead: head }, "the audit webhook did not answer");
  }
}

/**
 * Heads that were written down, from a file of JSON lines: our own, or a log that holds lines of {@link writeChainHead}.
 * Lines about something else are passed over; a damaged last line, of a machine that lost power, as well.
 * @throws AppError `no-such-file` for a file that was named and is not there
 */
export async function readChainHeads(file: string, named = false): Promise<readonly ChainHead[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (missing && !named) return [];
    throw new AppError("no-such-file", `The heads of the audit log in ${file} cannot be read.`, {
      hint: "Name a file of JSON lines: audit-heads.jsonl, or what Plumbline logged.",
      cause: error,
    });
  }
  return text.split("\n").flatMap((line) => {
    const value = parseLine(line);
    const head = headSchema.safeParse(value?.auditHead ?? value);
    return head.success ? [head.data] : [];
  });
}

function parseLine(line: string): { readonly auditHead?: unknown } | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
