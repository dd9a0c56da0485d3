/** The text of a form's field; empty when there is none. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** The roles on single databases that a form holds in fields `database:<slug>`. */
export function formDatabaseRoles(form: FormData): { slug: string; role: string }[] {
  return [...form.entries()].flatMap(([name, value]) =>
    name.startsWith("database:") && typeof value === "string" && value !== ""
      ? [{ slug: name.slice("database:".length), role: value }]
      : [],
  );
}
