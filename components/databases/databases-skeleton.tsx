"use client";

import { useEffect, useState } from "react";
import { Skeleton } from "@/components/ui/skeleton";

const rows = ["first", "second", "third", "fourth", "fifth"];

/** The list before it is there: five rows of the same height. After 8 s it says that it knows it is slow. */
export function DatabasesSkeleton() {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 8_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div>
      <p role="status" className={slow ? "mb-3 text-muted text-sm" : "sr-only"}>
        {slow ? "Still loading. The app database is slow." : "Loading databases…"}
      </p>
      <div aria-hidden className="card divide-y rounded-lg border bg-surface shadow-card">
        {rows.map((row) => (
          <div key={row} className="flex h-12 items-center gap-6 px-4">
            <Skeleton className="max-w-24" />
            <Skeleton className="max-w-64" />
            <Skeleton className="max-w-40" />
          </div>
        ))}
      </div>
    </div>
  );
}
