import { type ReactNode, Suspense } from "react";
import { Link } from "@/components/ui/link";
import { CommandPalette } from "./command-palette";
import { CopyPageLink } from "./copy-page-link";
import { Logo } from "./logo";
import { NavigationProgress } from "./navigation-progress";
import type { PaletteGroup } from "./palette-item";
import { PrintedFrom } from "./printed-from";
import { ShortcutHandler } from "./shortcut-handler";
import { ShortcutHelp } from "./shortcut-help";
import { type NavigationEntry, SidebarNav } from "./sidebar-nav";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";

interface AppFrameProps {
  readonly theme: Theme;
  readonly navigation: readonly NavigationEntry[];
  readonly palette: readonly PaletteGroup[];
  /** Where the palette asks for more; see CommandPalette. */
  readonly paletteSearchUrl?: string;
  /** Who is signed in, and what they can do about it. */
  readonly account?: ReactNode;
  readonly children: ReactNode;
}

/** What stands around every page: skip link, sidebar (a bar on narrow screens), palette, shortcuts, theme. */
export function AppFrame({ theme, navigation, palette, paletteSearchUrl, account, children }: AppFrameProps) {
  return (
    <div className="min-h-dvh md:print:block md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-primary focus:px-3 focus:py-2 focus:text-on-primary"
      >
        Skip to the content
      </a>
      <header className="screen-only z-30 flex items-center gap-3 max-md:flex-wrap border-b bg-shade px-4 py-2 max-md:sticky max-md:top-0 md:sticky md:top-0 md:h-dvh md:flex-col md:items-stretch md:gap-4 md:border-r md:border-b-0 md:px-3 md:py-3.5">
        <Link href="/databases" className="rounded-md md:px-1.5" aria-label="Plumbline, databases">
          <Logo />
        </Link>
        <div className="max-md:order-3">
          <CommandPalette
            groups={palette}
            {...(paletteSearchUrl === undefined ? {} : { searchUrl: paletteSearchUrl })}
          />
        </div>
        {/* On a narrow screen a single place is one the logo already leads to. */}
        <div
          className={`flex-1 ${navigation.length > 1 ? "max-md:order-4 max-md:basis-full max-md:overflow-x-auto" : "max-md:hidden"}`}
        >
          <SidebarNav entries={navigation} />
        </div>
        <div className="flex min-w-0 flex-wrap items-center justify-between gap-2 max-md:order-2 max-md:ml-auto">
          {account}
          <ThemeSwitch theme={theme} />
          <span className="max-md:hidden">
            <ShortcutHelp />
          </span>
        </div>
      </header>
      <div className="min-w-0">
        {children}
        <PrintedFrom />
      </div>
      {/* After the page, so that a button of the page itself comes first. */}
      <CopyPageLink />
      <ShortcutHandler />
      <Suspense>
        <NavigationProgress />
      </Suspense>
    </div>
  );
}
