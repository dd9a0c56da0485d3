import { AppError } from "../postgres/app-error";
import type { RunRequest } from "./run-request";

/** Whether a run may go on: what people, the window's end and the caller's signal have to say. */
export interface Steering {
  /** Why it must end; null as long as it may go on. */
  readonly stopped: AppError | null;
  /** @throws AppError when it must end */
  throwIfStopped(): void;
  /** Stops it, unless it is stopped already. */
  stop(reason: AppError): void;
  /** True from the moment a pause was asked for until it is resumed. */
  readonly paused: boolean;
  /** Waits until the pause ends or the run is stopped; at most this many milliseconds. */
  whilePaused(milliseconds: number): Promise<void>;
  /** Sleeps, and wakes when the run is stopped. */
  sleep(milliseconds: number): Promise<void>;
  /** Set by whoever watches: true while the run waits for a lock. */
  waiting: boolean;
  /** True when no further try is wanted, should this one not get its locks. */
  readonly lastTry: boolean;
  /** Pids somebody asked to end, handed out once. */
  takeSessionsToEnd(): readonly number[];
  /** Milliseconds to the window's end; infinite where there is none. */
  timeLeft(): number;
  close(): void;
}

const windowClosed = (): AppError =>
  new AppError("window-closed", "The window closed.", {
    hint: "Extend the window or wait for the next one, then run again.",
  });

const cancelled = (): AppError =>
  new AppError("cancelled", "The run was cancelled.", { hint: "Start it again when it is wanted." });

const stoppedTrying = (): AppError =>
  new AppError("stopped-trying", "Somebody stopped the waiting for locks.", {
    hint: "Run again when the sessions that block it have ended.",
  });

/** Milliseconds after which the window's end is looked up again. */
export const betweenWindowLooks = 1_000;

/** Listens to the request's signal and control until it is closed, and keeps the time of the window. */
export function createSteering(request: RunRequest): Steering {
  const now = request.now ?? (() => new Date());
  let reason: AppError | null = null;
  let paused = false;
  let waiting = false;
  let lastTry = false;
  const wakers = new Set<() => void>();
  const toEnd: number[] = [];
  const wake = (): void => {
    for (const waker of [...wakers]) waker();
  };
  const stop = (why: AppError): void => {
    reason ??= why;
    wake();
  };
  const stopListening = request.control?.listen((command) => {
    switch (command.type) {
      case "pause":
        paused = true;
        break;
      case "resume":
        paused = false;
        wake();
        break;
      case "stop trying":
        lastTry = true;
        if (waiting) stop(stoppedTrying());
        break;
      case "cancel":
        stop(cancelled());
        break;
      case "end session":
        toEnd.push(command.pid);
        break;
    }
  });
  const onAbort = (): void => stop(cancelled());
  if (request.signal?.aborted) onAbort();
  request.signal?.addEventListener("abort", onAbort, { once: true });

  const timeLeft = (): number =>
    request.limits.deadline === null
      ? Number.POSITIVE_INFINITY
      : request.limits.deadline.getTime() - now().getTime();
  // The window may be extended, or closed at once: its end is looked up again and again.
  let alarm: NodeJS.Timeout | undefined;
  const watchWindow = (): void => {
    const left = timeLeft();
    if (!Number.isFinite(left)) return;
    if (left <= 0) {
      stop(windowClosed());
      return;
    }
    alarm = setTimeout(watchWindow, Math.min(left, betweenWindowLooks));
    alarm.unref();
  };
  watchWindow();

  const wait = (milliseconds: number, until: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        wakers.delete(look);
        resolve();
      };
      const look = (): void => {
        if (until()) end();
      };
      const timer = setTimeout(end, milliseconds);
      wakers.add(look);
      look();
    });

  return {
    get stopped() {
      if (reason === null && timeLeft() <= 0) reason = windowClosed();
      return reason;
    },
    get paused() {
      return paused;
    },
    get waiting() {
      return waiting;
    },
    set waiting(value) {
      waiting = value;
    },
    get lastTry() {
      return lastTry;
    },
    throwIfStopped() {
      if (this.stopped !== null) throw this.stopped;
    },
    stop,
    whilePaused: (milliseconds) => wait(milliseconds, () => !paused || reason !== null),
    sleep: (milliseconds) => wait(milliseconds, () => reason !== null),
    takeSessionsToEnd: () => toEnd.splice(0),
    timeLeft,
    close: () => {
      clearTimeout(alarm);
      stopListening?.();
      request.signal?.removeEventListener("abort", onAbort);
      wake();
    },
  };
}
