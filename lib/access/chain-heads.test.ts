import { appendFile, mkdtemp, rm, stat } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chainHeadsFile, readChainHeads, writeChainHead } from "./chain-heads";
import { log } from "./log";

const head = { number: 7, hash: "a".repeat(64) };
const next = { number: 9, hash: "b".repeat(64) };
let home: string;
let environment: NodeJS.ProcessEnv;

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "plumbline-heads-"));
  environment = { NODE_ENV: "test", PLUMBLINE_HOME: path.join(home, "made") };
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(home, { recursive: true });
});

/** Somebody elsewhere who keeps heads, and answers with `status`. */
async function receiver(status: number, answer = true) {
  const bodies: string[] = [];
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      bodies.push(`${request.method} ${body}`);
      if (answer) response.writeHead(status, { location: "/elsewhere" }).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    bodies,
    url: `http://127.0.0.1:${port}/heads`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("a head is written to the log, to a file that its owner alone reads, and to the webhook", async () => {
  const told = vi.spyOn(log, "info").mockImplementation(() => undefined);
  const elsewhere = await receiver(204);
  await writeChainHead(head, { ...environment, PLUMBLINE_AUDIT_WEBHOOK: elsewhere.url });
  await writeChainHead(next, environment);
  elsewhere.close();
  expect(told.mock.calls).toEqual([
    [{ auditHead: head }, "audit log"],
    [{ auditHead: next }, "audit log"],
  ]);
  expect(elsewhere.bodies).toEqual([`POST ${JSON.stringify({ type: "plumbline.audit-head", ...head })}`]);
  const file = chainHeadsFile(environment);
  expect(await readChainHeads(file)).toEqual([head, next]);
  expect((await stat(file)).mode & 0o077).toBe(0);
});

test("a webhook that refuses, leads elsewhere or is not there is told in the log, and the head is kept all the same", async () => {
  vi.spyOn(log, "info").mockImplementation(() => undefined);
  const warned = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  const refuses = await receiver(500);
  const leads = await receiver(307);
  for (const url of [refuses.url, leads.url, "http://127.0.0.1:1/heads"]) {
    await writeChainHead(head, { ...environment, PLUMBLINE_AUDIT_WEBHOOK: url });
  }
  refuses.close();
  leads.close();
  expect(warned.mock.calls.map(([, words]) => words)).toEqual([
    "the audit webhook refused a head",
    "the audit webhook did not answer",
    "the audit webhook did not answer",
  ]);
  // A head is not sent on to whom an answer names.
  expect(leads.bodies).toHaveLength(1);
  expect(await readChainHeads(chainHeadsFile(environment))).toHaveLength(3);
});

test("heads are read from a log as well, past lines about something else and one that broke off", async () => {
  const file = path.join(home, "plumbline.log");
  await appendFile(
    file,
    [
      "not JSON",
      JSON.stringify({ level: 30, msg: "something else" }),
      JSON.stringify({ level: 30, auditHead: head, msg: "audit log" }),
      JSON.stringify({ auditHead: { number: "seven", hash: "short" } }),
      "null",
      `{"auditHead":{"number":9,"ha`,
    ].join("\n"),
  );
  expect(await readChainHeads(file, true)).toEqual([head]);
  await expect(readChainHeads(path.join(home, "none"), true)).rejects.toMatchObject({ code: "no-such-file" });
  expect(await readChainHeads(path.join(home, "none"))).toEqual([]);
});
