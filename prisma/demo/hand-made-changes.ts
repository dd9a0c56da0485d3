import { stampedRevision } from "./history";

/**
 * What people did to the live database past the history, by hand.
 * The index that is gone was dropped in a hurry before a bulk load; the narrowed column and the lost default came
 * with an import tool that had its own idea of the tables; the hot-fix index saved a Monday.
 */
export const handMadeChanges = `
DROP INDEX ix_deal_activities_deal_id_occurred_at;
CREATE INDEX ix_hotfix_deals_stage_updated ON deals (stage, updated_at DESC);
ALTER TABLE documents ALTER COLUMN file_name TYPE varchar(100);
ALTER TABLE deals ALTER COLUMN currency DROP DEFAULT;
UPDATE alembic_version SET version_num = '${stampedRevision}';
`;
