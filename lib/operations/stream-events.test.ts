import { createServer } from "node:http";
import { Readable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { rightsOf } from "../access/authority";
import { findPerson } from "../store/people";
import { testStore } from "../testing/test-store";
import { mayStillRead } from "./may-still-read";
import { personActor } from "./person-actor";
import { streamEvents } from "./stream-events";

const always = async (): Promise<boolean> => true;

const read = async (response: Response): Promise<string> => response.text();

test("events carry their id and data, and the stream ends when nothing more comes", async () => {
  const response = streamEvents(new AbortController().signal, always, async (send) => {
    send({ id: 7, data: { phase: "Reading", message: "a\nb" } });
    send(null);
    return () => undefined;
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("cache-control")).toContain("no-transform");
  expect(response.headers.get("x-accel-buffering")).toBe("no");
  expect(await read(response)).toBe('retry: 2000\n\nid: 7\ndata: {"phase":"Reading","message":"a\\nb"}\n\n');
});

test("what follows is ended once when the browser goes away", async () => {
  let ended = 0;
  const controller = new AbortController();
  const response = streamEvents(controller.signal, always, async (send) => {
    send({ id: 1, data: {} });
    return () => {
      ended += 1;
    };
  });
  const reader = response.body?.getReader();
  await reader?.read();
  controller.abort();
  await reader?.cancel();
  expect(ended).toBe(1);
});

test("what follows is ended even when the browser went away before it began", async () => {
  let ended = 0;
  const controller = new AbortController();
  let begin: (() => void) | undefined;
  const response = streamEvents(controller.signal, always, async () => {
    await new Promise<void>((resolve) => {
      begin = resolve;
    });
    return () => {
      ended += 1;
    };
  });
  controller.abort();
  begin?.();
  await expect.poll(() => ended).toBe(1);
  expect(response.body?.locked).toBe(false);
});

test("a browser's disconnect reaches the follower through a real connection", async () => {
  let ended = 0;
  const server = createServer((request, outgoing) => {
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    const response = streamEvents(gone.signal, always, async (send) => {
      send({ id: 1, data: { path: request.url } });
      return () => {
        ended += 1;
      };
    });
    outgoing.writeHead(200, Object.fromEntries(response.headers));
    if (response.body)
      Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]).pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const browser = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${port}/x`, { signal: browser.signal });
  const reader = answer.body?.getReader();
  await reader?.read();
  browser.abort();
  await expect.poll(() => ended).toBe(1);
});

test("a stream ends when its session ends, the person is disabled or the right is gone, and nothing more is sent", async () => {
  const made = await testStore();
  onTestFinished(() => made.drop());
  const { client } = made.store;
  await client.user.create({
    data: { id: "ana", name: "Ana", email: "ana@example.com", emailVerified: true, role: "viewer" },
  });
  const later = new Date(Date.now() + 3_600_000);
  const ways = {
    "the session ended": () => client.session.deleteMany(),
    "the session ran out": () => client.session.updateMany({ data: { expiresAt: new Date() } }),
    "the person was disabled": () => client.user.updateMany({ data: { disabledAt: new Date() } }),
    "the right is gone": () => client.user.updateMany({ data: { role: null } }),
  };
  for (const [what, end] of Object.entries(ways)) {
    await client.user.updateMany({ data: { disabledAt: null, role: "viewer" } });
    await client.session.create({ data: { id: what, token: what, userId: "ana", expiresAt: later } });
    const person = await findPerson(made.store, "ana");
    if (person === null) throw new Error("Ana is gone");
    const context = { ...made.operator, actor: personActor(person, null), sessionId: what };
    let ended = false;
    let ticking: NodeJS.Timeout | undefined;
    const response = streamEvents(
      new AbortController().signal,
      () => mayStillRead(context, "orders"),
      async (send) => {
        ticking = setInterval(() => send({ id: 1, data: what }), 100);
        return () => {
          ended = true;
          clearInterval(ticking);
        };
      },
    );
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(ended, what).toBe(false);
    await end();
    // `text` comes back when the stream is closed.
    expect(await response.text(), what).toContain(what);
    expect(ended, what).toBe(true);
    await client.session.deleteMany();
  }
  // What never had a session is sent nothing for long.
  const { sessionId: _, ...none } = { ...made.operator, sessionId: "" };
  expect(await mayStillRead({ ...none, actor: { ...none.actor, rights: rightsOf("owner") } }, "orders")).toBe(
    false,
  );
}, 60_000);
