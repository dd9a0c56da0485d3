import "server-only";
import type { Session } from "../postgres/connect";
import { qualify } from "../postgres/identifier";
import type { TableName } from "./backup-level";

/** How many rows of its own a table has. */
export interface CountedTable extends TableName {
  readonly rows: number;
}

/**
 * Counts the rows of tables, without those of their partitions and children. Row level security is switched off for it: a
 * role that sees only some rows is refused (42501) instead of counting those.
 */
export async function countRows(
  session: Session,
  tables: readonly TableName[],
  onTable: (done: number) => void = () => undefined,
): Promise<readonly CountedTable[]> {
  await session.execute("SET row_security = off");
  const counted: CountedTable[] = [];
  for (const { schema, name } of tables) {
    const [row] = await session.query<{ rows: string }>(
      `SELECT count(*)::text AS rows FROM ONLY ${qualify(schema, name)}`,
    );
    counted.push({ schema, name, rows: Number(row?.rows ?? 0) });
    onTable(counted.length);
  }
  return counted;
}
