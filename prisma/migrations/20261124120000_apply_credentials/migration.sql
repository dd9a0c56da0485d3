-- A plan may be applied by another role than the one that checks; its password is kept here, in the environment, or nowhere.
ALTER TABLE "databases" ADD COLUMN "apply_user" TEXT,
ADD COLUMN "apply_secret" TEXT,
ADD COLUMN "apply_variable" TEXT;
