"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { setTheme } from "./set-theme";
import { type Theme, themes } from "./theme";

const faces: { readonly [T in Theme]: { readonly label: string; readonly icon: typeof Sun } } = {
  system: { label: "Theme of the system", icon: Monitor },
  light: { label: "Light theme", icon: Sun },
  dark: { label: "Dark theme", icon: Moon },
};

/** Three buttons of one form: it works without JavaScript, and with it the colours turn before the server answers. */
export function ThemeSwitch({ theme }: { readonly theme: Theme }) {
  return (
    <form action={setTheme} aria-label="Theme" className="flex rounded-md border bg-inset p-0.5">
      {themes.map((name) => {
        const { label, icon: Icon } = faces[name];
        return (
          <button
            key={name}
            type="submit"
            name="theme"
            value={name}
            aria-label={label}
            aria-pressed={name === theme}
            title={label}
            onClick={() => {
              document.documentElement.dataset.theme = name;
            }}
            className="flex size-6 items-center justify-center rounded-[5px] text-muted hover:text-ink aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-card"
          >
            <Icon aria-hidden className="size-3.5" />
          </button>
        );
      })}
    </form>
  );
}
