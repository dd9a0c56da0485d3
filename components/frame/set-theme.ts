"use server";

import { cookies } from "next/headers";
import { themeCookie, themeFrom } from "./theme";

/** Remembers the theme for a year. */
export async function setTheme(data: FormData): Promise<void> {
  const wanted = data.get("theme");
  const theme = themeFrom(typeof wanted === "string" ? wanted : undefined);
  (await cookies()).set(themeCookie, theme, {
    path: "/",
    maxAge: 31_536_000,
    sameSite: "lax",
    httpOnly: true,
  });
}
