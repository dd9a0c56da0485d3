"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { spanText } from "@/components/ui/span-text";

interface CountdownProps {
  /** ISO 8601. */
  readonly until: string;
  /** True where the page says something else once the moment has come. */
  readonly refresh?: boolean;
}

/** How long it is until a moment, counted down in place: `2 d 13 h`. Read out when asked, not at every second. */
export function Countdown({ until, refresh = false }: CountdownProps) {
  const router = useRouter();
  const moment = Date.parse(until);
  const [now, setNow] = useState(() => Date.now());
  const over = now >= moment;
  useEffect(() => {
    if (over) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [over]);
  useEffect(() => {
    if (over && refresh) router.refresh();
  }, [over, refresh, router]);
  return (
    // Server and browser read the clock at different moments.
    <time dateTime={until} className="whitespace-nowrap tabular-nums" suppressHydrationWarning>
      {spanText(moment - now)}
    </time>
  );
}
