export const themes = ["system", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

/** The cookie that holds the theme. It is no secret and is read by the server only to render the right one at once. */
export const themeCookie = "theme";

/** The theme a cookie or a form names; `system` for anything else. */
export function themeFrom(text: string | undefined): Theme {
  return themes.find((theme) => theme === text) ?? "system";
}
