"use client";

import { useSyncExternalStore } from "react";
import { Kbd } from "@/components/ui/kbd";
import { isApple, printedKeys, type Shortcut } from "./shortcut-registry";

const never = () => () => undefined;

/** The keys of a shortcut, as this machine's keyboard prints them. */
export function ShortcutKeys({ shortcut }: { readonly shortcut: Shortcut }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return (
    <span className="flex gap-1">
      {printedKeys(shortcut, apple).map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}
