import { createHash } from "node:crypto";
import { fingerprint } from "../../catalog/fingerprint";
import { introspect } from "../../introspect/introspect";
import { connect } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { quoteIdentifier } from "../../postgres/identifier";
import { dumpSchema, findPgDump } from "../pg-dump";

/** What a database looks like to three observers. */
export interface Survey {
  /** Our own reading. */
  readonly fingerprint: string;
  /** `pg_dump --schema-only`; null where no pg_dump can read this major. */
  readonly dump: string | null;
  /** Of every row of every table, values as text, in no order. Columns that only one state has are left out by name. */
  readonly rows: Readonly<Record<string, string>>;
}

/**
 * Looks at a database's schema with our reader and with pg_dump, and at all rows.
 * @param columns the columns whose values are looked at, by table: those that both states have
 */
export async function survey(
  url: string,
  major: number,
  columns: Readonly<Record<string, readonly string[]>>,
): Promise<Survey> {
  const session = await connect(connectionSettingsFromUrl(url), { readOnly: true });
  try {
    const rows: Record<string, string> = {};
    for (const [table, names] of Object.entries(columns)) {
      const values = names.map((name) => `${quoteIdentifier(name)}::text`).join(", ");
      const found = await session.query<{ row: string }>(
        `SELECT ROW(${values})::text AS row FROM public.${quoteIdentifier(table)} ORDER BY 1`,
      );
      rows[table] = createHash("sha256")
        .update(found.map(({ row }) => row).join("\n"))
        .digest("hex");
    }
    const dump = await findPgDump(major);
    return {
      fingerprint: fingerprint(await introspect(session)),
      dump: dump === null ? null : withoutChance(await dumpSchema(dump.program, url)),
      rows,
    };
  } finally {
    await session.close();
  }
}

/** Every dump has a key of its own since CVE-2025-8714. */
const withoutChance = (dump: string): string => dump.replace(/^\\(un)?restrict .*$/gm, "");

/** Which observers see two states as different. */
export function surveyDifferences(one: Survey, other: Survey): readonly string[] {
  return [
    ...(one.fingerprint === other.fingerprint ? [] : ["our reading of the schema"]),
    ...(one.dump === other.dump ? [] : ["pg_dump --schema-only"]),
    ...Object.keys(one.rows)
      .filter((table) => one.rows[table] !== other.rows[table])
      .map((table) => `rows of ${table}`),
  ];
}
