import { createRunControl, type RunControl } from "../../apply/run-control";
import type { RunEvent } from "../../apply/run-event";
import { runPlan } from "../../apply/run-plan";
import { bareHooks, defaultLimits, type RunHooks, type RunRequest } from "../../apply/run-request";
import { readTarget } from "../../apply/target";
import type { Catalog } from "../../catalog/catalog";
import { compare } from "../../drift/compare";
import { introspect } from "../../introspect/introspect";
import { makePlan } from "../../plan/make-plan";
import type { Plan } from "../../plan/plan";
import { type ConnectOptions, connect, type Session } from "../../postgres/connect";
import { type ConnectionSettings, connectionSettingsFromUrl } from "../../postgres/connection-settings";
import type { TestDatabase, TestServer } from "../test-server";
import { actualSql, columnsKept, expectedSql } from "./scene-schema";
import { type Survey, survey } from "./survey";

export interface SceneOptions {
  /** Settings of a server of the fault's own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** True for a server of its own although it needs no settings: it will be hurt. */
  readonly ownServer?: true;
  readonly online?: true;
  /** False where what only the database has is to stay. */
  readonly drops?: false;
  /** True where the plan cannot be applied on this server at all: there is no new state. */
  readonly neverApplied?: true;
  /** Run in the actual database before anything is read. */
  readonly before?: string;
  /** Run at the end of both sides: no difference, so that the plan leaves it alone. */
  readonly everywhere?: string;
  /** In place of the usual two sides. */
  readonly expected?: string;
  readonly actual?: string;
  /** The columns whose rows are looked at; those of the usual sides by default. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
}

/** A database with drift, a plan for it, and what it must look like before and after. */
export interface Scene {
  readonly server: TestServer;
  readonly database: TestDatabase;
  /** Where the expected side is. */
  readonly expectedUrl: string;
  readonly settings: ConnectionSettings;
  readonly plan: Plan;
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly request: RunRequest;
  readonly hooks: RunHooks;
  readonly control: RunControl;
  readonly events: RunEvent[];
  readonly old: Survey;
  readonly new: Survey;
  /** Stops the fault's own server and starts it again. */
  restart(options: { readonly standby: boolean }): Promise<void>;
  look(): Promise<Survey>;
  /** The same differences planned again, after the database was changed on purpose. */
  replanned(): Promise<Pick<RunRequest, "actual" | "plan">>;
  /** Another session in the same database, as the superuser; closed with the scene. */
  besides(options?: ConnectOptions): Promise<Session>;
  close(): Promise<void>;
}

/** Builds a scene: the new state comes from a twin of the database to which the plan was applied without any fault. */
export async function makeScene(
  server: TestServer,
  options: SceneOptions = {},
  restart: Scene["restart"] = () => {
    throw new Error("a server that others use is not restarted");
  },
): Promise<Scene> {
  const [source, twin, database] = await Promise.all(
    ["expected", "twin", "actual"].map((name) => server.createDatabase(name)),
  );
  if (source === undefined || twin === undefined || database === undefined) throw new Error("no databases");
  const everywhere = options.everywhere ?? "";
  const actualScript = `${options.actual ?? actualSql};\n${options.before ?? ""};\n${everywhere}`;
  await script(source, `${options.expected ?? expectedSql};\n${everywhere}`);
  await script(twin, actualScript);
  await script(database, actualScript);
  const columns = options.columns ?? columnsKept;
  const expected = await read(source);
  if (!options.neverApplied) await applyTo(twin, expected, options);
  const sessions: Session[] = [];
  const events: RunEvent[] = [];
  const control = createRunControl();
  const request = { ...(await prepare(database, expected, options)), control };
  const settings = connectionSettingsFromUrl(database.url);
  return {
    ...{ server, restart, database, expectedUrl: source.url, settings, expected, request, control, events },
    plan: request.plan,
    actual: request.actual,
    hooks: bareHooks((event) => events.push(event)),
    old: await survey(database.url, server.major, columns),
    new: await survey(twin.url, server.major, columns),
    replanned: async () => {
      const actual = await read(database);
      const drift = compare(expected, actual);
      const only = compare(expected, request.actual).differences.map(({ id }) => id);
      return { actual, plan: makePlan(drift, expected, actual, { only, online: options.online ?? false }) };
    },
    look: () => survey(database.url, server.major, columns),
    besides: async (connectOptions) => {
      const session = await connect(settings, { applicationName: "bystander", ...connectOptions });
      sessions.push(session);
      return session;
    },
    close: async () => {
      for (const session of sessions) await session.close();
      for (const one of [source, twin, database]) await one.drop();
    },
  };
}

async function applyTo(twin: TestDatabase, expected: Catalog, options: SceneOptions): Promise<void> {
  const request = await prepare(twin, expected, options);
  const outcome = await runPlan(
    request,
    bareHooks(() => undefined),
  );
  if (outcome.status === "committed") return;
  throw new Error(
    `the plan does not even run without a fault: ${outcome.sentence} ${outcome.details.join(" ")}`,
  );
}

async function prepare(
  database: TestDatabase,
  expected: Catalog,
  options: SceneOptions,
): Promise<RunRequest> {
  const settings = connectionSettingsFromUrl(database.url);
  const session = await connect(settings);
  const target = await readTarget(session);
  const actual = await introspect(session);
  await session.close();
  const online = options.online ?? false;
  const drops = options.drops ?? true;
  const plan = makePlan(compare(expected, actual), expected, actual, { online, drops });
  return {
    open: (connectOptions) => connect(settings, connectOptions),
    ...{ target, plan, planHash: "0123456789abcdef", expected, actual, scope: "everything" },
    // One server wrote both sides.
    compare: async (one, other, { scope }) => ({
      ...{ expected: one, actual: other },
      drift: compare(one, other, { scope }),
    }),
    acceptedHazards: plan.hazards.map(({ code }) => code),
    ...{ mode: "run", online, limits: { ...defaultLimits, lockTimeout: 300, attempts: 3 } },
  };
}

async function script(database: TestDatabase, sql: string): Promise<void> {
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    await session.script(sql);
  } finally {
    await session.close();
  }
}

async function read(database: TestDatabase): Promise<Catalog> {
  const session = await connect(connectionSettingsFromUrl(database.url), { readOnly: true });
  try {
    return await introspect(session);
  } finally {
    await session.close();
  }
}
