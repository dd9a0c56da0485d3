-- CreateEnum
CREATE TYPE "environment" AS ENUM ('production', 'staging', 'development', 'other');

-- CreateEnum
CREATE TYPE "check_state" AS ENUM ('queued', 'running', 'done', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "verdict" AS ENUM ('clean', 'drift', 'unknown');

-- CreateTable
CREATE TABLE "databases" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "database_name" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "tls" TEXT NOT NULL,
    "certificate_authority" TEXT,
    "secret" TEXT,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "stale_after_minutes" INTEGER NOT NULL DEFAULT 1440,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "databases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sources" (
    "id" UUID NOT NULL,
    "database_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "given" TEXT NOT NULL,
    "path" TEXT,
    "host" TEXT,
    "port" INTEGER,
    "database_name" TEXT,
    "user_name" TEXT,
    "tls" TEXT,
    "certificate_authority" TEXT,
    "secret" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_files" (
    "source_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "source_files_pkey" PRIMARY KEY ("source_id","position")
);

-- CreateTable
CREATE TABLE "catalog_snapshots" (
    "hash" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "catalog_snapshots_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "expected_catalogs" (
    "source_hash" TEXT NOT NULL,
    "server_major" INTEGER NOT NULL,
    "reader_hash" TEXT NOT NULL,
    "snapshot_hash" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "expected_catalogs_pkey" PRIMARY KEY ("source_hash","server_major","reader_hash")
);

-- CreateTable
CREATE TABLE "checks" (
    "number" SERIAL NOT NULL,
    "database_id" UUID NOT NULL,
    "state" "check_state" NOT NULL DEFAULT 'queued',
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "worker_id" UUID,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "progress" JSONB,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "verdict" "verdict",
    "counts" JSONB,
    "coverage" JSONB,
    "diagnostics" JSONB,
    "unverified" JSONB,
    "error" JSONB,
    "expected_fingerprint" TEXT,
    "actual_fingerprint" TEXT,
    "expected_snapshot_hash" TEXT,
    "actual_snapshot_hash" TEXT,
    "source_hash" TEXT,
    "server_version" INTEGER,
    "milliseconds" INTEGER,

    CONSTRAINT "checks_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "differences" (
    "database_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "identity" JSONB NOT NULL,
    "first_check_number" INTEGER NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_check_number" INTEGER NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "seen" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "differences_pkey" PRIMARY KEY ("database_id","id")
);

-- CreateTable
CREATE TABLE "check_differences" (
    "check_number" INTEGER NOT NULL,
    "difference_id" TEXT NOT NULL,
    "database_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "content" JSON NOT NULL,
    "facts" JSONB,

    CONSTRAINT "check_differences_pkey" PRIMARY KEY ("check_number","difference_id")
);

-- CreateTable
CREATE TABLE "workers" (
    "id" UUID NOT NULL,
    "hostname" TEXT NOT NULL,
    "process_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "databases_slug_key" ON "databases"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "sources_database_id_key" ON "sources"("database_id");

-- CreateIndex
CREATE INDEX "expected_catalogs_snapshot_hash_idx" ON "expected_catalogs"("snapshot_hash");

-- CreateIndex
CREATE INDEX "checks_database_id_number_idx" ON "checks"("database_id", "number");

-- CreateIndex
CREATE INDEX "checks_expected_snapshot_hash_idx" ON "checks"("expected_snapshot_hash");

-- CreateIndex
CREATE INDEX "checks_actual_snapshot_hash_idx" ON "checks"("actual_snapshot_hash");

-- CreateIndex
CREATE UNIQUE INDEX "checks_one_active_per_database" ON "checks"("database_id") WHERE (state IN ('queued', 'running'));

-- CreateIndex
CREATE INDEX "check_differences_database_id_difference_id_idx" ON "check_differences"("database_id", "difference_id");

-- AddForeignKey
ALTER TABLE "sources" ADD CONSTRAINT "sources_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_files" ADD CONSTRAINT "source_files_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "expected_catalogs" ADD CONSTRAINT "expected_catalogs_snapshot_hash_fkey" FOREIGN KEY ("snapshot_hash") REFERENCES "catalog_snapshots"("hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checks" ADD CONSTRAINT "checks_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checks" ADD CONSTRAINT "checks_expected_snapshot_hash_fkey" FOREIGN KEY ("expected_snapshot_hash") REFERENCES "catalog_snapshots"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checks" ADD CONSTRAINT "checks_actual_snapshot_hash_fkey" FOREIGN KEY ("actual_snapshot_hash") REFERENCES "catalog_snapshots"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "differences" ADD CONSTRAINT "differences_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_differences" ADD CONSTRAINT "check_differences_check_number_fkey" FOREIGN KEY ("check_number") REFERENCES "checks"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_differences" ADD CONSTRAINT "check_differences_database_id_difference_id_fkey" FOREIGN KEY ("database_id", "difference_id") REFERENCES "differences"("database_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A finished check is evidence: nothing changes it afterwards. Removing its database removes it.
CREATE FUNCTION "refuse_change_of_finished_check"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'check C-% is finished and cannot be changed', OLD.number USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "checks_immutable_once_finished" BEFORE UPDATE ON "checks"
    FOR EACH ROW WHEN (OLD.state IN ('done', 'failed', 'cancelled'))
    EXECUTE FUNCTION "refuse_change_of_finished_check"();
