-- AlterTable
ALTER TABLE "checks" ADD COLUMN     "findings" JSONB;

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false,
    "role" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "authenticated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "two_factors" (
    "id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "verified" BOOLEAN DEFAULT true,
    "failed_verification_count" INTEGER DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "two_factors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "database_roles" (
    "user_id" TEXT NOT NULL,
    "database_id" UUID NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "database_roles_pkey" PRIMARY KEY ("user_id","database_id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "email" TEXT,
    "role" TEXT,
    "database_roles" JSONB NOT NULL DEFAULT '[]',
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_tokens" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "databases" TEXT[],
    "created_by_id" TEXT NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "service_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nonces" (
    "hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "nonces_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object_kind" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "database" TEXT,
    "result" TEXT NOT NULL,
    "address" TEXT,
    "agent" TEXT,
    "request_id" TEXT,
    "detail" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "ignore_rules" (
    "id" UUID NOT NULL,
    "database_id" UUID NOT NULL,
    "kind" TEXT,
    "schema" TEXT,
    "name" TEXT,
    "attribute" TEXT,
    "reason" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),
    "removed_by_id" TEXT,

    CONSTRAINT "ignore_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" UUID NOT NULL,
    "database_id" UUID NOT NULL,
    "difference_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "decided_by_id" TEXT NOT NULL,
    "decided_by_name" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comments" (
    "id" UUID NOT NULL,
    "database_id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "author_name" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "mentions" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "share_links" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "database_id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "redaction" JSONB NOT NULL,
    "content" JSON NOT NULL,
    "note" TEXT,
    "passcode_hash" TEXT,
    "maximum_opens" INTEGER,
    "opens" INTEGER NOT NULL DEFAULT 0,
    "created_by_id" TEXT NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "share_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "share_opens" (
    "id" SERIAL NOT NULL,
    "link_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "address" TEXT,
    "agent" TEXT,

    CONSTRAINT "share_opens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policies" (
    "database_id" UUID NOT NULL,
    "approvals" INTEGER NOT NULL,
    "self_approval" BOOLEAN NOT NULL,
    "window_required" BOOLEAN NOT NULL,
    "rehearsal_required" BOOLEAN NOT NULL,
    "longest_lock_seconds" INTEGER,
    "approval_hours" INTEGER NOT NULL,
    "updated_by_id" TEXT NOT NULL,
    "updated_by_name" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("database_id")
);

-- CreateTable
CREATE TABLE "plans" (
    "number" SERIAL NOT NULL,
    "database_id" UUID NOT NULL,
    "check_number" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "content" JSON NOT NULL,
    "undo" JSON NOT NULL,
    "options" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "stale" JSONB,
    "system_identifier" TEXT NOT NULL,
    "database_oid" TEXT NOT NULL,
    "database_name" TEXT NOT NULL,
    "server_version" INTEGER NOT NULL,
    "expected_fingerprint" TEXT NOT NULL,
    "actual_fingerprint" TEXT NOT NULL,
    "replaces" INTEGER,
    "undo_of_run" INTEGER,
    "window_number" INTEGER,
    "created_by_id" TEXT NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_at" TIMESTAMPTZ(3),

    CONSTRAINT "plans_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "plan_reads" (
    "plan_number" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_reads_pkey" PRIMARY KEY ("plan_number","user_id","position")
);

-- CreateTable
CREATE TABLE "plan_hazard_answers" (
    "plan_number" INTEGER NOT NULL,
    "hazard" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_hazard_answers_pkey" PRIMARY KEY ("plan_number","hazard")
);

-- CreateTable
CREATE TABLE "plan_reviews" (
    "id" UUID NOT NULL,
    "plan_number" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "system_identifier" TEXT NOT NULL,
    "database_oid" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "reviewer_id" TEXT NOT NULL,
    "reviewer_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "plan_reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_checks" (
    "plan_number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "detail" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_checks_pkey" PRIMARY KEY ("plan_number","name")
);

-- CreateTable
CREATE TABLE "rehearsals" (
    "number" SERIAL NOT NULL,
    "plan_number" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "worker_id" UUID,
    "progress" JSONB,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "outcome" JSON,
    "error" JSONB,
    "by_id" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rehearsals_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "windows" (
    "number" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "starts_local" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "repeat" JSONB,
    "go_required" BOOLEAN NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "windows_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "window_databases" (
    "window_number" INTEGER NOT NULL,
    "database_id" UUID NOT NULL,

    CONSTRAINT "window_databases_pkey" PRIMARY KEY ("window_number","database_id")
);

-- CreateTable
CREATE TABLE "window_occurrences" (
    "window_number" INTEGER NOT NULL,
    "scheduled_at" TIMESTAMPTZ(3) NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "go" BOOLEAN,
    "decided_by_id" TEXT,
    "decided_by_name" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "window_occurrences_pkey" PRIMARY KEY ("window_number","scheduled_at")
);

-- CreateTable
CREATE TABLE "runs" (
    "number" SERIAL NOT NULL,
    "plan_number" INTEGER NOT NULL,
    "database_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "worker_id" UUID,
    "deadline" TIMESTAMPTZ(3),
    "credential" TEXT,
    "apply_user" TEXT,
    "transaction_id" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "outcome" JSON,
    "error" JSONB,
    "check_number" INTEGER,
    "started_by_id" TEXT NOT NULL,
    "started_by_name" TEXT NOT NULL,
    "driver_id" TEXT NOT NULL,
    "driver_name" TEXT NOT NULL,
    "driver_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signed_off" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "runs_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "run_events" (
    "run_number" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "content" JSON NOT NULL,

    CONSTRAINT "run_events_pkey" PRIMARY KEY ("run_number","sequence")
);

-- CreateTable
CREATE TABLE "run_controls" (
    "id" SERIAL NOT NULL,
    "run_number" INTEGER NOT NULL,
    "control" JSONB NOT NULL,
    "by_id" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "taken_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_controls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "backups" (
    "number" SERIAL NOT NULL,
    "database_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "worker_id" UUID,
    "tables" JSONB,
    "file" TEXT,
    "bytes" BIGINT,
    "sha256" TEXT,
    "tool_version" TEXT,
    "note" TEXT,
    "progress" JSONB,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "verification" JSONB,
    "error" JSONB,
    "taken_at" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "created_by_id" TEXT NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "backups_pkey" PRIMARY KEY ("number")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "accounts_user_id_idx" ON "accounts"("user_id");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");

-- CreateIndex
CREATE INDEX "two_factors_secret_idx" ON "two_factors"("secret");

-- CreateIndex
CREATE INDEX "two_factors_user_id_idx" ON "two_factors"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limits_key_key" ON "rate_limits"("key");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "service_tokens_token_hash_key" ON "service_tokens"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_hash_key" ON "audit_entries"("hash");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at");

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_number_idx" ON "audit_entries"("actor_id", "number");

-- CreateIndex
CREATE INDEX "audit_entries_action_number_idx" ON "audit_entries"("action", "number");

-- CreateIndex
CREATE INDEX "audit_entries_database_number_idx" ON "audit_entries"("database", "number");

-- CreateIndex
CREATE INDEX "ignore_rules_database_id_idx" ON "ignore_rules"("database_id");

-- CreateIndex
CREATE INDEX "decisions_database_id_difference_id_idx" ON "decisions"("database_id", "difference_id");

-- CreateIndex
CREATE INDEX "comments_database_id_subject_kind_subject_id_idx" ON "comments"("database_id", "subject_kind", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "share_links_token_hash_key" ON "share_links"("token_hash");

-- CreateIndex
CREATE INDEX "share_links_database_id_idx" ON "share_links"("database_id");

-- CreateIndex
CREATE INDEX "share_opens_link_id_idx" ON "share_opens"("link_id");

-- CreateIndex
CREATE INDEX "plans_database_id_number_idx" ON "plans"("database_id", "number");

-- CreateIndex
CREATE INDEX "plans_window_number_idx" ON "plans"("window_number");

-- CreateIndex
CREATE INDEX "plan_reviews_plan_number_idx" ON "plan_reviews"("plan_number");

-- CreateIndex
CREATE INDEX "rehearsals_plan_number_idx" ON "rehearsals"("plan_number");

-- CreateIndex
CREATE INDEX "runs_plan_number_idx" ON "runs"("plan_number");

-- CreateIndex
CREATE INDEX "runs_database_id_number_idx" ON "runs"("database_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "runs_one_active_per_database" ON "runs"("database_id") WHERE (active);

-- CreateIndex
CREATE INDEX "run_controls_run_number_idx" ON "run_controls"("run_number");

-- CreateIndex
CREATE INDEX "backups_database_id_number_idx" ON "backups"("database_id", "number");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "database_roles" ADD CONSTRAINT "database_roles_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "database_roles" ADD CONSTRAINT "database_roles_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ignore_rules" ADD CONSTRAINT "ignore_rules_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_opens" ADD CONSTRAINT "share_opens_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "share_links"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policies" ADD CONSTRAINT "policies_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plans" ADD CONSTRAINT "plans_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plans" ADD CONSTRAINT "plans_window_number_fkey" FOREIGN KEY ("window_number") REFERENCES "windows"("number") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_reads" ADD CONSTRAINT "plan_reads_plan_number_fkey" FOREIGN KEY ("plan_number") REFERENCES "plans"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_hazard_answers" ADD CONSTRAINT "plan_hazard_answers_plan_number_fkey" FOREIGN KEY ("plan_number") REFERENCES "plans"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_reviews" ADD CONSTRAINT "plan_reviews_plan_number_fkey" FOREIGN KEY ("plan_number") REFERENCES "plans"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_checks" ADD CONSTRAINT "plan_checks_plan_number_fkey" FOREIGN KEY ("plan_number") REFERENCES "plans"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rehearsals" ADD CONSTRAINT "rehearsals_plan_number_fkey" FOREIGN KEY ("plan_number") REFERENCES "plans"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "window_databases" ADD CONSTRAINT "window_databases_window_number_fkey" FOREIGN KEY ("window_number") REFERENCES "windows"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "window_databases" ADD CONSTRAINT "window_databases_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "window_occurrences" ADD CONSTRAINT "window_occurrences_window_number_fkey" FOREIGN KEY ("window_number") REFERENCES "windows"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_plan_number_fkey" FOREIGN KEY ("plan_number") REFERENCES "plans"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_run_number_fkey" FOREIGN KEY ("run_number") REFERENCES "runs"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_controls" ADD CONSTRAINT "run_controls_run_number_fkey" FOREIGN KEY ("run_number") REFERENCES "runs"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backups" ADD CONSTRAINT "backups_database_id_fkey" FOREIGN KEY ("database_id") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
