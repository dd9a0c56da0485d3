import { z } from "zod/mini";

/** A session that stands in the run's way. */
const blockerSchema = z.object({
  pid: z.number(),
  application: z.string(),
  user: z.string(),
  state: z.string(),
  transactionMilliseconds: z.nullable(z.number()),
  query: z.string(),
  holds: z.array(z.string()),
});

const runEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("phase"), phase: z.string(), step: z.number() }),
  z.object({
    type: z.literal("log"),
    level: z.enum(["info", "warning", "error"]),
    code: z.string(),
    message: z.string(),
  }),
  z.object({
    type: z.literal("attempt"),
    attempt: z.number(),
    of: z.number(),
    reason: z.nullable(z.string()),
  }),
  z.object({
    type: z.literal("waiting"),
    statement: z.nullable(z.number()),
    waitedMilliseconds: z.number(),
    limitMilliseconds: z.number(),
    blockers: z.array(blockerSchema),
  }),
  z.object({ type: z.literal("locked"), relations: z.array(z.unknown()), milliseconds: z.number() }),
  z.object({ type: z.literal("statement started"), statement: z.number(), step: z.number() }),
  z.object({
    type: z.literal("statement done"),
    statement: z.number(),
    step: z.number(),
    milliseconds: z.number(),
  }),
  z.object({
    type: z.literal("statement failed"),
    statement: z.number(),
    step: z.number(),
    code: z.string(),
    message: z.string(),
  }),
  z.object({
    type: z.literal("progress"),
    statement: z.nullable(z.number()),
    command: z.string(),
    phase: z.string(),
    done: z.number(),
    total: z.number(),
    unit: z.string(),
  }),
  z.object({
    type: z.literal("paused"),
    afterStatement: z.number(),
    locksHeld: z.boolean(),
    // Runs of earlier versions did not say.
    limitMilliseconds: z.optional(z.nullable(z.number())),
  }),
  z.object({ type: z.literal("resumed") }),
  z.object({
    type: z.literal("session ended"),
    pid: z.number(),
    ended: z.boolean(),
    reason: z.optional(z.string()),
  }),
  z.object({ type: z.literal("step done"), step: z.number(), of: z.number() }),
  z.object({
    type: z.literal("proof"),
    step: z.number(),
    proof: z.object({ holds: z.boolean(), rowsProven: z.string(), milliseconds: z.number() }),
  }),
]);

const personSchema = z.object({ id: z.string(), name: z.string() });

/** What may change about a run besides its events. Moments are ISO 8601. */
const runViewSchema = z.object({
  state: z.string(),
  active: z.boolean(),
  driver: personSchema,
  /** Whole seconds since the driver's page was last heard of. */
  driverSilentSeconds: z.number(),
  askedBy: z.nullable(z.object({ id: z.string(), name: z.string(), at: z.string() })),
  watchers: z.array(personSchema),
  deadline: z.nullable(z.string()),
  claimedAt: z.nullable(z.string()),
  finishedAt: z.nullable(z.string()),
  /** What is being done to find out how it ended; null where that is known. */
  settling: z.nullable(z.string()),
  outcome: z.nullable(
    z.object({
      status: z.string(),
      code: z.string(),
      sentence: z.string(),
      next: z.string(),
      details: z.array(z.string()),
      /** By position: applied, rolled back, not run, in doubt. */
      statements: z.array(z.string()),
      attempts: z.number(),
      lockedMilliseconds: z.number(),
      milliseconds: z.number(),
    }),
  ),
  /** Why it never began. */
  error: z.nullable(
    z.object({ message: z.string(), hint: z.nullable(z.string()), details: z.array(z.string()) }),
  ),
});

const messageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("event"), sequence: z.number(), at: z.string(), event: runEventSchema }),
  z.object({ kind: z.literal("view"), view: runViewSchema }),
]);

export type Blocker = z.infer<typeof blockerSchema>;
export type ConsoleEvent = z.infer<typeof runEventSchema>;
export type RunView = z.infer<typeof runViewSchema>;
export type ConsoleMessage = z.infer<typeof messageSchema>;

/** An event of a run with its number and its time (ISO 8601). */
export interface NumberedEvent {
  readonly sequence: number;
  readonly at: string;
  readonly event: ConsoleEvent;
}

/** One server-sent event; null for what cannot be read, which is told to the browser's console. */
export function consoleMessageOf(data: string): ConsoleMessage | null {
  try {
    return messageSchema.parse(JSON.parse(data));
  } catch (error) {
    console.error("An event of the run could not be read", error);
    return null;
  }
}
