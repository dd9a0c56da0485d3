/**
 * Every keyboard shortcut, once: the handler, the tooltips, the palette and the `?` sheet all read this list.
 *
 * A shortcut acts on the element of the page that carries its id as `data-shortcut`, or that names it among those it
 * handles itself in `data-shortcut-list`. So a page offers exactly the shortcuts whose elements it shows, server-rendered
 * ones too, and a sheet or palette never lists a dead key.
 */
export interface Shortcut {
  readonly id: string;
  /** Keys pressed one after the other; `Mod` is ⌘ on Apple machines and Ctrl elsewhere. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: "Everywhere" | "Lists" | "This page";
  /** `press` clicks the element, `focus` puts the cursor into it, `list` is handled by the focused list itself. */
  readonly does: "press" | "focus" | "list";
  /** The shortcut whose element it acts on, where that is not its own. */
  readonly actsOn?: string;
}

export const shortcuts: readonly Shortcut[] = [
  { id: "palette", keys: ["Mod+k"], label: "Search and commands", group: "Everywhere", does: "press" },
  { id: "help", keys: ["?"], label: "Keyboard shortcuts", group: "Everywhere", does: "press" },
  { id: "go-databases", keys: ["g", "d"], label: "Go to databases", group: "Everywhere", does: "press" },
  { id: "go-plans", keys: ["g", "p"], label: "Go to plans", group: "Everywhere", does: "press" },
  { id: "go-runs", keys: ["g", "u"], label: "Go to runs", group: "Everywhere", does: "press" },
  { id: "go-windows", keys: ["g", "w"], label: "Go to windows", group: "Everywhere", does: "press" },
  { id: "go-audit", keys: ["g", "a"], label: "Go to the audit log", group: "Everywhere", does: "press" },
  { id: "go-settings", keys: ["g", "s"], label: "Go to settings", group: "Everywhere", does: "press" },
  { id: "filter", keys: ["/"], label: "Filter the list", group: "Lists", does: "focus" },
  {
    ...{ id: "add-filter", keys: ["f"], label: "Add a filter", group: "Lists", does: "focus" },
    actsOn: "filter",
  },
  { id: "clear-filters", keys: ["f", "c"], label: "Clear filters", group: "Lists", does: "press" },
  { id: "list-next", keys: ["j"], label: "Next row (also ↓)", group: "Lists", does: "list" },
  { id: "list-previous", keys: ["k"], label: "Previous row (also ↑)", group: "Lists", does: "list" },
  { id: "list-open", keys: ["Enter"], label: "Open the row", group: "Lists", does: "list" },
  { id: "list-peek", keys: ["Space"], label: "Peek into the row", group: "Lists", does: "list" },
  { id: "list-expand", keys: ["e"], label: "Unfold the row", group: "Lists", does: "list" },
  { id: "list-select", keys: ["x"], label: "Select the row", group: "Lists", does: "list" },
  { id: "list-range", keys: ["Shift+ArrowDown"], label: "Select downwards", group: "Lists", does: "list" },
  { id: "list-mark", keys: ["m"], label: "Mark the statement as read", group: "Lists", does: "list" },
  { id: "list-all", keys: ["Mod+a"], label: "Select all shown", group: "Lists", does: "list" },
  { id: "close", keys: ["Escape"], label: "Close, or back to the list", group: "This page", does: "press" },
  { id: "list-clear", keys: ["Escape"], label: "Clear selection", group: "Lists", does: "list" },
  { id: "check-now", keys: ["r"], label: "Check now", group: "This page", does: "press" },
  { id: "make-plan", keys: ["p"], label: "Make plan", group: "This page", does: "press" },
  { id: "add-database", keys: ["n"], label: "Add database", group: "This page", does: "press" },
  {
    id: "previous",
    keys: ["["],
    label: "Previous difference or statement",
    group: "This page",
    does: "press",
  },
  { id: "next", keys: ["]"], label: "Next difference or statement", group: "This page", does: "press" },
  { id: "view", keys: ["v"], label: "Table, split or unified", group: "This page", does: "press" },
  { id: "pause-run", keys: ["."], label: "Pause after this statement", group: "This page", does: "press" },
  { id: "copy-sql", keys: ["c"], label: "Copy SQL", group: "This page", does: "press" },
  { id: "list-copy", keys: ["c"], label: "Copy the statement", group: "Lists", does: "list" },
  { id: "copy-link", keys: ["Mod+Shift+,"], label: "Copy link", group: "This page", does: "press" },
];

/** One key press as the registry writes it: `Mod+k`, `?`, `Shift+ArrowDown`. */
export function keyName(event: {
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}): string {
  const modifier = event.metaKey || event.ctrlKey;
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // A sign such as ? already holds the Shift that made it; a modifier or a named key does not.
  const shift = event.shiftKey && (modifier || key.length > 1 || /[a-z]/.test(key));
  const parts = [
    modifier ? "Mod" : "",
    event.altKey ? "Alt" : "",
    shift ? "Shift" : "",
    normalised(key, modifier),
  ];
  return parts.filter((part) => part !== "").join("+");
}

// With Shift held, the comma key says `<`; the registry names the key and not the sign.
const normalised = (key: string, modifier: boolean): string => (modifier && key === "<" ? "," : key);

const signs: { readonly [key: string]: string } = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  Enter: "↵",
  Escape: "Esc",
  Shift: "⇧",
};

/** True on machines whose keyboards print ⌘. Only to be asked in the browser. */
export const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** The keys as they are printed on the keyboard. */
export function printedKeys(shortcut: Shortcut, apple: boolean): readonly string[] {
  return shortcut.keys.map((combination) =>
    combination
      .split("+")
      .map((key) =>
        key === "Mod"
          ? apple
            ? "⌘"
            : "Ctrl "
          : (signs[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
      )
      .join(""),
  );
}

/** The element that a shortcut acts on, when the page shows one. */
export function shortcutTarget(shortcut: Shortcut): HTMLElement | null {
  const selector =
    shortcut.does === "list"
      ? `[data-shortcut-list~="${shortcut.id}"]`
      : `[data-shortcut="${shortcut.actsOn ?? shortcut.id}"]`;
  // What stands in a toolbar is about what was chosen, and so comes before the page's own.
  const chosen = document.querySelector<HTMLElement>(`[role="toolbar"] ${selector}`);
  return chosen ?? document.querySelector<HTMLElement>(selector);
}
