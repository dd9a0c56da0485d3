import { connect } from "../../postgres/connect";
import { begun, endOf, insist, whenever } from "./endings";
import type { Fault } from "./fault";
import type { Scene } from "./scene";

/** Changes the database behind the run's back and afterwards back again: the run must not have touched it in between. */
async function changed(scene: Scene, sql: string, back: string): ReturnType<typeof endOf> {
  const other = await scene.besides();
  await other.query(sql);
  const known = await endOf(scene);
  await other.query(back);
  return known;
}

const reads = "public.orders";

/** Two tables of a role that is no superuser, so that a plan for them has two statements. */
const ownedBy = (type: string): string => `
  DO $$ BEGIN CREATE ROLE fault_owner LOGIN PASSWORD 'fault-owner'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
  CREATE SCHEMA app;
  GRANT USAGE, CREATE ON SCHEMA app TO fault_owner;
  CREATE TABLE app.a (v ${type});
  CREATE TABLE app.b (v ${type});
  ALTER TABLE app.a OWNER TO fault_owner;
  ALTER TABLE app.b OWNER TO fault_owner`;

export const driftFaults: readonly Fault[] = [
  {
    number: 16,
    title: "a column is added between plan and run",
    ends: ["refused", "rolled back"],
    says: /changed|stale/i,
    inject: (scene) =>
      changed(
        scene,
        "ALTER TABLE public.orders ADD COLUMN meanwhile integer",
        "ALTER TABLE public.orders DROP COLUMN meanwhile",
      ),
  },
  {
    number: 16,
    title: "a grant appears between plan and run",
    ends: ["refused", "rolled back"],
    says: /changed|stale/i,
    inject: (scene) =>
      changed(scene, "GRANT SELECT ON public.orders TO PUBLIC", "REVOKE SELECT ON public.orders FROM PUBLIC"),
  },
  {
    number: 16,
    title: "a table is being changed while the run wants its locks",
    ends: ["refused", "rolled back"],
    says: /changed|stale|another session's DDL/i,
    inject: async (scene) => {
      const other = await scene.besides();
      await other.execute("BEGIN");
      await other.query(`ALTER TABLE ${reads} ADD COLUMN meanwhile integer`);
      let committed: Promise<unknown> | undefined;
      const known = await endOf(
        scene,
        { limits: { ...scene.request.limits, lockTimeout: 1_000, attempts: 10 } },
        whenever(
          scene,
          // Nobody is seen to wait where the wait is too short to be met; the second try has waited all the same.
          (event) =>
            (event.type === "waiting" && event.blockers.length > 0) ||
            (event.type === "attempt" && event.attempt === 2),
          () => {
            committed = other.execute("COMMIT");
          },
        ),
      );
      await (committed ?? other.execute("COMMIT"));
      await other.query(`ALTER TABLE ${reads} DROP COLUMN meanwhile`);
      return known;
    },
  },
  {
    number: 36,
    title: "objects that the plan does not touch are created while the run works",
    ends: "rolled back",
    says: /changed|new|else/i,
    inject: async (scene) => {
      const other = await scene.besides();
      let made: Promise<unknown> = Promise.resolve();
      const known = await endOf(
        scene,
        {},
        whenever(scene, begun, () => {
          made = other.query("CREATE TABLE public.meanwhile (id integer)");
        }),
      );
      await made;
      await other.query("DROP TABLE public.meanwhile");
      return known;
    },
  },
  {
    number: 36,
    title: "a storm of temporary tables and comments does not tear the reading",
    ends: ["committed", "rolled back", "refused"],
    says: /proven|done|changed|stale/i,
    inject: async (scene) => {
      const other = await scene.besides();
      let going = true;
      const storm = (async () => {
        for (let n = 0; going; n += 1) {
          await other.script(`CREATE TEMP TABLE storm_${n} (id integer); DROP TABLE storm_${n}`);
        }
      })();
      const known = await endOf(scene);
      going = false;
      await storm;
      return known;
    },
  },
  {
    number: 35,
    title: "a thousand tables beside those of the plan",
    slow: true,
    scene: {
      before: `DO $$ BEGIN FOR n IN 1..1000 LOOP
        EXECUTE format('CREATE TABLE public.beside_%s (id bigint PRIMARY KEY, a text, b integer DEFAULT 1)', n); END LOOP; END $$`,
      drops: false,
    },
    ends: "committed",
    says: /proven|done/,
    inject: async (scene) => {
      const known = await endOf(scene);
      const locked = scene.events.flatMap((event) =>
        event.type === "locked" ? [event.relations.length] : [],
      );
      insist(Math.max(...locked) < 20, `${Math.max(...locked)} relations were locked`);
      return known;
    },
  },
  {
    number: 31,
    title: "the role may change nothing of what the plan changes",
    scene: {
      before: `DO $$ BEGIN CREATE ROLE fault_applier NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    },
    ends: ["rolled back", "refused"],
    says: /may not|not visible|could not be read|changed/i,
    inject: async (scene) => {
      const open = scene.request.open;
      return endOf(scene, {
        open: async (options) => {
          const session = await open(options);
          // As a role that owns nothing here: what a superuser may, it may not.
          await session.execute("SET ROLE fault_applier");
          return session;
        },
      });
    },
  },
  {
    number: 31,
    title: "the role loses a right it needs between two statements",
    scene: {
      actual: ownedBy("integer"),
      expected: ownedBy("bigint"),
      columns: {},
    },
    ends: "rolled back",
    says: /may not do this/,
    inject: async (scene) => {
      const admin = await scene.besides();
      const owner = { ...scene.settings, user: "fault_owner", password: "fault-owner" };
      let revoked: Promise<unknown> | undefined;
      const known = await endOf(
        scene,
        { open: (options) => connect(owner, options) },
        {
          ...scene.hooks,
          emit: (event) => {
            scene.hooks.emit(event);
            if (begun(event)) scene.control.send({ type: "pause" });
            if (event.type === "paused")
              revoked ??= admin
                .query("REVOKE ALL ON SCHEMA app FROM fault_owner")
                .finally(() => scene.control.send({ type: "resume" }));
          },
        },
      );
      insist(revoked !== undefined, "the run never paused");
      await revoked;
      await admin.query("GRANT USAGE, CREATE ON SCHEMA app TO fault_owner");
      return known;
    },
  },
  {
    number: 32,
    title: "an event trigger grants everybody rights on what the plan creates",
    ends: "rolled back",
    says: /changed|else|differ|still/i,
    inject: async (scene) => {
      const admin = await scene.besides();
      await admin.script(`
        CREATE FUNCTION public.give_rights() RETURNS event_trigger LANGUAGE plpgsql AS $$
          DECLARE made record;
          BEGIN
            FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' AND object_identity = 'public.invoices' LOOP
              EXECUTE 'GRANT SELECT ON public.invoices TO PUBLIC';
            END LOOP;
          END $$;
        CREATE EVENT TRIGGER give_rights ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.give_rights()`);
      const { actual, plan } = await scene.replanned();
      const known = await endOf(scene, { actual, plan });
      await admin.script("DROP EVENT TRIGGER give_rights; DROP FUNCTION public.give_rights()");
      return known;
    },
  },
  {
    number: 32,
    title: "an event trigger gives a view that the plan made anew to another owner",
    scene: {
      before: `DO $$ BEGIN CREATE ROLE fault_other NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    },
    ends: "rolled back",
    says: /changed|else|differ|still/i,
    inject: async (scene) => {
      const admin = await scene.besides();
      await admin.script(`
        CREATE FUNCTION public.give_away() RETURNS event_trigger LANGUAGE plpgsql AS $$
          BEGIN ALTER VIEW public.user_orders OWNER TO fault_other; END $$;
        CREATE EVENT TRIGGER give_away ON ddl_command_end WHEN TAG IN ('CREATE POLICY') EXECUTE FUNCTION public.give_away()`);
      const { actual, plan } = await scene.replanned();
      const known = await endOf(scene, { actual, plan });
      await admin.script("DROP EVENT TRIGGER give_away; DROP FUNCTION public.give_away()");
      return known;
    },
  },
  {
    number: 48,
    title: "an event trigger refuses the change",
    ends: "rolled back",
    says: /trigger|refused|P0001/i,
    inject: async (scene) => {
      const admin = await scene.besides();
      await admin.script(`
        CREATE FUNCTION public.no_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$
          BEGIN RAISE EXCEPTION 'canary-4711 no changes on weekdays'; END $$;
        CREATE EVENT TRIGGER no_ddl ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION public.no_ddl()`);
      const { actual, plan } = await scene.replanned();
      const known = await endOf(scene, { actual, plan });
      await admin.script("DROP EVENT TRIGGER no_ddl; DROP FUNCTION public.no_ddl()");
      insist(
        scene.events.some((event) => event.type === "log" && event.code === "event-triggers"),
        "nobody was told of the event trigger",
      );
      insist(!JSON.stringify([known, scene.events]).includes("canary-4711"), "its own words were passed on");
      return known;
    },
  },
];
