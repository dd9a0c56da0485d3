"use client";

import { useEffect } from "react";
import { isApple, keyName, printedKeys, type Shortcut, shortcuts, shortcutTarget } from "./shortcut-registry";
import { singleKeysOn } from "./single-keys";

/** Milliseconds in which the second key of a sequence must follow; enough for a slow hand. */
const patience = 2_000;

/** Milliseconds for which a key waits that is a shortcut by itself and may begin a longer one. */
const hesitation = 600;

/** Listens for the shortcuts of the registry. Single keys are silent while somebody writes, and can be switched off. */
export function ShortcutHandler() {
  useEffect(() => {
    let pressed: { readonly keys: readonly string[]; readonly at: number } = { keys: [], at: 0 };
    let delayed: ReturnType<typeof setTimeout> | undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyName(event);
      const single = !name.startsWith("Mod+");
      if (single && (isWriting(event.target) || dialogIsOpen() || !singleKeysOn())) return;
      clearTimeout(delayed);
      const before = event.timeStamp - pressed.at < patience ? pressed.keys : [];
      const sequence = [...before, name];
      const found = shortcutFor(sequence) ?? shortcutFor([name]);
      const longer = shortcuts.some(
        (shortcut) =>
          shortcut.keys.length > sequence.length &&
          startsWith(shortcut.keys, sequence) &&
          shortcutTarget(shortcut) !== null,
      );
      pressed = { keys: longer ? sequence : [], at: event.timeStamp };
      if (found === undefined) return;
      if (!longer) {
        if (perform(found)) event.preventDefault();
      } else if (shortcutTarget(found) !== null) {
        // F is a key of its own and begins F C: what follows tells.
        event.preventDefault();
        delayed = setTimeout(() => perform(found), hesitation);
      }
    };
    const hint = (event: Event): void => nameKeys(event.target);
    document.addEventListener("keydown", listen);
    document.addEventListener("pointerover", hint);
    document.addEventListener("focusin", hint);
    // Says to journeys and to browser extensions that the page hears keys from here on.
    document.documentElement.dataset.keys = "heard";
    return () => {
      delete document.documentElement.dataset.keys;
      clearTimeout(delayed);
      document.removeEventListener("keydown", listen);
      document.removeEventListener("pointerover", hint);
      document.removeEventListener("focusin", hint);
    };
  }, []);
  return null;
}

/** Puts the key into the tooltip of what it presses, when somebody first comes to it; pages need not repeat it. */
function nameKeys(target: EventTarget | null): void {
  const element = target instanceof Element ? target.closest<HTMLElement>("[data-shortcut]") : null;
  if (element === null || element.dataset.keysNamed !== undefined) return;
  const shortcut = shortcuts.find((candidate) => candidate.id === element.dataset.shortcut);
  if (shortcut === undefined) return;
  element.dataset.keysNamed = "";
  element.title = `${shortcut.label} (${printedKeys(shortcut, isApple()).join(" ")})`;
  // aria-keyshortcuts knows no sequences of keys.
  const [only, ...more] = shortcut.keys;
  if (only !== undefined && more.length === 0) {
    element.setAttribute("aria-keyshortcuts", only.replace("Mod", isApple() ? "Meta" : "Control"));
  }
}

function shortcutFor(keys: readonly string[]): Shortcut | undefined {
  return shortcuts.find(
    (shortcut) => shortcut.keys.length === keys.length && startsWith(shortcut.keys, keys),
  );
}

function startsWith(keys: readonly string[], begin: readonly string[]): boolean {
  return begin.every((key, position) => keys[position] === key);
}

/** Acts on the page. False when the page has no such element, so that the browser keeps its own meaning of the key. */
function perform(shortcut: Shortcut): boolean {
  const target = shortcutTarget(shortcut);
  if (target === null) return false;
  switch (shortcut.does) {
    case "press":
      target.click();
      return true;
    case "focus":
      target.focus();
      if (target instanceof HTMLInputElement) target.select();
      return true;
    case "list": {
      // Inside the list its own handler has already acted. From outside, J and K lead into it.
      const enters = shortcut.id === "list-next" || shortcut.id === "list-previous";
      const row = target.querySelector<HTMLElement>('[data-list-entry], [role="row"][tabindex="0"]');
      if (!enters || row === null) return false;
      row.focus();
      return true;
    }
  }
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}

/** Something that takes the keys for itself. */
function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}
