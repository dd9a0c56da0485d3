import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppFrame } from "@/components/frame/app-frame";
import { themeCookie, themeFrom } from "@/components/frame/theme";
import { ToastProvider } from "@/components/ui/toast";
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

const navigation = [{ href: "/databases", label: "Databases", shortcut: "go-databases" }];

const palette = [
  {
    label: "Go to",
    items: [
      { id: "databases", label: "Databases", href: "/databases" },
      { id: "add-database", label: "Add database", keywords: "new connect", href: "/databases/new" },
    ],
  },
];

export default async function Layout({ children }: { readonly children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  return (
    // The theme switch turns the attribute before the server answers.
    <html lang="en" data-theme={theme} suppressHydrationWarning>
      <body>
        <ToastProvider>
          <AppFrame theme={theme} navigation={navigation} palette={palette} paletteSearchUrl="/api/palette">
            {children}
          </AppFrame>
        </ToastProvider>
      </body>
    </html>
  );
}
