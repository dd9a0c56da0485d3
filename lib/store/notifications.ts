import "server-only";
import { log } from "../access/log";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import type { Store } from "./client";

/**
 * What can be told; each carries a number. `check`, `run`, `rehearsal`, `backup`: its state or progress changed.
 * `cancel`: a running check is to stop. `run-control`, `rehearsal-control`, `backup-control`: somebody asks something of
 * the one that works.
 */
const topics = [
  "check",
  "cancel",
  "run",
  "run-control",
  "rehearsal",
  "rehearsal-control",
  "backup",
  "backup-control",
] as const;

export type Topic = (typeof topics)[number];

const channelOf = (topic: Topic): string => `plumbline_${topic.replace("-", "_")}`;

/** Tells every listener on the store about a check, a run, …. Inside a transaction it is told at COMMIT. */
export async function notify(store: Store, topic: Topic, number: number): Promise<void> {
  await store.client.$queryRaw`SELECT pg_notify(${channelOf(topic)}, ${String(number)})::text`;
}

type Listener = (number: number) => void;

interface Hub {
  readonly listeners: { readonly [T in Topic]: Set<Listener> };
  /** Resolves when the connection listens. */
  session: Promise<Session> | null;
}

// One connection serves all listeners of a process; kept on globalThis because the development server evaluates modules anew.
const holder = globalThis as { plumblineHubs?: Map<string, Hub> };

/**
 * Calls back with each number a topic is told about. Events during an outage of the connection are lost:
 * after one, each listener is called with NaN, and should look for itself.
 * @returns how to end it
 */
export async function listen(store: Store, topic: Topic, listener: Listener): Promise<() => void> {
  holder.plumblineHubs ??= new Map();
  const hubs = holder.plumblineHubs;
  const url = store.url();
  const hub = hubs.get(url) ?? { listeners: noListeners(), session: null };
  hubs.set(url, hub);
  hub.listeners[topic].add(listener);
  const stop = (): void => {
    hub.listeners[topic].delete(listener);
    if (isListenedTo(hub)) return;
    hubs.delete(url);
    void hub.session?.then((session) => session.close()).catch(() => undefined);
  };
  try {
    hub.session ??= open(url, hub);
    await hub.session;
  } catch (error) {
    hub.session = null;
    stop();
    throw error;
  }
  return stop;
}

const noListeners = (): Hub["listeners"] => ({
  check: new Set(),
  cancel: new Set(),
  run: new Set(),
  "run-control": new Set(),
  rehearsal: new Set(),
  "rehearsal-control": new Set(),
  backup: new Set(),
  "backup-control": new Set(),
});

const isListenedTo = (hub: Hub): boolean => topics.some((topic) => hub.listeners[topic].size > 0);

async function open(url: string, hub: Hub): Promise<Session> {
  const session = await connect(connectionSettingsFromUrl(url), { applicationName: "plumbline listener" });
  session.onNotification((channel, payload) => {
    for (const topic of topics) {
      if (channel === channelOf(topic))
        for (const listener of hub.listeners[topic]) listener(Number(payload));
    }
  });
  session.onLost((error) => {
    log.warn({ err: error }, "the listening connection to the store was lost");
    void reopen(url, hub);
  });
  for (const topic of topics) await session.execute(`LISTEN ${channelOf(topic)}`);
  return session;
}

async function reopen(url: string, hub: Hub): Promise<void> {
  while (isListenedTo(hub)) {
    try {
      hub.session = open(url, hub);
      await hub.session;
      for (const listeners of Object.values(hub.listeners))
        for (const listener of listeners) listener(Number.NaN);
      return;
    } catch (error) {
      log.warn({ err: error }, "the store does not take a listening connection; trying again in 2 s");
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}
