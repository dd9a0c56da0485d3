"use client";

import { SearchX } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { EmptyState } from "./empty-state";

interface NotThereProps {
  /** `No plan P-99.` */
  readonly title: string;
  readonly description: string;
  readonly actions: ReactNode;
}

/** What a page says when there is nothing at its address. It names the thing in the tab's title too, which no route's metadata can. */
export function NotThere({ title, description, actions }: NotThereProps) {
  useEffect(() => {
    document.title = `${title.replace(/\.$/, "")} · Plumbline`;
  }, [title]);
  return (
    <EmptyState level={1} icon={<SearchX />} title={title} description={description} actions={actions} />
  );
}
