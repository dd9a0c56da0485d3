import { z } from "zod/mini";

const schema = z.object({
  phase: z.string(),
  message: z.string(),
  done: z.number(),
  /** Null while the number of steps is not known. */
  total: z.nullable(z.number()),
  state: z.enum(["queued", "running", "finished", "failed", "cancelled"]),
});

/** How far a check is. */
export type CheckStep = z.infer<typeof schema>;

/** Reads an event of a check's progress; throws on anything else. */
export const readCheckStep = (data: unknown): CheckStep => schema.parse(data);
