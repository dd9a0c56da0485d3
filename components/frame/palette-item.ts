/** One line of the command palette. It leads somewhere; it never acts (screens.md §3.2). */
export interface PaletteItem {
  /** Unique in the palette. */
  readonly id: string;
  readonly label: string;
  /** Smaller words behind the label: `PG 15.18`, `changed column`. */
  readonly detail?: string;
  /** More words that find it. */
  readonly keywords?: string;
  readonly href: string;
}

/** Lines under one heading, in the order of the page. */
export interface PaletteGroup {
  readonly label: string;
  readonly items: readonly PaletteItem[];
}
