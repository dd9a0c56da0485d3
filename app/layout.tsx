import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { AppFrame } from "@/components/frame/app-frame";
import { themeCookie, themeFrom } from "@/components/frame/theme";
import { AccountMenu } from "@/components/people/account-menu";
import { ProveItIsYou } from "@/components/people/prove-it-is-you";
import { roleWords } from "@/components/people/role-words";
import { ToastProvider } from "@/components/ui/toast";
import { isPublicPath, pathHeader } from "@/lib/access/public-path";
import { readSignedIn } from "@/lib/operations/request-context";
import { storeFailure } from "@/lib/operations/store-failure";
import { loadPlansWaiting } from "./plans/load";
import { proveIdentity } from "./settings/actions";
import { signOut } from "./sign-in/actions";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Plumbline", template: "%s · Plumbline" },
  description: "Where a live Postgres database has drifted from the schema its code expects.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafafa" },
    { media: "(prefers-color-scheme: dark)", color: "#0e0e10" },
  ],
};

const navigation = [
  { href: "/databases", label: "Databases", shortcut: "go-databases" },
  { href: "/plans", label: "Plans", shortcut: "go-plans" },
  { href: "/runs", label: "Runs", shortcut: "go-runs" },
  { href: "/windows", label: "Windows", shortcut: "go-windows" },
  { href: "/audit", label: "Audit", shortcut: "go-audit" },
  { href: "/settings", label: "Settings", shortcut: "go-settings" },
];

const palette = [
  {
    label: "Go to",
    items: [
      { id: "databases", label: "Databases", href: "/databases" },
      { id: "plans", label: "Plans", keywords: "approve review fix", href: "/plans" },
      { id: "runs", label: "Runs", keywords: "applied console history", href: "/runs" },
      { id: "windows", label: "Windows", keywords: "maintenance schedule go no-go", href: "/windows" },
      { id: "audit", label: "Audit", keywords: "log chain verify who did", href: "/audit" },
      { id: "settings", label: "Settings", keywords: "account sessions password", href: "/settings" },
      { id: "people", label: "People", keywords: "invite roles users", href: "/settings/people" },
      { id: "add-database", label: "Add database", keywords: "new connect", href: "/databases/new" },
    ],
  },
];

export default async function Layout({ children }: { readonly children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  const person = await readPerson();
  const path = (await headers()).get(pathHeader) ?? "/";
  // Who is not signed in sees pages of their own only, and what was shared stands alone.
  const framed = person !== null && !isPublicPath(path.split("?")[0] ?? "");
  const waiting = framed && person !== "unknown" ? await loadPlansWaiting() : 0;
  return (
    // The theme switch turns the attribute before the server answers.
    <html lang="en" data-theme={theme} suppressHydrationWarning>
      <body>
        <ToastProvider>
          {framed ? (
            <AppFrame
              theme={theme}
              navigation={navigation.map((entry) =>
                entry.href === "/plans" ? { ...entry, waiting } : entry,
              )}
              palette={palette}
              paletteSearchUrl="/api/palette"
              account={
                person === "unknown" ? null : (
                  <AccountMenu name={person.name} role={roleWords(person)} signOut={signOut} />
                )
              }
            >
              <ProveItIsYou action={proveIdentity} twoFactor={person !== "unknown" && person.twoFactor}>
                {children}
              </ProveItIsYou>
            </AppFrame>
          ) : (
            children
          )}
        </ToastProvider>
      </body>
    </html>
  );
}

/** Who is signed in; unknown while the store does not answer, which the page itself will tell. */
async function readPerson() {
  try {
    return (await readSignedIn())?.person ?? null;
  } catch (error) {
    if (storeFailure(error) === null) throw error;
    return "unknown";
  }
}
