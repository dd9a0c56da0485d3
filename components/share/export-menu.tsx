"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import { buttonClasses, LinkButton } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";

interface ExportMenuProps {
  readonly slug: string;
  /** `database`, or the id of a check, difference, plan or run. */
  readonly subject: string;
  /** True where there are statements. */
  readonly sql?: boolean;
  readonly mayShare: boolean;
}

const item =
  "flex min-h-7 w-full items-center rounded-md px-2 text-left text-sm outline-none data-highlighted:bg-hover";

/** Takes a report out of the app: as a file, as text for a chat, as a page for somebody without an account. */
export function ExportMenu({ slug, subject, sql, mayShare }: ExportMenuProps) {
  const toast = useToast();
  const address = (format: string): string =>
    `/databases/${slug}/export?${new URLSearchParams({ subject, format })}`;
  const files = [
    { label: "Markdown, for a ticket", format: "markdown" },
    { label: "JSON", format: "json" },
    { label: "CSV", format: "csv" },
    ...(sql ? [{ label: "SQL", format: "sql" }] : []),
  ];
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
      <Base.Root>
        <Base.Trigger className={buttonClasses("secondary")}>
          Export
          <ChevronDown aria-hidden />
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner sideOffset={4} align="end" className="z-50">
            <Base.Popup className="min-w-48 rounded-lg bg-raised p-1 shadow-float outline-none">
              {files.map(({ label, format }) => (
                // No Link: what is fetched beforehand would be written down as an export.
                <Base.LinkItem key={format} className={item} closeOnClick href={address(format)} download>
                  {label}
                </Base.LinkItem>
              ))}
              <Base.Item className={item} onClick={copy}>
                Copy for a chat
              </Base.Item>
              <Base.Item className={item} onClick={() => print()}>
                Print
              </Base.Item>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      {mayShare && (
        <LinkButton href={`/databases/${slug}/share?${new URLSearchParams({ subject })}`}>Share</LinkButton>
      )}
    </>
  );
}
