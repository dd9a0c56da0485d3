import type { Session } from "./connect";

/** A search_path on which nothing stands in front of the catalog: pg_temp last, or a temporary table could hide one of its. */
export const catalogPath = "pg_catalog, pg_temp";

export type Settings = readonly (readonly [name: string, value: string])[];

/** Until when a setting holds. */
type Scope = "transaction" | "session";

/** Calls of set_config for a SELECT, and the values of their parameters. */
export function configCalls(
  settings: Settings,
  scope: Scope,
): { readonly calls: string; readonly values: readonly string[] } {
  const calls = settings.map(
    (_, index) => `pg_catalog.set_config($${index * 2 + 1}, $${index * 2 + 2}, ${scope === "transaction"})`,
  );
  return { calls: calls.join(", "), values: settings.flat() };
}

/** Changes settings, in their order. */
export async function setConfig(session: Session, settings: Settings, scope: Scope): Promise<void> {
  const { calls, values } = configCalls(settings, scope);
  await session.query(`SELECT ${calls}`, values);
}
