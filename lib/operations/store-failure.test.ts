import net from "node:net";
import { expect, test } from "vitest";
import { AppError } from "../postgres/app-error";
import { freePort } from "../postgres/port";
import { openStore } from "../store/client";
import { readDatabases } from "../store/databases";
import { testStore } from "../testing/test-store";
import { storeFailure } from "./store-failure";

async function failureOf(url: string): Promise<unknown> {
  const store = openStore(url);
  try {
    await readDatabases(store);
  } catch (error) {
    return error;
  } finally {
    await store.close();
  }
  throw new Error("the store answered");
}

test("a store that nothing listens for is unreachable", async () => {
  const error = await failureOf(`postgresql://nobody:hidden-word@127.0.0.1:${await freePort()}/plumbline`);
  const failure = storeFailure(error);
  expect(failure).toMatchObject({ code: "store-unreachable", message: "The app database did not answer." });
  expect(`${failure?.message} ${failure?.hint}`).not.toContain("hidden-word");
});

test("a store that accepts the connection and stays silent is unreachable after five seconds", async () => {
  const server = net.createServer((socket) => socket.on("error", () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  const started = Date.now();
  const error = await failureOf(`postgresql://nobody@127.0.0.1:${port}/plumbline`);
  expect(Date.now() - started).toBeLessThan(15_000);
  expect(storeFailure(error)?.code).toBe("store-unreachable");
  server.close();
});

test("a wrong query, a bug and other errors for people are not the store's absence", async () => {
  expect(storeFailure(new Error("undefined is not a function"))).toBeNull();
  expect(storeFailure(new AppError("no-such-database", "There is none."))).toBeNull();
  expect(storeFailure("text")).toBeNull();
  const { store, drop } = await testStore();
  const error = await store.client.$queryRaw`SELECT nothing FROM nowhere`.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(storeFailure(error)).toBeNull();
  await drop();
});
