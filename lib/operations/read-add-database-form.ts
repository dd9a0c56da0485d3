import { AppError } from "../postgres/app-error";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";

/**
 * The fields of the form *Add database* in the shape that `addDatabaseSchema` takes, unchecked.
 * Files are read into memory; Next limits the size of a request.
 * @throws AppError when the URL of a source database cannot be read
 */
export async function readAddDatabaseForm(form: FormData): Promise<unknown> {
  const text = textOf(form);
  return {
    name: text("name"),
    environment: text("environment"),
    connection: await readConnectionFields(form),
    applying: readApplyingFields(form),
    source: await readSourceFields(form, text),
  };
}

/** The connection's fields of that form in the shape that `connectionSchema` takes, unchecked. */
export async function readConnectionFields(form: FormData): Promise<unknown> {
  const text = textOf(form);
  const file = form.get("certificateFile");
  return {
    host: text("host") ?? "",
    port: text("port") ?? "5432",
    database: text("database") ?? "",
    user: text("user") ?? "",
    password: text("password"),
    tls: text("tls"),
    // A file that was chosen is meant, whatever stands in the text beside it.
    certificateAuthority:
      file instanceof File && file.size > 0 ? await beginningOf(file) : text("certificateAuthority"),
  };
}

/** The fields of the applying role in the shape that `applyingSchema` takes, unchecked; undefined when there is none. */
export function readApplyingFields(form: FormData): unknown {
  const text = textOf(form);
  const user = text("applyUser");
  if (user === undefined) return undefined;
  const [from, password, variable] = [text("applyFrom"), text("applyPassword"), text("applyVariable")];
  return { user, from, password, variable };
}

/** Longer than any certificate may be: the schema says so then, and nothing larger is read. */
const beginningOf = (file: File): Promise<string> => file.slice(0, 200_000).text();

/** Reads controls of a form; an empty one is undefined. */
function textOf(form: FormData): (name: string) => string | undefined {
  return (name) => {
    const value = form.get(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
}

async function readSourceFields(
  form: FormData,
  text: (name: string) => string | undefined,
): Promise<unknown> {
  const type = text("sourceFormat");
  switch (text("sourceType")) {
    case "upload": {
      const file = form.get("sourceFile");
      if (!(file instanceof File))
        return { given: "uploaded", type, sourceFile: "", name: "", bytes: new Uint8Array() };
      return { given: "uploaded", type, name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
    }
    case "path":
      return { given: "path", type, path: text("sourcePath") ?? "" };
    case "database":
      return { given: "database", connection: sourceConnection(text("sourceUrl")) };
    default:
      return { given: "pasted", type, text: text("sourceText") ?? "" };
  }
}

function sourceConnection(url: string | undefined): unknown {
  if (url === undefined) {
    throw new AppError("source-url", "The connection URL of the source database is missing.", {
      hint: "Enter it as postgresql://user:password@host:5432/database.",
    });
  }
  return connectionSettingsFromUrl(url);
}

const errorControls: Readonly<Record<string, string>> = {
  "unknown-host": "host",
  "host-not-allowed": "host",
  "port-not-allowed": "port",
  "connection-refused": "host",
  "connection-timeout": "host",
  "not-postgres": "host",
  "not-really-postgres": "host",
  "server-too-old": "host",
  "no-database": "database",
  "no-connect-right": "user",
  "role-rejected": "user",
  "password-rejected": "password",
  "password-missing": "password",
  "certificate-host": "tls",
  "certificate-expired": "tls",
  "certificate-untrusted": "tls",
  "no-tls": "tls",
};

/** The control beside which an error of connecting belongs; undefined for one that is not about a single control. */
export function connectionErrorControl(code: string | undefined): string | undefined {
  return code === undefined ? undefined : errorControls[code];
}

const applyingControls: Readonly<Record<string, string>> = {
  ...{ user: "applyUser", from: "applyFrom", password: "applyPassword", variable: "applyVariable" },
};

/** The control that a field of the input came from. */
export function addDatabaseControl(path: readonly PropertyKey[]): string {
  const [first, second] = path;
  const last = String(path.at(-1) ?? "");
  if (first === "applying") return applyingControls[last] ?? "applyUser";
  if (first !== "source") return last;
  if (second === "connection") return "sourceUrl";
  const controls: Readonly<Record<string, string>> = {
    text: "sourceText",
    name: "sourceFile",
    bytes: "sourceFile",
    path: "sourcePath",
    type: "sourceFormat",
  };
  return controls[last] ?? "sourceText";
}
