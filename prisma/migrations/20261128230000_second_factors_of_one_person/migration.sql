-- Second factors are encrypted for their person from here on; what was saved before is bound to nobody and not read any more.
-- A person has one, so that what a ciphertext is bound to names its row.
DROP INDEX "two_factors_secret_idx";
DROP INDEX "two_factors_user_id_idx";
CREATE UNIQUE INDEX "two_factors_user_id_key" ON "two_factors"("user_id");

-- Nothing is asked of the provider once somebody is signed in.
UPDATE "accounts" SET "access_token" = NULL, "refresh_token" = NULL, "id_token" = NULL
 WHERE "access_token" IS NOT NULL OR "refresh_token" IS NOT NULL OR "id_token" IS NOT NULL;
