/** Who may own what only superusers may, asked beforehand, beside the server's own word. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../drift/compare";
import { introspect } from "../../introspect/introspect";
import { makePlan } from "../../plan/make-plan";
import { connect, type Session } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { majors, type TestDatabase, testServer } from "../../testing/test-server";
import type { CatalogObject } from "../kind";

const cases = [
  ["foreign data wrapper", "CREATE FOREIGN DATA WRAPPER owned"],
  [
    "event trigger",
    "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER owned ON sql_drop EXECUTE FUNCTION e()",
  ],
] as const;

describe.each(majors)("on PostgreSQL %i", (major) => {
  const role = `plain_${randomBytes(4).toString("hex")}`;
  let database: TestDatabase;
  let session: Session;

  beforeAll(async () => {
    database = await (await testServer(major)).createDatabase("superuser_owner");
    session = await connect(connectionSettingsFromUrl(database.url));
    await session.execute(`CREATE ROLE ${role}`);
  });
  afterAll(async () => {
    await session?.execute(`DROP ROLE ${role}`);
    await session?.close();
    await database?.drop();
  });

  describe.each(cases)("%s", (kind, sql) => {
    it.each(["it is missing", "it is another's"])("where %s", async (before) => {
      for (const owner of ["postgres", role]) {
        await session.execute("BEGIN");
        try {
          await session.script(`SET LOCAL search_path = public; SAVEPOINT start; ${sql}`);
          const declared = await introspect(session, { insideTransaction: true });
          const object = declared.objects.find(({ name }) => name === "owned") as CatalogObject;
          expect(object.kind).toBe(kind);
          const expected = declared.with({ replace: [{ ...object, owner }] });
          if (before === "it is missing") await session.execute("ROLLBACK TO start");
          const present = await introspect(session, { insideTransaction: true });
          const actual =
            before === "it is missing"
              ? present
              : present.with({ replace: [{ ...object, owner: "somebody else" }] });
          const plan = makePlan(compare(expected, actual), expected, actual);
          const answers: (readonly [string, number])[] = [];
          for (const { question, sql: asked } of plan.statements.flatMap((one) => one.preflight ?? [])) {
            const [row] = await session.query<{ failing: string }>(asked ?? "");
            answers.push([question, Number(row?.failing)]);
          }
          expect(answers).toEqual([
            [
              expect.stringMatching(new RegExp(`^Is ${owner}, who is to own the .* owned, no superuser\\?$`)),
              owner === role ? 1 : 0,
            ],
          ]);
          let refusal: string | null = null;
          for (const statement of plan.statements)
            await session.execute(statement.sql).catch((error: Error) => {
              refusal ??= error.message;
            });
          if (owner === role) expect(refusal).toMatch(/permission denied to change owner/);
          else expect(refusal).toBeNull();
        } finally {
          await session.execute("ROLLBACK");
        }
      }
    });
  });
});
