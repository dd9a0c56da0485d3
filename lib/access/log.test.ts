import { Writable } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import { AppError } from "../postgres/app-error";
import { connectionError } from "../postgres/connection-error";
import { logOptions } from "./log";
import { secret } from "./secret";

/** What the log writes of some fields. */
function written(fields: Record<string, unknown>): string {
  let text = "";
  const sink = new Writable({
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  pino({ ...logOptions, level: "info" }, sink).info(fields, "event");
  return text;
}

const settings = {
  host: "db",
  port: 5432,
  database: "x",
  user: "ann",
  password: "canary",
  tls: "prefer",
} as const;
const fromServer = Object.assign(new Error('password "canary" rejected for canary'), {
  ...{ code: "28P01", severity: "FATAL", detail: "canary" },
});

test.each([
  ["a password", { password: "canary" }],
  ["a connection", { connection: settings }],
  ["a nested connection", { database: { connection: settings } }],
  ["a URL", { url: "postgresql://ann:canary@db/x" }],
  ["headers", { headers: { cookie: "canary", authorization: "Bearer canary" } }],
  ["a secret under any name", { anything: { at: { all: secret("canary") } } }],
  ["an error that quotes a URL", { err: new Error("cannot reach postgresql://ann:canary@db:5432/x") }],
  ["an error of the server", { err: fromServer }],
  ["an error of ours around one of the server", { err: connectionError(fromServer, settings) }],
  [
    "an error with a cause that quotes a URL",
    { err: new AppError("x", "y", { cause: new Error("postgres://a:canary@b/c") }) },
  ],
])("of %s no secret is written", (_, fields) => {
  const line = written(fields);
  expect(line).toContain('"msg":"event"');
  expect(line).not.toContain("canary");
});

test("an event is one line, whatever a name in it holds", () => {
  expect(written({ name: 'two\nlines","level":60' }).trim().split("\n")).toHaveLength(1);
});
