import { z } from "zod/mini";

const schema = z.object({
  state: z.enum(["queued", "running", "cancelling", "done", "failed", "cancelled"]),
  phase: z.string(),
  message: z.string(),
  done: z.number(),
  total: z.number(),
  bytes: z.number(),
});

/** How far a backup is. */
export type BackupStep = z.infer<typeof schema>;

/** Reads an event of a backup's progress; throws on anything else. */
export const readBackupStep = (data: unknown): BackupStep => schema.parse(data);
