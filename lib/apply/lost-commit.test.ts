import type { AddressInfo } from "node:net";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { rowsOf } from "../testing/plan-sides";
import { runPlan } from "./run-plan";
import { type PreparedRun, prepareRun } from "./run-plan.fixture";
import type { RunHooks, RunRequest } from "./run-request";

/** A proxy in front of the server: it can lose what we send, or what the server answers, and then the connection. */
interface Proxy {
  readonly port: number;
  lose: "nothing" | "request" | "answer";
  close(): Promise<void>;
}

async function startProxy(host: string, port: number): Promise<Proxy> {
  const sockets = new Set<net.Socket>();
  const proxy = { lose: "nothing" as Proxy["lose"] };
  const server = net.createServer((client) => {
    const upstream = net.connect(port, host);
    const end = (): void => {
      // Whoever comes back finds the network mended.
      proxy.lose = "nothing";
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", end);
      socket.on("close", end);
    }
    client.on("data", (chunk) => {
      if (proxy.lose === "request") end();
      else upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (proxy.lose === "answer") end();
      else client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return Object.assign(proxy, {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  });
}

describe("a COMMIT that is not answered", () => {
  let run: PreparedRun;
  let proxy: Proxy;
  let request: RunRequest;

  beforeEach(async () => {
    run = await prepareRun("CREATE TABLE t (a bigint)", "CREATE TABLE t (a integer)");
    const settings = connectionSettingsFromUrl(run.sides.actualDatabase.url);
    proxy = await startProxy(settings.host, settings.port);
    request = {
      ...run.request,
      // The run's own session goes through the proxy.
      open: (options) =>
        connect(
          options.applicationName?.startsWith("plumbline apply")
            ? { ...settings, host: "127.0.0.1", port: proxy.port }
            : settings,
          options,
        ),
    };
  });
  afterEach(async () => {
    await proxy.close();
    await run.drop();
  });

  const losing = (what: Proxy["lose"]): RunHooks => ({
    ...run.hooks,
    emit: (event) => {
      run.hooks.emit(event);
      if (event.type === "phase" && event.phase === "committing") proxy.lose = what;
    },
  });
  const typeOfA = async () =>
    (
      await rowsOf<{ type: string }>(
        run.sides.actualDatabase,
        "SELECT atttypid::regtype::text AS type FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'",
      )
    )[0]?.type;

  it("is found committed where the server got it and its answer was lost", async () => {
    const outcome = await runPlan(request, losing("answer"));
    expect(outcome).toMatchObject({ status: "committed", code: "proven", remaining: [] });
    expect(await typeOfA()).toBe("bigint");
    expect(run.events).toContainEqual({ type: "phase", phase: "reconciling", step: 0 });
  });

  it("is found rolled back where the server never got it", async () => {
    const outcome = await runPlan(request, losing("request"));
    expect(outcome).toMatchObject({ status: "rolled back", code: "connection-lost" });
    expect(outcome.statements.map((statement) => statement.outcome)).toContain("rolled back");
    expect(await typeOfA()).toBe("integer");
  });
});
