-- AlterTable
ALTER TABLE "plans" ADD COLUMN "requested_by_id" TEXT,
ADD COLUMN "requested_by_name" TEXT;
