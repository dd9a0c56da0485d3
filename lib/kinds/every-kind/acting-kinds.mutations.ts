/** One change by hand for each attribute of each kind that acts, made to the schema of acting-kinds.fixture.ts. */
import type { Identity } from "../../postgres/identity";
import { change, inApp, type Mutation, on } from "./acting-kinds.mutation";
import { routineMutations } from "./acting-kinds.routines";

const totals = inApp("materialized view", "Totals");
const later = inApp("materialized view", "later");
const alterTotals = (action: string): string => `ALTER MATERIALIZED VIEW "App"."Totals" ${action}`;

const materializedViews: readonly Mutation[] = [
  change(
    later,
    ["definition"],
    `DROP MATERIALIZED VIEW "App".later; CREATE MATERIALIZED VIEW "App".later AS SELECT id FROM "App".deal WHERE id > 0 WITH NO DATA`,
    true,
  ),
  change(
    later,
    ["columns", "definition"],
    `DROP MATERIALIZED VIEW "App".later; CREATE MATERIALIZED VIEW "App".later AS SELECT id::bigint AS id FROM "App".deal WITH NO DATA`,
    true,
  ),
  change(totals, ["populated"], `REFRESH MATERIALIZED VIEW "App"."Totals" WITH NO DATA`, false),
  change(totals, ["options"], alterTotals("SET (fillfactor = 90, autovacuum_enabled = off)"), false),
  change(totals, ["toastOptions"], alterTotals("RESET (toast.autovacuum_enabled)"), false),
  change(totals, ["tablespace"], alterTotals("SET TABLESPACE pg_default"), false),
  { ...change(totals, ["accessMethod"], alterTotals("SET ACCESS METHOD heap"), false), from: 15 },
  change(totals, ["clusteredIndex"], alterTotals("SET WITHOUT CLUSTER"), false),
  change(totals, ["columnStatistics"], alterTotals("ALTER COLUMN amount SET STATISTICS -1"), false),
  change(totals, ["columnOptions"], alterTotals("ALTER COLUMN amount RESET (n_distinct)"), false),
  change(totals, ["columnStorage"], alterTotals("ALTER COLUMN note SET STORAGE MAIN"), false),
  change(totals, ["columnStorage"], alterTotals("ALTER COLUMN amount SET STORAGE EXTERNAL")),
  change(totals, ["columnCompression"], alterTotals("ALTER COLUMN note SET COMPRESSION default"), false),
  change(totals, ["columnComments"], `COMMENT ON COLUMN "App"."Totals".note IS 'no'`, false),
  change(
    totals,
    ["columnPrivileges"],
    ({ reader }) => `REVOKE GRANT OPTION FOR SELECT ("Stage") ON "App"."Totals" FROM ${reader}`,
    false,
  ),
  change(totals, ["columnPrivileges"], `GRANT SELECT (tableoid) ON "App"."Totals" TO PUBLIC`, false),
  change(totals, ["owner"], ({ stranger }) => alterTotals(`OWNER TO ${stranger}`), false),
  change(totals, ["privileges"], `GRANT SELECT ON "App"."Totals" TO PUBLIC`, false),
  change(totals, ["comment"], `COMMENT ON MATERIALIZED VIEW "App"."Totals" IS NULL`, false),
  change(totals, "missing", `DROP MATERIALIZED VIEW "App"."Totals"`),
  change(
    inApp("materialized view", "extra"),
    "unexpected",
    `CREATE MATERIALIZED VIEW "App".extra AS SELECT 1 AS a; CREATE INDEX ON "App".extra (a)`,
  ),
];

const stamp = on("trigger", "deal", "stamp");
const sums = on("trigger", "deal", "sums");
const checked = on("trigger", "deal", "checked");
const firm = on("trigger", "deal", "firm");
const spread = on("trigger", "event", "spread");

const replaceStamp = (pieces: { timing?: string; of?: string; when?: string; call?: string }): string => `
  CREATE OR REPLACE TRIGGER stamp ${pieces.timing ?? "BEFORE"} INSERT OR UPDATE${pieces.of ?? ' OF "Stage", note'} ON "App".deal FOR EACH ROW
  ${pieces.when ?? `WHEN (NEW.note IS NOT NULL AND NEW."Stage" <> ') EXECUTE FUNCTION x(')`}
  EXECUTE FUNCTION "App".${pieces.call ?? "touch('it''s', 'a\\b', '', 'ü')"}`;

const makeChecked = (pieces: { from?: string; timing?: string }): string => `
  DROP TRIGGER checked ON "App".deal;
  CREATE CONSTRAINT TRIGGER checked AFTER INSERT OR DELETE ON "App".deal FROM "App".${pieces.from ?? "log"}
  DEFERRABLE INITIALLY ${pieces.timing ?? "DEFERRED"} FOR EACH ROW WHEN (true) EXECUTE FUNCTION "App".touch()`;

