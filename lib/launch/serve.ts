import fs from "node:fs";
import path from "node:path";
import { publicOrigin } from "../access/session-cookie";
import { openSetUp } from "../operations/open-set-up";
import { AppError } from "../postgres/app-error";
import { claim } from "../postgres/embedded-process";
import { portIsFree } from "../postgres/port";
import { openStore } from "../store/client";
import { migrateStore } from "../store/migrate";
import { type Child, startChild } from "./child";
import { startClusters } from "./clusters";
import { prepareDemo } from "./prepare-demo";

export interface ServeOptions {
  /** The folder of package.json. */
  readonly root: string;
  /** Next's development server in place of the built app. */
  readonly dev: boolean;
  /** The bundled worker. */
  readonly worker: string;
  /** Receives one line for each step. */
  readonly step: (line: string) => void;
}

const host = "127.0.0.1";

/**
 * Runs the whole app until it is told to stop or a part of it dies.
 * @returns the exit code: 0 after SIGTERM, 130 after Ctrl-C, 1 when a part died
 * @throws AppError `app-running`, `port-in-use`, and whatever starting Postgres or migrating can throw
 */
export async function serve({ root, dev, worker, step }: ServeOptions): Promise<number> {
  const stopAsked = nextSignal();
  const port = readPort(process.env.PORT);
  const home = path.resolve(process.env.PLUMBLINE_HOME || path.join(root, ".plumbline"));
  const release = claimHome(home, port);
  const undo: (() => Promise<void> | void)[] = [release];
  try {
    if (!(await portIsFree(port))) {
      throw new AppError("port-in-use", `Port ${port} is in use.`, {
        hint: `Stop the program that listens there, or choose another port: PORT=${port + 1} npm start`,
      });
    }
    step("Starting Postgres …");
    const clusters = await startClusters(home, process.env, step);
    undo.push(async () => {
      await Promise.all(clusters.started.map(({ cluster }) => cluster.stop()));
    });

    const applied = await migrateStore(clusters.storeUrl);
    if (applied.length > 0)
      step(`Store migrated (${applied.length} ${applied.length === 1 ? "step" : "steps"})`);
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: dev ? "development" : "production",
      DATABASE_URL: clusters.storeUrl,
      SHADOW_DATABASE_URL: clusters.shadowUrl,
      // The demo may be made on our own server only, never on one that DATABASE_URL names.
      ...(clusters.store ? { PLUMBLINE_DEMO_SERVER_URL: clusters.store.url("postgres") } : {}),
      PLUMBLINE_HOME: home,
      PLUMBLINE_ROOT: root,
      PORT: String(port),
    };
    if (clusters.store) env.PLUMBLINE_DEMO_SERVER_URL = clusters.store.url("postgres");
    Object.assign(process.env, env);
    if (clusters.store) await prepareDemo({ serverUrl: clusters.store.url("postgres"), home, step });

    step(dev ? "Starting the worker and the development server …" : "Starting the worker and the app …");
    const next = path.join(root, "node_modules/next/dist/bin/next");
    const children = [
      startChild("The worker", [worker], { cwd: root, env, patience: 10_000 }),
      startChild("The app", [next, dev ? "dev" : "start", "-H", host, "-p", String(port)], {
        ...{ cwd: root, env, patience: 5_000 },
      }),
    ];
    undo.push(async () => {
      await Promise.all(children.map((child) => child.stop()));
    });
    const died = firstDeath(children, clusters.started);

    const early = await Promise.race([answers(port).then(() => undefined), died, stopAsked]);
    if (early === undefined) {
      for (const child of children) child.show();
      step(await greeting(clusters.storeUrl));
    }
    const end = early ?? (await Promise.race([died, stopAsked]));
    if ("death" in end) {
      step(`${end.death}; stopping the rest.`);
      for (const child of children) for (const line of child.kept()) step(`  ${line}`);
      return 1;
    }
    step("Stopping …");
    return end.signal === "SIGINT" ? 130 : 0;
  } finally {
    for (const one of undo.reverse()) await one();
  }
}

/** Where to go. Without an owner that is the address that makes one, which only who sees this terminal has. */
async function greeting(storeUrl: string): Promise<string> {
  const store = openStore(storeUrl);
  try {
    const token = await openSetUp(store, new Date());
    const origin = publicOrigin();
    if (token === null) return `Plumbline is ready: ${origin}`;
    return `Plumbline is ready. Make its first owner at this address, which works once: ${origin}/set-up/${token}`;
  } finally {
    await store.close();
  }
}

/** The first of the signals that ask us to stop. A second one ends the process at once. */
function nextSignal(): Promise<{ signal: NodeJS.Signals }> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (asked) process.exit(signal === "SIGINT" ? 130 : 143);
        asked = true;
        resolve({ signal });
      });
    }
  });
}

function readPort(text: string | undefined): number {
  const port = Number(text || 3000);
  if (Number.isInteger(port) && port > 0 && port < 65_535) return port;
  throw new AppError("port-unreadable", `PORT=${text} is not a port.`, {
    hint: "Give a number from 1 to 65534.",
  });
}

function claimHome(home: string, port: number): () => void {
  const addressFile = path.join(home, "address");
  try {
    if (!fs.existsSync(home)) {
      fs.mkdirSync(home, { recursive: true });
      // Root's servers run under another account, which has to enter; a user's are his own.
      fs.chmodSync(home, process.getuid?.() === 0 ? 0o711 : 0o700);
    }
    const release = claim(home);
    fs.writeFileSync(addressFile, `http://localhost:${port}\n`);
    return () => {
      fs.rmSync(addressFile, { force: true });
      release();
    };
  } catch (error) {
    if (error instanceof AppError && error.code === "cluster-in-use") {
      const address = fs.existsSync(addressFile) ? fs.readFileSync(addressFile, "utf8").trim() : undefined;
      throw new AppError(
        "app-running",
        `Plumbline already runs on ${home}${address ? ` at ${address}` : ""}.`,
        {
          hint: "Open that, stop it first, or start a second one beside it: PLUMBLINE_HOME=… PORT=… npm start",
          details: [error.message],
        },
      );
    }
    if (error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EROFS")) {
      throw new AppError("home-unwritable", `${home} cannot be written by this user.`, {
        hint: "Start as the user who started before, or set PLUMBLINE_HOME to a folder of yours.",
        cause: error,
      });
    }
    throw error;
  }
}

function firstDeath(
  children: readonly Child[],
  servers: readonly { name: string; cluster: { exited: Promise<void> } }[],
): Promise<{ death: string }> {
  return Promise.race([
    ...children.map(async (child) => ({ death: `${child.name} ended (${await child.exited})` })),
    ...servers.map(async ({ name, cluster }) => {
      await cluster.exited;
      return { death: `${name} ended` };
    }),
  ]);
}

/** Settles when the app answers, whatever it answers. */
async function answers(port: number): Promise<void> {
  for (;;) {
    const response = await fetch(`http://${host}:${port}/`, { redirect: "manual" }).catch(() => undefined);
    if (response) {
      await response.arrayBuffer();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
