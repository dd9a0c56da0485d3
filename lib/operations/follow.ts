import "server-only";
import { log } from "../access/log";
import type { Store } from "../store/client";
import { listen, type Topic } from "../store/notifications";

/** Sends one message with its number; `null` when nothing more will come. */
export type Send<Message> = (message: { readonly id: number; readonly data: Message } | null) => void;

/** What is followed, and how it is looked at. */
export interface Followed<Message> {
  readonly topic: Topic;
  readonly number: number;
  /** As people know it, for the log: `C-7`. */
  readonly id: string;
  readonly everyMilliseconds: number;
  /** Done before each look by the clock, and before the first. */
  readonly beforeLook?: () => Promise<unknown>;
  /** Looks, and sends what is new. `again` where more is waiting than one look reads, `ended` where nothing more will come. */
  look(send: (id: number, data: Message) => void): Promise<"again" | "ended" | "later">;
}

/**
 * Looks at something at once, whenever the store is told about it, and by the clock, because a worker that dies tells
 * nobody; until it has ended. One look at a time: what is told meanwhile is answered by one more look, and none overtakes
 * another.
 * @returns how to end it earlier; nothing is sent after that
 */
export async function follow<Message>(
  store: Store,
  followed: Followed<Message>,
  send: Send<Message>,
): Promise<() => void> {
  const { topic, number, id, everyMilliseconds, beforeLook } = followed;
  let again = false;
  let looking = false;
  let over = false;
  let timer: NodeJS.Timeout | undefined;

  const complain = (error: unknown): void =>
    log.warn({ err: error, following: id }, "following what happens failed");
  const lookOn = async (): Promise<void> => {
    while (again && !over) {
      again = false;
      const next = await followed.look((sequence, data) => {
        if (!over) send({ id: sequence, data });
      });
      if (next === "again") again = true;
      if (next !== "ended" || again || over) continue;
      stop();
      send(null);
    }
  };
  const wake = (): void => {
    again = true;
    if (looking || over) return;
    looking = true;
    lookOn()
      .catch(complain)
      .finally(() => {
        looking = false;
      });
  };
  const lookByTheClock = (): void => {
    (beforeLook?.() ?? Promise.resolve()).catch(complain).then(wake);
  };

  const unlisten = await listen(store, topic, (told) => {
    // NaN means that notifications may have been missed. What is told before the first look is seen by it.
    if (timer !== undefined && (told === number || Number.isNaN(told))) wake();
  });
  const stop = (): void => {
    over = true;
    clearInterval(timer);
    unlisten();
  };
  timer = setInterval(lookByTheClock, everyMilliseconds);
  lookByTheClock();
  return stop;
}
