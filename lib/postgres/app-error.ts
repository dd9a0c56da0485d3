/**
 * An error that a person can act on. It names the object and the next step, and holds no secret:
 * raw Postgres text goes to `details`, connection strings and passwords go nowhere.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  /** Stable, kebab-case: `password-rejected`. */
  readonly code: string;
  /** What to do next. */
  readonly hint: string | undefined;
  /** More to read for who wants it: SQLSTATE, file and line, what ran before. */
  readonly details: readonly string[];
  /** In how many seconds it is worth trying again, where that is known. */
  readonly retryAfter: number | undefined;

  constructor(
    code: string,
    message: string,
    options: {
      hint?: string | undefined;
      details?: readonly string[];
      retryAfter?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? [];
    this.retryAfter = options.retryAfter;
  }
}
