-- AlterTable
ALTER TABLE "users" ADD COLUMN     "mentions_seen_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "comments_mentions_idx" ON "comments" USING GIN ("mentions");
