import "server-only";
import pino from "pino";
import { errorFacts } from "./redact";

const secretKeys = [
  "password",
  "secret",
  "url",
  "connectionString",
  "databaseUrl",
  "shadowUrl",
  "token",
  "authorization",
  "cookie",
];

/** How lines are written. Fields that could hold a secret are blanked, and errors are cut down to what may be kept. */
export const logOptions: pino.LoggerOptions = {
  level: process.env.PLUMBLINE_LOG_LEVEL ?? "info",
  base: { app: "plumbline" },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
    censor: "[secret]",
  },
  serializers: { err: errorFacts, error: errorFacts },
};

/** The log: one line of JSON an event, on standard error, in UTC. `PLUMBLINE_LOG_LEVEL` sets the level (default `info`). */
export const log = pino(logOptions, pino.destination({ dest: 2, sync: true }));