const triggers: readonly Mutation[] = [
  change(stamp, ["timing"], replaceStamp({ timing: "AFTER" }), false),
  change(stamp, ["updateColumns"], replaceStamp({ of: " OF note" }), false),
  change(stamp, ["updateColumns"], replaceStamp({ of: "" }), false),
  change(stamp, ["condition"], replaceStamp({ when: "WHEN (NEW.note IS NULL)" }), false),
  change(stamp, ["condition"], replaceStamp({ when: "" }), false),
  change(stamp, ["functionArguments"], replaceStamp({ call: "touch('it''s', 'a\\b', '')" }), false),
  change(stamp, ["function"], replaceStamp({ call: "touch_too('it''s', 'a\\b', '', 'ü')" }), false),
  change(stamp, ["enabled"], `ALTER TABLE "App".deal DISABLE TRIGGER stamp`, false),
  change(stamp, ["comment"], `COMMENT ON TRIGGER stamp ON "App".deal IS NULL`, false),
  change(
    on("trigger", "deal", "emptied"),
    ["enabled"],
    `ALTER TABLE "App".deal ENABLE REPLICA TRIGGER emptied`,
    false,
  ),
  change(
    on("trigger", "deal", "emptied"),
    ["enabled", "function"],
    `CREATE OR REPLACE TRIGGER emptied BEFORE TRUNCATE ON "App".deal EXECUTE FUNCTION "App".touch_too()`,
    false,
  ),
  change(
    on("trigger", "deal_view", "instead"),
    ["events"],
    `CREATE OR REPLACE TRIGGER instead INSTEAD OF UPDATE OR INSERT OR DELETE ON "App".deal_view FOR EACH ROW EXECUTE FUNCTION "App".touch()`,
    false,
  ),
  change(
    on("trigger", "log", "once"),
    ["level"],
    `CREATE OR REPLACE TRIGGER once AFTER INSERT ON "App".log FOR EACH ROW EXECUTE FUNCTION "App".touch()`,
    false,
  ),
  change(
    sums,
    ["oldTable"],
    `CREATE OR REPLACE TRIGGER sums AFTER UPDATE ON "App".deal REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION "App".touch()`,
    false,
  ),
  change(
    sums,
    ["newTable"],
    `CREATE OR REPLACE TRIGGER sums AFTER UPDATE ON "App".deal REFERENCING OLD TABLE AS "Old rows" NEW TABLE AS n EXECUTE FUNCTION "App".touch()`,
    false,
  ),
  change(
    firm,
    ["constraint"],
    `DROP TRIGGER firm ON "App".deal;
     CREATE TRIGGER firm AFTER UPDATE ON "App".deal FOR EACH ROW WHEN (OLD.id > 0) EXECUTE FUNCTION "App".touch()`,
    true,
  ),
  change(
    firm,
    ["deferrable"],
    `DROP TRIGGER firm ON "App".deal;
     CREATE CONSTRAINT TRIGGER firm AFTER UPDATE ON "App".deal DEFERRABLE FOR EACH ROW WHEN (OLD.id > 0) EXECUTE FUNCTION "App".touch()`,
    true,
  ),
  change(
    firm,
    ["condition"],
    `DROP TRIGGER firm ON "App".deal;
     CREATE CONSTRAINT TRIGGER firm AFTER UPDATE ON "App".deal FOR EACH ROW WHEN (OLD.id > 1) EXECUTE FUNCTION "App".touch()`,
    true,
  ),
  change(checked, ["initiallyDeferred"], makeChecked({ timing: "IMMEDIATE" }), true),
  change(checked, ["references"], makeChecked({ from: "event_2025" }), true),
  change(checked, ["enabled"], `ALTER TABLE "App".deal DISABLE TRIGGER checked`, false),
  change(spread, ["partitionStates"], `ALTER TABLE "App".event_2025 ENABLE TRIGGER spread`, false),
  change(spread, ["partitionStates"], `ALTER TABLE "App".event_2024_1 ENABLE ALWAYS TRIGGER spread`, false),
  change(spread, ["enabled", "partitionStates"], `ALTER TABLE "App".event DISABLE TRIGGER spread`, false),
  change(spread, ["partitionComments"], `COMMENT ON TRIGGER spread ON "App".event_2024_1 IS NULL`, false),
  change(spread, ["partitionComments"], `COMMENT ON TRIGGER spread ON "App".event_2025 IS 'of "it"'`, false),
  change(spread, "missing", `DROP TRIGGER spread ON "App".event`),
  change(checked, "missing", `DROP TRIGGER checked ON "App".deal`),
  change(
    on("trigger", "log", "extra"),
    "unexpected",
    `CREATE TRIGGER extra AFTER INSERT ON "App".log EXECUTE FUNCTION "App".touch()`,
  ),
];

