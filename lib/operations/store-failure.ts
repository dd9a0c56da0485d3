import { AppError } from "../postgres/app-error";
import { errorCode } from "../postgres/connection-error";

// Prisma's words for a server that is away, refuses, or is too slow to connect to, and those of pg, of Node and of a
// server that is shutting down or starting up.
const awayCodes = new Set([
  ...["P1000", "P1001", "P1002", "P1003", "P1008", "P1010", "P1011", "P1017", "P2024"],
  ...[
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
  ],
  ...["57P01", "57P02", "57P03", "08001", "08004", "08006", "53300"],
]);
const awayWords =
  /^Connection terminated|timeout exceeded when trying to connect|Can't reach database server|ECONNREFUSED/;

/** Error code of {@link storeFailure}. The error page recognises the failure by it. */
const storeUnreachable = "store-unreachable";

/**
 * The failure of our own database to answer, in words; null for any other error.
 * @param error what a read or write of the store threw
 */
export function storeFailure(error: unknown): AppError | null {
  if (error instanceof AppError) return error.code === storeUnreachable ? error : null;
  for (
    let cause: unknown = error, depth = 0;
    cause instanceof Error && depth < 5;
    cause = cause.cause, depth++
  ) {
    const code = errorCode(cause);
    if ((code !== undefined && awayCodes.has(code)) || awayWords.test(cause.message)) {
      return new AppError(storeUnreachable, "The app database did not answer.", {
        hint: "Plumbline keeps its own data there. See that its Postgres runs and that DATABASE_URL is right, then try again.",
        cause: error,
      });
    }
  }
  return null;
}
