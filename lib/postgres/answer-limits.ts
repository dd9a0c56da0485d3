import type { Duplex } from "node:stream";
import { AppError } from "./app-error";

/** What a server may send in answer to one question, and how long it may take over it. */
export interface AnswerLimits {
  readonly bytes: number;
  /** 0 for no limit. */
  readonly milliseconds: number;
}

/** The largest catalog query over 100,000 columns answers with a sixth of this. */
export const mostBytes = 256 * 2 ** 20;

/**
 * Asks a server something and cuts its connection off when it sends too much or takes too long. `statement_timeout` is
 * only a request: a server that is not what it says it is need not heed it, and can send rows until memory is gone
 * (faults-and-security.md, fault 42).
 * @param stream the connection's, as it is after TLS
 * @param server `host:port`, for the message
 * @throws AppError `answer-too-large`, `server-silent`
 */
export async function withinLimits<T>(
  stream: Duplex,
  server: string,
  { bytes, milliseconds }: AnswerLimits,
  ask: () => Promise<T>,
): Promise<T> {
  let failure: AppError | undefined;
  const cutOff = (error: AppError): void => {
    failure ??= error;
    stream.destroy(error);
  };
  let received = 0;
  const count = (chunk: Buffer): void => {
    received += chunk.length;
    if (received > bytes) cutOff(tooLarge(server, bytes));
  };
  const timer =
    milliseconds === 0 ? undefined : setTimeout(() => cutOff(silent(server, milliseconds)), milliseconds);
  stream.on("data", count);
  try {
    return await ask();
  } catch (error) {
    throw failure ?? error;
  } finally {
    stream.off("data", count);
    clearTimeout(timer);
  }
}

const tooLarge = (server: string, bytes: number): AppError =>
  new AppError(
    "answer-too-large",
    `The server at ${server} sent more than ${Math.round(bytes / 2 ** 20)} MB in answer to one question.`,
    { hint: "Catalogs are far smaller. See what answers at this address." },
  );

const silent = (server: string, milliseconds: number): AppError =>
  new AppError(
    "server-silent",
    `The server at ${server} did not answer within ${Math.round(milliseconds / 1000)} seconds.`,
    { hint: "See whether it is overloaded, and what answers at this address." },
  );
