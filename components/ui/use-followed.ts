"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

interface FollowedOptions<Step> {
  /** Answers with server-sent events, each a step as JSON. */
  readonly url: string;
  /** What the server knew when it rendered the page. */
  readonly initial: Step;
  /**
   * Loads what makes a step of an event's data, and throws on anything else. Loaded when there is something to follow:
   * most visits of a page are at a time when nothing is under way. The same function at each render.
   */
  readonly loadReader: () => Promise<(data: unknown) => Step>;
  /** True for the last step there will be. The same function at each render. */
  readonly isEnd: (step: Step) => boolean;
}

/** Follows what a worker does, and renders the page again when that has ended. `lost` while nothing is heard. */
export function useFollowed<Step>({ url, initial, loadReader, isEnd }: FollowedOptions<Step>): {
  readonly step: Step;
  readonly lost: boolean;
} {
  const router = useRouter();
  const [step, setStep] = useState(initial);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const events = new EventSource(url);
    const reader = loadReader();
    let closed = false;
    const close = (): void => {
      closed = true;
      events.close();
    };
    events.onopen = () => setLost(false);
    events.onmessage = async ({ data }: MessageEvent<string>) => {
      try {
        const next = (await reader)(JSON.parse(data));
        if (closed) return;
        setLost(false);
        setStep(next);
        if (!isEnd(next)) return;
        close();
        router.refresh();
      } catch (error) {
        console.error("A progress event could not be read", error);
      }
    };
    // The browser connects again by itself, unless the server refused for good.
    events.onerror = () => {
      setLost(true);
      if (events.readyState === EventSource.CLOSED) router.refresh();
    };
    return close;
  }, [url, router, loadReader, isEnd]);
  return { step, lost };
}
