"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { nearestWord } from "./nearest-word";
import type { PaletteGroup } from "./palette-item";
import { ShortcutKeys } from "./shortcut-keys";
import { type Shortcut, shortcuts, shortcutTarget } from "./shortcut-registry";
import { useGo } from "./use-go";
import { usePaletteSearch } from "./use-palette-search";

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  readonly keywords?: string;
  readonly href?: string;
  readonly shortcut?: Shortcut;
}

interface EntryGroup {
  readonly label: string;
  readonly items: Entry[];
}

interface PaletteProps {
  readonly groups: readonly PaletteGroup[];
  readonly searchUrl: string | undefined;
  readonly onDone: () => void;
}

/** The content of the palette; loaded when it is opened first. */
export function Palette({ groups, searchUrl, onDone }: PaletteProps) {
  const input = useRef<HTMLInputElement>(null);
  // The dialog gave its focus away before this was there.
  useEffect(() => input.current?.focus(), []);
  const go = useGo();
  const [text, setText] = useState("");
  const [here] = useState(commandsOfPage);
  const search = usePaletteSearch(searchUrl, text);
  const all: EntryGroup[] = [here, ...groups, ...search.groups]
    .map((group) => ({ label: group.label, items: [...group.items] }))
    .filter((group) => group.items.length > 0);
  const found = all
    .map((group) => ({ label: group.label, items: group.items.filter((entry) => fits(entry, text)) }))
    .filter((group) => group.items.length > 0);
  const meant = found.length > 0 ? null : nearestWord(text, wordsOf(all));
  const choose = (entry: Entry): void => {
    onDone();
    if (entry.href !== undefined) go(entry.href);
    else if (entry.shortcut !== undefined) {
      const { shortcut } = entry;
      // After the dialog has given the focus back.
      requestAnimationFrame(() => {
        const target = shortcutTarget(shortcut);
        if (shortcut.does === "press") target?.click();
        else target?.focus();
      });
    }
  };
  return (
    <Autocomplete.Root
      inline
      open
      items={all}
      filteredItems={found}
      value={text}
      onValueChange={(value, details) => {
        // Choosing a line would write its label into the box for the moment before the dialog closes.
        if (details.reason !== "item-press") setText(value);
      }}
      autoHighlight="always"
      itemToStringValue={(entry: Entry) => entry.label}
    >
      <div className="flex items-center gap-2 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <Autocomplete.Input
          ref={input}
          aria-label="Search and commands"
          placeholder="Search databases, pages and actions…"
          className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-faint"
        />
      </div>
      <Autocomplete.Status className="sr-only">
        {search.searching
          ? "Searching…"
          : `${found.reduce((sum, group) => sum + group.items.length, 0)} results`}
      </Autocomplete.Status>
      <Autocomplete.Empty>
        {!search.searching && (
          <p className="px-4 py-8 text-center text-muted text-sm [overflow-wrap:anywhere]">
            Nothing matches <em>{text}</em>.
            {meant !== null && (
              <>
                {" "}
                Did you mean{" "}
                <button
                  type="button"
                  onClick={() => {
                    setText(meant);
                    input.current?.focus();
                  }}
                  className="text-link underline underline-offset-2"
                >
                  {meant}
                </button>
                ?
              </>
            )}
          </p>
        )}
      </Autocomplete.Empty>
      <Autocomplete.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-2 empty:p-0">
        {(group: EntryGroup) => (
          <Autocomplete.Group key={group.label} items={group.items} className="mb-2 last:mb-0">
            <Autocomplete.GroupLabel className="px-2 py-1 font-medium text-faint text-xs">
              {group.label}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(entry: Entry) => (
                <Autocomplete.Item
                  key={entry.id}
                  value={entry}
                  onClick={() => choose(entry)}
                  className="flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2 text-sm data-highlighted:bg-hover"
                >
                  <span className="min-w-0 truncate">{entry.label}</span>
                  {entry.detail !== undefined && (
                    <span className="min-w-0 flex-1 truncate text-faint text-xs">{entry.detail}</span>
                  )}
                  {entry.shortcut !== undefined && (
                    <span aria-hidden className="ml-auto">
                      <ShortcutKeys shortcut={entry.shortcut} />
                    </span>
                  )}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      {search.searching && <p className="border-t px-4 py-2 text-faint text-xs">Searching…</p>}
    </Autocomplete.Root>
  );
}

/** What the page itself offers, each with its key; what leads to other pages stands under its own heading. */
function commandsOfPage(): EntryGroup {
  const offered = shortcuts
    .filter(
      (shortcut) =>
        shortcut.does !== "list" &&
        shortcut.id !== "palette" &&
        !shortcut.id.startsWith("go-") &&
        shortcutTarget(shortcut) !== null,
    )
    .toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  return {
    label: "Here",
    items: offered.map((shortcut) => ({ id: `shortcut:${shortcut.id}`, label: shortcut.label, shortcut })),
  };
}

const order: readonly Shortcut["group"][] = ["This page", "Lists", "Everywhere"];

/** The words of everything that is offered without a search. */
function wordsOf(groups: readonly EntryGroup[]): ReadonlySet<string> {
  const texts = groups.flatMap(({ items }) =>
    items.map(({ label, detail = "", keywords = "" }) => `${label} ${detail} ${keywords}`),
  );
  return new Set(texts.flatMap((text) => text.split(/[^\p{L}\p{N}_-]+/u)));
}

function fits(entry: Entry, text: string): boolean {
  const searched = `${entry.label} ${entry.detail ?? ""} ${entry.keywords ?? ""}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}