const audit: Identity = { kind: "event trigger", name: "Audit" };
const makeAudit = (event: string, tags: string, call: string): string => `
  DROP EVENT TRIGGER "Audit";
  CREATE EVENT TRIGGER "Audit" ON ${event} WHEN TAG IN (${tags}) EXECUTE FUNCTION "App".${call}();
  ALTER EVENT TRIGGER "Audit" DISABLE; COMMENT ON EVENT TRIGGER "Audit" IS 'records'`;

const eventTriggers: readonly Mutation[] = [
  change(
    audit,
    ["event"],
    makeAudit("ddl_command_start", "'CREATE TABLE', 'DROP TABLE'", '"Audit ddl"'),
    true,
  ),
  change(audit, ["tags"], makeAudit("ddl_command_end", "'CREATE TABLE'", '"Audit ddl"'), true),
  change(audit, ["function"], makeAudit("ddl_command_end", "'CREATE TABLE', 'DROP TABLE'", "watch"), true),
  change(audit, ["enabled"], `ALTER EVENT TRIGGER "Audit" ENABLE ALWAYS`, false),
  change(
    audit,
    ["owner"],
    ({ owner }) =>
      `ALTER ROLE ${owner} SUPERUSER; ALTER EVENT TRIGGER "Audit" OWNER TO ${owner}; ALTER ROLE ${owner} NOSUPERUSER`,
    false,
  ),
  change(audit, ["comment"], `COMMENT ON EVENT TRIGGER "Audit" IS NULL`, false),
  change(audit, "missing", `DROP EVENT TRIGGER "Audit"`),
  change(
    { kind: "event trigger", name: "extra" },
    "unexpected",
    `CREATE EVENT TRIGGER extra ON sql_drop EXECUTE FUNCTION "App".watch()`,
  ),
];

const keep = on("rule", "deal", "keep ON x TO y");
const silent = on("rule", "log", "silent");

const rules: readonly Mutation[] = [
  change(silent, ["event"], `CREATE OR REPLACE RULE silent AS ON DELETE TO "App".log DO ALSO NOTHING`, false),
  change(
    silent,
    ["definition"],
    `CREATE OR REPLACE RULE silent AS ON UPDATE TO "App".log DO INSTEAD NOTHING`,
    false,
  ),
  change(
    keep,
    ["definition"],
    `CREATE OR REPLACE RULE "keep ON x TO y" AS ON DELETE TO "App".deal WHERE OLD.id > 6 DO INSTEAD NOTHING`,
    false,
  ),
  change(keep, ["enabled"], `ALTER TABLE "App".deal ENABLE REPLICA RULE "keep ON x TO y"`, false),
  change(keep, ["comment"], `COMMENT ON RULE "keep ON x TO y" ON "App".deal IS 'no'`, false),
  change(keep, "missing", `DROP RULE "keep ON x TO y" ON "App".deal`),
  change(on("rule", "deal_view", "forward"), "missing", `DROP RULE forward ON "App".deal_view`),
  change(
    on("rule", "log", "extra"),
    "unexpected",
    `CREATE RULE extra AS ON INSERT TO "App".log DO ALSO UPDATE "App".deal SET note = NEW.what`,
  ),
];

const own = on("policy", "deal", "own deals");
const never = on("policy", "deal", "never");
const entry = on("policy", "log", "entry");

const policies: readonly Mutation[] = [
  change(
    never,
    ["permissive"],
    `DROP POLICY never ON "App".deal; CREATE POLICY never ON "App".deal FOR DELETE USING (id IN (SELECT l.id FROM "App".log l))`,
    true,
  ),
  change(
    never,
    ["command"],
    `DROP POLICY never ON "App".deal;
     CREATE POLICY never ON "App".deal AS RESTRICTIVE FOR SELECT USING (id IN (SELECT l.id FROM "App".log l))`,
    true,
  ),
  change(own, ["roles"], `ALTER POLICY "own deals" ON "App".deal TO PUBLIC`, false),
  change(own, ["using"], `ALTER POLICY "own deals" ON "App".deal USING (true)`, false),
  change(own, ["withCheck"], `ALTER POLICY "own deals" ON "App".deal WITH CHECK (true)`, false),
  change(
    entry,
    ["command", "using"],
    `DROP POLICY entry ON "App".log; CREATE POLICY entry ON "App".log USING (false) WITH CHECK (true)`,
    true,
  ),
  change(own, ["comment"], `COMMENT ON POLICY "own deals" ON "App".deal IS NULL`, false),
  change(own, "missing", `DROP POLICY "own deals" ON "App".deal`),
  change(on("policy", "log", "extra"), "unexpected", `CREATE POLICY extra ON "App".log USING (true)`),
];

export const mutations: readonly Mutation[] = [
  ...routineMutations,
  ...materializedViews,
  ...triggers,
  ...eventTriggers,
  ...rules,
  ...policies,
];
