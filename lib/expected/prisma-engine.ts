import fs from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { AppError } from "../postgres/app-error";

/** The part of Prisma's schema engine that is used here. */
interface SchemaEngine {
  diff(parameters: {
    readonly from: { readonly tag: "empty" };
    readonly to: {
      readonly tag: "schemaDatamodel";
      readonly files: readonly { path: string; content: string }[];
    };
    readonly script: true;
    readonly exitCode: null;
    readonly shadowDatabaseUrl: null;
    readonly filters: {
      readonly externalTables: readonly string[];
      readonly externalEnums: readonly string[];
    };
  }): Promise<{ stdout: string | null }>;
}

interface EngineModule {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  readonly SchemaEngine: {
    new: (options: { datamodels: undefined }, log: () => void, adapter: unknown) => Promise<SchemaEngine>;
  };
}

let loading: Promise<EngineModule> | undefined;

/**
 * Prisma's schema engine in WebAssembly, connected to nothing: making SQL of a schema needs no server.
 * A new one each time, because one that failed may not be used again.
 */
export async function schemaEngine(): Promise<SchemaEngine> {
  loading ??= load();
  const { SchemaEngine } = await loading.catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return SchemaEngine.new({ datamodels: undefined }, () => undefined, noServer);
}

async function load(): Promise<EngineModule> {
  const folder = packageFolder();
  // Looked up at run time: a bundler would try to pull the WebAssembly file in.
  const glue = pathToFileURL(path.join(folder, "schema_engine_bg.js")).href;
  const module = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ glue)) as EngineModule;
  const compiled = await WebAssembly.compile(await readFile(path.join(folder, "schema_engine_bg.wasm")));
  const { exports } = await WebAssembly.instantiate(compiled, {
    "./schema_engine_bg.js": module as unknown as WebAssembly.ModuleImports,
  });
  module.__wbg_set_wasm(exports);
  const start = exports.__wbindgen_start;
  if (typeof start === "function") start();
  return module;
}

function packageFolder(): string {
  for (const begin of [path.dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let folder = begin; ; folder = path.dirname(folder)) {
      const candidate = path.join(folder, "node_modules/@prisma/schema-engine-wasm");
      if (fs.existsSync(path.join(candidate, "schema_engine_bg.wasm"))) return candidate;
      if (path.dirname(folder) === folder) break;
    }
  }
  throw new AppError("prisma-engine-missing", "Prisma's schema engine is not installed.", {
    hint: "Run npm ci in Plumbline's folder, or give the migrations' SQL as the source instead.",
  });
}

interface Answer<T> {
  readonly ok: true;
  readonly value: T;
  map<U>(change: (value: T) => U): Answer<U>;
  flatMap<U>(change: (value: T) => U): U;
}

const answer = <T>(value: T): Answer<T> => ({
  ...{ ok: true, value },
  map: (change) => answer(change(value)),
  flatMap: (change) => change(value),
});

const refuse = async (): Promise<never> => {
  throw new Error("Prisma's schema engine asked a server although none is needed");
};

/**
 * A driver adapter without a server. When it starts, the engine asks one thing: whether the schema exists and which
 * version answers (column types: 5 boolean, 7 text, 0 integer of @prisma/driver-adapter-utils). The version decides
 * nothing in the SQL that is made from an empty database.
 */
const noServer = {
  ...{ provider: "postgres", adapterName: "no-server" },
  errorRegistry: { consumeError: () => undefined },
  connectToShadowDb: refuse,
  connect: async () =>
    answer({
      ...{ provider: "postgres", adapterName: "no-server" },
      errorRegistry: { consumeError: () => undefined },
      queryRaw: async () =>
        answer({
          columnNames: ["exists", "version", "numeric_version"],
          columnTypes: [5, 7, 0],
          rows: [[true, "PostgreSQL 18.0", 180_000]],
        }),
      ...{ executeRaw: refuse, executeScript: refuse, startTransaction: refuse },
      dispose: async () => answer(undefined),
      getConnectionInfo: () =>
        answer({ schemaName: "public", maxBindValues: 32_766, supportsRelationJoins: true }),
    }),
};
