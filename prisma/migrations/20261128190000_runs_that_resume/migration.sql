-- A run may go on where an earlier one of the same plan stopped between two steps.
-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "fingerprint" TEXT,
ADD COLUMN     "resumes" INTEGER;
