-- What a run needs to be settled after a crash, to be started once, and to be watched by several.
-- AlterTable
ALTER TABLE "rehearsals" ADD COLUMN     "apply_user" TEXT,
ADD COLUMN     "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "credential" TEXT,
ADD COLUMN     "deadline" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "asked_by_id" TEXT,
ADD COLUMN     "asked_by_name" TEXT,
ADD COLUMN     "nonce_hash" TEXT,
ADD COLUMN     "settling" JSONB,
ADD COLUMN     "steps_done" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "transaction" JSONB;

-- CreateTable
CREATE TABLE "run_watchers" (
    "run_number" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_watchers_pkey" PRIMARY KEY ("run_number","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "runs_nonce_hash_key" ON "runs"("nonce_hash");

-- AddForeignKey
ALTER TABLE "run_watchers" ADD CONSTRAINT "run_watchers_run_number_fkey" FOREIGN KEY ("run_number") REFERENCES "runs"("number") ON DELETE CASCADE ON UPDATE CASCADE;
