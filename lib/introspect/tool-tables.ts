/**
 * Tables and schemas that migration tools, job queues and providers keep for themselves.
 * A table is theirs only when its columns are theirs too: an application may well have a table of that name.
 */
export interface ToolTable {
  readonly tool: string;
  readonly table: RegExp;
  /** Columns that must all be there. */
  readonly columns: readonly string[];
}

export const toolTables: readonly ToolTable[] = [
  { tool: "Alembic", table: /^alembic_version$/, columns: ["version_num"] },
  {
    tool: "Prisma Migrate",
    table: /^_prisma_migrations$/,
    columns: ["id", "checksum", "finished_at", "migration_name", "applied_steps_count"],
  },
  {
    tool: "Flyway",
    table: /^(flyway_schema_history|schema_version)$/,
    columns: ["installed_rank", "version", "script", "checksum", "success"],
  },
  { tool: "Liquibase", table: /^databasechangelog$/i, columns: ["id", "author", "filename", "md5sum"] },
  {
    tool: "Liquibase",
    table: /^databasechangeloglock$/i,
    columns: ["id", "locked", "lockgranted", "lockedby"],
  },
  { tool: "Django", table: /^django_migrations$/, columns: ["id", "app", "name", "applied"] },
  { tool: "Rails", table: /^ar_internal_metadata$/, columns: ["key", "value", "created_at", "updated_at"] },
  { tool: "Knex", table: /^knex_migrations$/, columns: ["id", "name", "batch", "migration_time"] },
  { tool: "Knex", table: /^knex_migrations_lock$/, columns: ["index", "is_locked"] },
  { tool: "Drizzle", table: /^__drizzle_migrations$/, columns: ["id", "hash", "created_at"] },
  { tool: "goose", table: /^goose_db_version$/, columns: ["version_id", "is_applied", "tstamp"] },
  { tool: "golang-migrate", table: /^schema_migrations$/, columns: ["version", "dirty"] },
  { tool: "Diesel", table: /^__diesel_schema_migrations$/, columns: ["version", "run_on"] },
  {
    tool: "SQLx",
    table: /^_sqlx_migrations$/,
    columns: ["version", "description", "checksum", "execution_time"],
  },
  {
    tool: "refinery",
    table: /^refinery_schema_history$/,
    columns: ["version", "name", "applied_on", "checksum"],
  },
  { tool: "node-pg-migrate", table: /^pgmigrations$/, columns: ["id", "name", "run_on"] },
  { tool: "Sequelize", table: /^SequelizeMeta$/, columns: ["name"] },
  { tool: "MikroORM", table: /^mikro_orm_migrations$/, columns: ["id", "name", "executed_at"] },
  { tool: "Kysely", table: /^kysely_migration$/, columns: ["name", "timestamp"] },
  { tool: "Kysely", table: /^kysely_migration_lock$/, columns: ["id", "is_locked"] },
  {
    tool: "Atlas",
    table: /^atlas_schema_revisions$/,
    columns: ["version", "description", "hash", "partial_hashes"],
  },
  { tool: "EF Core", table: /^__EFMigrationsHistory$/, columns: ["MigrationId", "ProductVersion"] },
];

/** Schemas whose whole content is a tool's own; recognised by the table in them that says so. */
export const toolSchemas: readonly {
  readonly tool: string;
  readonly schema: string;
  readonly mark: string;
}[] = [
  { tool: "graphile-worker", schema: "graphile_worker", mark: "migrations" },
  { tool: "Graphile Migrate", schema: "graphile_migrate", mark: "migrations" },
  { tool: "pg-boss", schema: "pgboss", mark: "version" },
  { tool: "Hasura", schema: "hdb_catalog", mark: "hdb_version" },
  { tool: "Hangfire", schema: "hangfire", mark: "schema" },
  { tool: "pgroll", schema: "pgroll", mark: "migrations" },
];

/** Schemas that an extension fills as it is used, with chunks, queues and the like that are no members of it. */
export const extensionSchemas: readonly { readonly extension: string; readonly schema: RegExp }[] = [
  { extension: "timescaledb", schema: /^_timescaledb_/ },
  { extension: "pgmq", schema: /^pgmq$/ },
];
