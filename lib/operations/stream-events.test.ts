import { createServer } from "node:http";
import { Readable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { streamEvents } from "./stream-events";

const read = async (response: Response): Promise<string> => response.text();

test("events carry their id and data, and the stream ends when nothing more comes", async () => {
  const response = streamEvents(new AbortController().signal, async (send) => {
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
  const response = streamEvents(controller.signal, async (send) => {
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
  const response = streamEvents(controller.signal, async () => {
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
    const response = streamEvents(gone.signal, async (send) => {
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
