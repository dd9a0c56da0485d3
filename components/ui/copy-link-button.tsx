"use client";

import { useEffect, useState } from "react";
import { CopyButton } from "./copy-button";

/** Copies the whole address of a page; which host that is, only the browser knows. */
export function CopyLinkButton({ path }: { readonly path: string }) {
  const [origin, setOrigin] = useState("");
  useEffect(() => setOrigin(location.origin), []);
  return <CopyButton text={`${origin}${path}`} label="Copy link" shortcut="copy-link" />;
}
