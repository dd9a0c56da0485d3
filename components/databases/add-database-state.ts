/** The names of the form's controls: what the action reads from the form data. */
const addDatabaseFields = [
  "name",
  "environment",
  "host",
  "port",
  "database",
  "user",
  "password",
  "tls",
  "certificateAuthority",
  "sourceType",
  "sourceText",
  "sourceFile",
  "sourcePath",
  "sourceUrl",
  "sourceFormat",
] as const;

export type AddDatabaseField = (typeof addDatabaseFields)[number];

/** What the action answers. `fields` holds an error for each control that has one. */
export interface AddDatabaseState {
  readonly ok: boolean;
  readonly message?: string;
  readonly hint?: string;
  readonly details?: string[];
  readonly fields?: Record<string, string>;
}

export const addDatabaseStart: AddDatabaseState = { ok: true };

/** How a source is given in the browser. */
export const sourceWays = ["paste", "upload", "path", "database"] as const;

export type SourceWay = (typeof sourceWays)[number];
