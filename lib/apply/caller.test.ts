import { expect, test } from "vitest";
import { AppError } from "../postgres/app-error";
import { guardHooks } from "./caller";
import { bareHooks } from "./run-request";

const mute = (): Promise<void> => new Promise(() => undefined);
const hooks = bareHooks(() => undefined);

test.each([
  ["claim", () => guardHooks({ ...hooks, claim: mute }, 50).claim()],
  ["authorise", () => guardHooks({ ...hooks, authorise: mute }, 50).authorise("before commit")],
  ["recordStep", () => guardHooks({ ...hooks, recordStep: mute }, 50).recordStep(0, null)],
] as const)("a store that does not answer %s is a store that failed", async (_, ask) => {
  await expect(ask()).rejects.toMatchObject({ code: "store-failed" });
});

test("what the store refuses in words is passed on, and its own errors are never read as the server's", async () => {
  const refused = new AppError("approval-lost", "It is not approved any more.");
  const refusing = guardHooks({ ...hooks, authorise: () => Promise.reject(refused) });
  await expect(refusing.authorise("after locks")).rejects.toBe(refused);
  const torn = Object.assign(new Error("lock timeout"), { code: "55P03" });
  await expect(guardHooks({ ...hooks, claim: () => Promise.reject(torn) }).claim()).rejects.toMatchObject({
    code: "store-failed",
  });
});
