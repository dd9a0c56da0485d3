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
import { readWaysToProve, type WaysToProve } from "@/lib/operations/prove-identity";
import { readSignedIn, visitorContext } from "@/lib/operations/request-context";
import { storeFailure } from "@/lib/operations/store-failure";
import type { Person } from "@/lib/store/people";
import { loadMentionsCount } from "./mentions/load";
import { placesFor } from "./places";
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

export default async function Layout({ children }: { readonly children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  const person = await readPerson();
  const path = (await headers()).get(pathHeader) ?? "/";
  // Who is not signed in sees pages of their own only, and what was shared stands alone.
  const framed = person !== null && !isPublicPath(path.split("?")[0] ?? "");
  const mentions = framed && person !== "unknown" ? await loadMentionsCount() : 0;
  const waiting = framed && person !== "unknown" ? await loadPlansWaiting() : 0;
  const ways = framed ? await readWays(person) : unknownWays;
  return (
    // The theme switch turns the attribute before the server answers.
    <html lang="en" data-theme={theme} suppressHydrationWarning>
      <body>
        <ToastProvider>
          {framed ? (
            <AppFrame
              theme={theme}
              {...placesFor(person, waiting)}
              paletteSearchUrl="/api/palette"
              account={
                person === "unknown" ? null : (
                  <AccountMenu
                    name={person.name}
                    role={roleWords(person)}
                    mentions={mentions}
                    signOut={signOut}
                  />
                )
              }
            >
              <ProveItIsYou action={proveIdentity} ways={ways}>
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

const unknownWays: WaysToProve = { password: true, code: false, provider: null };

/** By what the person can prove that it is them. */
async function readWays(person: Person | "unknown"): Promise<WaysToProve> {
  if (person === "unknown") return unknownWays;
  try {
    return await readWaysToProve((await visitorContext()).store, person);
  } catch (error) {
    if (storeFailure(error) === null) throw error;
    return unknownWays;
  }
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
