import net from "node:net";

/** A TCP proxy that watches for a word on its way to the server, and cuts both ends there, or falls silent. */
export interface CuttingProxy {
  readonly port: number;
  /** Resolves with performance.now() when the proxy has cut, or passes nothing on any more. */
  readonly cut: Promise<number>;
  close(): Promise<void>;
}

/**
 * Passes connections on until a client sends the word. `after`: the server still gets it and its answer is lost.
 * `before`: the server never gets it. Connections that come later are refused.
 * @param how `silently`: both ends stay open and hear nothing any more, as behind a router that lost power
 */
export async function cuttingProxy(
  target: { readonly host: string; readonly port: number },
  word: string,
  moment: "before" | "after",
  how: "with a reset" | "silently" = "with a reset",
): Promise<CuttingProxy> {
  const sockets = new Set<net.Socket>();
  let tellCut: (at: number) => void = () => undefined;
  const cut = new Promise<number>((resolve) => {
    tellCut = resolve;
  });
  let done = false;
  const proxy = net.createServer((client) => {
    if (done) {
      client.destroy();
      return;
    }
    const upstream = net.connect(target.port, target.host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // Both ends are cut on purpose: that they complain is what the fault is.
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    }
    upstream.on("data", (chunk) => {
      if (!done) client.write(chunk);
    });
    client.on("data", (chunk) => {
      if (done && how === "silently") return;
      if (!chunk.includes(word)) {
        upstream.write(chunk);
        return;
      }
      done = true;
      if (how === "silently") {
        if (moment === "after") upstream.write(chunk);
        tellCut(performance.now());
        return;
      }
      const end = (): void => {
        for (const socket of sockets) socket.destroy();
        tellCut(performance.now());
      };
      if (moment === "before") {
        end();
        return;
      }
      // The client loses the connection now; the server its client only when it has answered.
      upstream.once("data", end);
      client.destroy();
      upstream.write(chunk);
    });
    client.on("end", () => {
      if (!done) upstream.end();
    });
    upstream.on("end", () => {
      if (!done) client.end();
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    port: address.port,
    cut,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        proxy.close(() => resolve());
      });
    },
  };
}
