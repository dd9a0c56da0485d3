import { afterEach, describe, expect, it } from "vitest";
import { type FakeServer, fakePostgres, type Malice, roguePostgres } from "../testing/fake-server";
import { type ConnectOptions, connect } from "./connect";

const postgres = { banner: "PostgreSQL 18.1 on x86_64-pc-linux-gnu", version: 180_001 };
const servers: FakeServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function session(malice: Malice, options: ConnectOptions) {
  const server = await roguePostgres(malice, postgres);
  servers.push(server);
  const { port } = server;
  return connect({ host: "127.0.0.1", port, user: "a", database: "b", tls: "disable" }, options);
}

describe("a server that means harm once it is believed", () => {
  it.each(["silence", "drip"] as const)("is not waited for without an end: %s", async (malice) => {
    const made = await session(malice, { statementTimeout: 100, answerTimeout: 400 });
    const begun = performance.now();
    await expect(made.query("SELECT 1")).rejects.toMatchObject({ code: "server-silent" });
    expect(performance.now() - begun).toBeLessThan(3_000);
    await expect(made.query("SELECT 1")).rejects.toThrow();
    await made.close();
  });

  it.each(["flood", "one huge row"] as const)("does not fill our memory: %s", async (malice) => {
    const made = await session(malice, { answerBytes: 8 * 2 ** 20 });
    const before = process.memoryUsage().rss;
    await expect(made.query("SELECT 1")).rejects.toMatchObject({ code: "answer-too-large" });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
    await made.close();
  });

  it("is left when a person stops the work, though it takes no cancellation", async () => {
    const stopped = new AbortController();
    const made = await session("silence", { signal: stopped.signal });
    const answer = made.query("SELECT 1");
    setTimeout(() => stopped.abort(new Error("stopped")), 100);
    const begun = performance.now();
    await expect(answer).rejects.toThrow("stopped");
    expect(performance.now() - begun).toBeLessThan(8_000);
  });

  it("is not waited for when it never says who it is", async () => {
    const server = await roguePostgres("silence", postgres);
    servers.push(server);
    const { port } = server;
    const settings = { host: "127.0.0.1", port, user: "a", database: "b", tls: "disable" } as const;
    // The first to ask is told; the second is not.
    await (await connect(settings)).close();
    await expect(connect(settings, { connectTimeout: 300 })).rejects.toMatchObject({ code: "server-silent" });
  });
});

it("what answers within its limits is not disturbed by them", async () => {
  const server = await fakePostgres(postgres);
  servers.push(server);
  const { port } = server;
  const made = await connect(
    { host: "127.0.0.1", port, user: "a", database: "b", tls: "disable" },
    { answerTimeout: 1_000, answerBytes: 10_000 },
  );
  for (let time = 0; time < 20; time++) expect(await made.query("SELECT 1")).toHaveLength(1);
  await made.close();
});
