const storageKey = "plumbline.single-keys";

/** False when the person switched shortcuts of one key off (WCAG 2.1.4). On where the browser keeps no storage. */
export function singleKeysOn(): boolean {
  return readStorage() !== "off";
}

/** Remembers the choice in this browser. */
export function setSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(storageKey, on ? "on" : "off");
  } catch {
    // A browser that refuses storage keeps the default; the switch shows that by turning back.
  }
}

function readStorage(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
