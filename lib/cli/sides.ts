/** The two sides of a comparison as the command line names them. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Catalog } from "../catalog/catalog";
import { buildExpected } from "../expected/build-expected";
import type { Source } from "../expected/source";
import { readCatalog } from "../operations/read-catalog";
import { readSourcePath } from "../operations/read-source-path";
import { AppError } from "../postgres/app-error";
import { type ConnectionSettings, connectionSettingsFromUrl } from "../postgres/connection-settings";
import { startTemporaryCluster } from "../postgres/embedded";
import { withPassword } from "./password";

const forcedPrefix = /^(prisma|sql|alembic|snapshot):(?!\/\/)/;

const isUrl = (text: string): boolean => /^postgres(ql)?:\/\//i.test(text);

/** A connection URL with the password that libpq would find. */
export async function settingsOf(url: string): Promise<ConnectionSettings> {
  return withPassword(connectionSettingsFromUrl(url, { sockets: true }));
}

export type ExpectedSide =
  | { readonly type: "database"; readonly settings: ConnectionSettings }
  | { readonly type: "source"; readonly source: Source };

/** What `--expected` names: a URL, or a path whose kind is forced by a prefix or recognised by content. */
export async function expectedSide(text: string): Promise<ExpectedSide> {
  if (isUrl(text)) return { type: "database", settings: await settingsOf(text) };
  const forced = forcedPrefix.exec(text)?.[1] as Source["type"] | undefined;
  const file = path.resolve(forced === undefined ? text : text.slice(forced.length + 1));
  if (!existsSync(file)) {
    throw new AppError("source-missing", `There is no file or folder ${file}.`, {
      hint: "Check the path; it is taken from the folder the command is called in.",
    });
  }
  // Who types a path on the command line may read what the command may read.
  return { type: "source", source: await readSourcePath(file, forced, [path.parse(file).root]) };
}

/** Everything is managed when the expected side is a whole database; a source manages the schemas it declares. */
export const scopeOf = (side: ExpectedSide): "everything" | "declared" =>
  side.type === "database" || side.source.type === "snapshot" ? "everything" : "declared";

export async function readExpected(
  side: ExpectedSide,
  options: { shadow: Shadow; serverVersion: number; signal: AbortSignal },
): Promise<Catalog> {
  if (side.type === "database") return readCatalog(side.settings, { signal: options.signal });
  return buildExpected(side.source, {
    // A snapshot needs no server to be read.
    shadowUrl: side.source.type === "snapshot" ? "" : await options.shadow.url(),
    serverVersion: options.serverVersion,
    signal: options.signal,
  });
}

/** The shadow of one command: `SHADOW_DATABASE_URL`, else an embedded server that is started when first asked for. */
export interface Shadow {
  url(): Promise<string>;
  stop(): Promise<void>;
}

export function openShadow(environment: NodeJS.ProcessEnv = process.env): Shadow {
  const given = environment.SHADOW_DATABASE_URL;
  let cluster: ReturnType<typeof startTemporaryCluster> | undefined;
  return {
    url: async () => {
      if (given !== undefined && given !== "") return given;
      // Not called postgres, so that sources may give their objects to a role of that name.
      cluster ??= startTemporaryCluster({ superuser: "plumbline_bootstrap" });
      return (await cluster).url("postgres");
    },
    stop: async () => {
      await (await cluster)?.stop();
    },
  };
}
