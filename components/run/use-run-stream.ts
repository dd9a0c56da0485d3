"use client";

import { useEffect, useRef, useState } from "react";
import type { NumberedEvent, RunView } from "./console-event";
import { addEvents, noProgress, type RunProgress } from "./run-progress";

/** What is known of a run now, and whether more is heard of it. */
export interface RunStream {
  readonly progress: RunProgress;
  readonly view: RunView;
  /** Seconds until the next attempt to listen; null while the connection stands or nothing more will come. */
  readonly retryIn: number | null;
}

const firstPause = 1;
const longestPause = 10;

interface StreamOptions {
  readonly url: string;
  readonly statements: number;
  readonly events: readonly NumberedEvent[];
  readonly view: RunView;
}

/**
 * Follows a run. The browser's own reconnecting tells nobody how long it waits, so it is done here: the last event's
 * number travels in the address, and what was missed is sent again by the server.
 */
export function useRunStream({ url, statements, events, view }: StreamOptions): RunStream {
  const [stream, setStream] = useState(() => ({
    progress: addEvents(noProgress(statements), events),
    view,
  }));
  const [retryIn, setRetryIn] = useState<number | null>(null);
  const last = useRef(stream.progress.sequence);
  const live = view.active;
  useEffect(() => {
    if (!live) return;
    let source: EventSource | null = null;
    let countdown: ReturnType<typeof setInterval> | undefined;
    let pause = firstPause;
    let closed = false;
    const open = (): void => {
      // Loaded for a run that is under way: most visits are to runs that are over. Events wait for it in their order.
      const reader = import("./console-event");
      source = new EventSource(`${url}?after=${last.current}`);
      source.onopen = () => {
        pause = firstPause;
        setRetryIn(null);
      };
      source.onmessage = async (event: MessageEvent<string>) => {
        const message = (await reader.catch(() => null))?.consoleMessageOf(event.data) ?? null;
        if (message === null || closed) return;
        if (message.kind === "event") {
          last.current = Math.max(last.current, message.sequence);
          setStream((before) => ({ ...before, progress: addEvents(before.progress, [message]) }));
        } else {
          setStream((before) => ({ ...before, view: message.view }));
          if (!message.view.active) end();
        }
      };
      const lose = (): void => {
        source?.close();
        if (closed) return;
        let seconds = pause;
        pause = Math.min(pause * 2, longestPause);
        setRetryIn(seconds);
        clearInterval(countdown);
        countdown = setInterval(() => {
          seconds -= 1;
          if (seconds > 0) return setRetryIn(seconds);
          clearInterval(countdown);
          open();
        }, 1_000);
      };
      source.onerror = lose;
      // A reader that cannot be loaded hears nothing either; each message fails by the same promise.
      reader.catch(lose);
    };
    const end = (): void => {
      closed = true;
      clearInterval(countdown);
      source?.close();
      setRetryIn(null);
    };
    open();
    return end;
  }, [url, live]);
  return { ...stream, retryIn };
}
