import { AppError } from "../postgres/app-error";

/** Removes the password of every connection URL in a text. */
export function redactUrls(text: string): string {
  // Greedy up to the last @ before white space: a password may hold any character, @ too.
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/"'<>]*:[^\s"'<>]*@/gi, "$1[secret]@");
}

/** What may be kept of an error: its kind, code and text, and where it was thrown. Values of rows stay out. */
export interface ErrorFacts {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorFacts;
}

/**
 * An error as it may be logged.
 *
 * Of an error of Postgres only the code is kept: its message and detail carry values of rows and pieces of SQL
 * (faults-and-security.md, fault 43).
 */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { name: "thrown value", message: redactUrls(String(error)) };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const fromServer = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && "severity" in error;
  const message = fromServer ? `Postgres error ${code}` : redactUrls(error.message);
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    message,
    // The first lines of a stack repeat the message.
    ...(error.stack === undefined || error instanceof AppError ? {} : { stack: framesOf(error.stack) }),
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: errorFacts(error.cause, depth + 1) }),
  };
}

function framesOf(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map(redactUrls)
    .join("\n");
}
