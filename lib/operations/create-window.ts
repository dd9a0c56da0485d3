import "server-only";
import { z } from "zod";
import { repeatOf, requireStart } from "../access/window-words";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { insertWindow, type Window } from "../store/windows";
import type { Context } from "./context";
import { findOverlaps, type WindowOverlap } from "./find-overlaps";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

export const createWindowSchema = z.object({
  name: z.string().trim().min(1, "Give the window a name.").max(100, "The name is too long."),
  databases: z.array(z.string().min(1).max(200)).min(1, "Choose a database.").max(100),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "Choose a date."),
  time: z.string().regex(/^\d{2}:\d{2}$/, "Choose a time."),
  timeZone: z.string().min(1, "Choose a time zone.").max(60),
  minutes: z.coerce
    .number({ error: "Say how many minutes." })
    .int("Say whole minutes.")
    .min(5, "At least 5 minutes.")
    .max(1_440, "At most 24 hours (1440 minutes)."),
  repeat: z.enum(["none", "week", "month", "last week of month"]),
  goRequired: z.boolean(),
});

export type CreateWindowInput = z.input<typeof createWindowSchema>;

export interface CreatedWindow {
  readonly window: Window;
  /** Windows of the same databases that it shares time with: allowed, and said. */
  readonly overlaps: readonly WindowOverlap[];
}

/**
 * Makes a window for who may manage windows on all of its databases.
 * @throws AppError `no-such-database`, `not-allowed`, `missing-local-time`, `ambiguous-local-time`, `invalid-local-time`,
 *   `unknown-time-zone`, `window-in-the-past`, `not-the-last-week`
 */
export async function createWindow(context: Context, input: CreateWindowInput): Promise<CreatedWindow> {
  const { date, time, databases: slugs, repeat: wished, ...rest } = createWindowSchema.parse(input);
  const databases = await Promise.all(
    [...new Set(slugs)].map((slug) => requireDatabase(context, slug, "manage windows")),
  );
  const startsLocal = `${date}T${time}`;
  const startsAt = requireStart(startsLocal, rest.timeZone);
  const now = context.now();
  if (startsAt < now) {
    throw new AppError("window-in-the-past", "The window would begin in the past.", {
      hint: "Choose a later start; one that begins soon can be opened early.",
    });
  }
  const repeat = repeatOf(startsLocal, wished);
  return inTransaction(context.store, async (inside) => {
    const window = await insertWindow(inside, {
      ...rest,
      ...{ startsLocal, repeat },
      databaseIds: databases.map(({ id }) => id),
      createdBy: { id: context.actor.id, name: context.actor.name },
      createdAt: now,
    });
    await recordAudit(
      context,
      {
        action: "window.create",
        object: { kind: "window", id: window.id },
        ...(databases[0] === undefined ? {} : { database: databases[0].slug }),
        detail: { after: { ...rest, startsLocal, repeat, databases: databases.map(({ slug }) => slug) } },
      },
      inside,
    );
    return { window, overlaps: await findOverlaps({ ...context, store: inside }, window) };
  });
}
