"use client";

import { ChevronDown } from "lucide-react";
import { buttonClasses, LinkButton } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";

interface ExportMenuProps {
  readonly slug: string;
  /** `database`, or the id of a check, difference, plan or run. */
  readonly subject: string;
  /** True where there are statements. */
  readonly sql?: boolean;
  readonly mayShare: boolean;
}

/** Takes a report out of the app: as a file, as text for a chat, as a page for somebody without an account. */
export function ExportMenu({ slug, subject, sql, mayShare }: ExportMenuProps) {
  const toast = useToast();
  const address = (format: string): string =>
    `/databases/${slug}/export?${new URLSearchParams({ subject, format })}`;
  const copy = async (): Promise<void> => {
    try {
      const answer = await fetch(address("chat"));
      if (!answer.ok) throw new Error("The report could not be made.");
      await navigator.clipboard.writeText(await answer.text());
      toast.add({ title: "Copied." });
    } catch (error) {
      const description = error instanceof Error ? error.message : undefined;
      toast.add({ title: "Nothing was copied.", description, stays: true });
    }
  };
  return (
    <>
      <Menu
        items={[
          { label: "Markdown, for a ticket", download: address("markdown") },
          { label: "JSON", download: address("json") },
          { label: "CSV", download: address("csv") },
          ...(sql ? [{ label: "SQL", download: address("sql") }] : []),
          { label: "Copy for a chat", run: copy },
          { label: "Print", run: () => print() },
        ]}
        trigger={
          <button type="button" className={buttonClasses("secondary")}>
            Export
            <ChevronDown aria-hidden />
          </button>
        }
      />
      {mayShare && (
        <LinkButton href={`/databases/${slug}/share?${new URLSearchParams({ subject })}`}>Share</LinkButton>
      )}
    </>
  );
}
