import { isUserSchema } from "../../kinds/catalog-sql";
import type { ObjectFinding } from "../../kinds/finding";
import type { Session } from "../../postgres/connect";
import { qualify } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  readonly partitioned: boolean;
  /** A lock such as a build takes is on the table. */
  readonly locked: boolean;
}

// Who builds concurrently holds this lock on the table from beginning to end; so does a VACUUM, for as long as it takes.
const query = /* sql */ `
  SELECT n.nspname::text AS schema, c.relname::text AS table, i.relname::text AS name, x.indisunique AS unique,
         i.relkind = 'I' AS partitioned,
         EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.relation = x.indrelid AND l.granted AND l.mode = 'ShareUpdateExclusiveLock'
                   AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())) AS locked
  FROM pg_catalog.pg_index x
  JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT (x.indisvalid AND x.indisready) AND c.relpersistence <> 't' AND ${isUserSchema("n")}
  ORDER BY 1, 2, 3`;

/** Indexes that no query uses, those of partitions too: left behind by a build that failed, or still being built. */
export async function readInvalidIndexes(session: Session): Promise<readonly ObjectFinding[]> {
  return (await session.query<Row>(query)).map((row) => {
    const object: Identity = { kind: "index", schema: row.schema, table: row.table, name: row.name };
    const facts = { code: "invalid-index", object, attribute: "valid" } as const;
    if (row.locked) {
      return {
        ...facts,
        state: "unknown",
        severity: "info",
        says: "is invalid, and may be in the middle of being built: its table is locked the way a build locks it",
        why: "An index is invalid until its concurrent build has ended.",
        statements: [],
        remedy: "Check again when the build has ended.",
      };
    }
    return {
      ...facts,
      state: "found",
      severity: "high",
      says: "is invalid",
      why: row.unique
        ? "No query uses it, every write keeps it up to date, and what it should keep unique may not be."
        : "No query uses it and every write keeps it up to date: it only costs.",
      ...cureFor(row, object),
    };
  });
}

/** What REINDEX CONCURRENTLY leaves behind when it fails: a copy to be dropped, not an index to be mended. */
const leftOver = /_cc(new|old)\d*$/;

function cureFor(row: Row, object: Identity): { statements: readonly Statement[]; remedy: string } {
  const name = qualify(row.schema, row.name);
  const outside = { lock: "SHARE UPDATE EXCLUSIVE", transaction: "outside" } as const;
  if (row.partitioned) {
    return {
      statements: [],
      remedy: `Build the index on each partition that has none, then attach it: ALTER INDEX ${name} ATTACH PARTITION with the partition's index.`,
    };
  }
  if (leftOver.test(row.name)) {
    return {
      statements: [
        statement(`DROP INDEX CONCURRENTLY ${name}`, object, {
          ...outside,
          hazards: [{ code: "index-dropped", detail: row.name }],
        }),
      ],
      remedy: "A REINDEX that failed left this copy behind: drop it.",
    };
  }
  return {
    statements: [
      statement(`REINDEX INDEX CONCURRENTLY ${name}`, object, {
        ...outside,
        scan: true,
        hazards: [
          { code: "index-build", detail: row.name },
          ...(row.unique ? [{ code: "may-fail-on-data", detail: "duplicate rows" } as const] : []),
        ],
      }),
    ],
    remedy: row.unique
      ? "Build it anew. Where rows are there twice the build fails and names one; mend those first."
      : "Build it anew, or drop it where nobody needs it.",
  };
}
