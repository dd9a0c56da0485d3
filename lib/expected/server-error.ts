/** The fields of an error that a Postgres server sent; all but the code may be absent. */
export interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** Where it happened inside functions and DO blocks. */
  readonly where: string | undefined;
  /** In characters from the start of the statement, from 1. */
  readonly position: number | undefined;
}

/** An error as the server sent it; undefined when it is not one of a server. */
export function serverError(error: unknown): ServerError | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("severity" in error)) return undefined;
  const field = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const position = Number(field("position"));
  return {
    ...{ code: field("code") ?? "", message: error.message },
    ...{ detail: field("detail"), hint: field("hint"), where: field("where") },
    position: position > 0 ? position : undefined,
  };
}

/** The innermost statement that a function or DO block was running when it failed, as the server's context quotes it. */
export function innerStatement(error: ServerError): string | undefined {
  return /^SQL statement "([\s\S]*?)"\n(?:PL\/|SQL function)/.exec(error.where ?? "")?.[1];
}
