import "server-only";

/** One event; `null` ends the stream. */
type Send = (event: { readonly id: number; readonly data: unknown } | null) => void;

const commentEveryMilliseconds = 15_000;

/** How long somebody may go on to be sent what they may not see any more. */
const askEveryMilliseconds = 2_000;

/**
 * A response of server-sent events.
 * @param signal the request's: aborted when the browser went away
 * @param mayGoOn asked all along: false once the session has ended or the right is gone, and with it the stream
 * @param follow begins to send, and gives back how to end that
 */
export function streamEvents(
  signal: AbortSignal,
  mayGoOn: () => Promise<boolean>,
  follow: (send: Send) => Promise<() => void>,
): Response {
  const encoder = new TextEncoder();
  let stop: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let guard: NodeJS.Timeout | undefined;
  let open = true;
  // Called by whichever comes first, the request's abort or the stream's cancel: both do on a disconnect.
  const close = (): void => {
    open = false;
    clearInterval(timer);
    clearTimeout(guard);
    stop?.();
    stop = undefined;
  };
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const write = (text: string): void => {
        if (open) controller.enqueue(encoder.encode(text));
      };
      signal.addEventListener("abort", close, { once: true });
      // Proxies close what is silent for long.
      timer = setInterval(() => write(": still here\n\n"), commentEveryMilliseconds);
      const finish = (): void => {
        if (!open) return;
        close();
        controller.close();
      };
      const ask = async (): Promise<void> => {
        // Who cannot be asked about is sent nothing more; the browser connects anew, and is looked at then.
        if (!(await mayGoOn().catch(() => false))) finish();
        else if (open) guard = setTimeout(ask, askEveryMilliseconds);
      };
      guard = setTimeout(ask, askEveryMilliseconds);
      write("retry: 2000\n\n");
      const end = await follow((event) => {
        if (event === null) finish();
        else write(`id: ${event.id}\ndata: ${JSON.stringify(event.data)}\n\n`);
      });
      if (open && !signal.aborted) stop = end;
      else end();
    },
    cancel: close,
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      // Compressing or buffering on the way would hold events back.
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}
