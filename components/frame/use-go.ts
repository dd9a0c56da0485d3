"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";

/** Told to the page when it is about to be left by other means than a link. */
export const leavingEvent = "plumbline:leaving";

type Go = (href: string, options?: { readonly scroll?: boolean }) => void;

/** Goes to another page of the app as a link does, with {@link leavingEvent} told, so that a slow answer is spoken of. */
export function useGo(): Go {
  const router = useRouter();
  return useCallback(
    (href, options) => {
      const to = new URL(href, location.href);
      if (to.pathname !== location.pathname || to.search !== location.search)
        document.dispatchEvent(new Event(leavingEvent));
      router.push(href, options);
    },
    [router],
  );
}
