import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differenceId } from "../drift/difference";
import { kinds } from "../kinds/registry";
import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { hiddenHash, type Report, type ReportOf } from "../report/report";
import { driftReport, planReportOf } from "../report/report.fixture";
import { secrecyOf } from "./attribute-secrecy";
import { disguise } from "./disguise";
import { hideEverything, redactReport } from "./redact-report";
import { literalsIn, redactSql, rolesIn } from "./redact-sql";

const key = () => disguise(randomBytes(32));
const sqlPolicy = { literals: true, comments: true, roles: true, names: new Set<string>(), disguise: key() };

test("every attribute of every kind was thought of", () => {
  const unknown = kinds.flatMap((kind) =>
    Object.keys(kind.attributes)
      .filter((attribute) => secrecyOf(kind.kind, attribute) === null)
      .map((attribute) => `${kind.kind}.${attribute}`),
  );
  expect(unknown).toEqual([]);
  expect(kinds.length).toBeGreaterThan(30);
});

describe("SQL", () => {
  test.each([
    [
      "ALTER TABLE t ALTER c SET DEFAULT 'open'::text",
      /^ALTER TABLE t ALTER c SET DEFAULT '‹[0-9a-f]{8}›'::text$/,
    ],
    ["ALTER TABLE t ADD CHECK (amount < 4711)", /^ALTER TABLE t ADD CHECK \(amount < ‹number›\)$/],
    ["ALTER TABLE t ADD c varchar(36), ADD d numeric(10,2)", /varchar\(36\), ADD d numeric\(10,2\)$/],
    ["SELECT 1 -- secret\n, 2 /* secret */", /^SELECT ‹number›\n, ‹number›$/],
    ["ALTER TABLE a.b OWNER TO ana", /^ALTER TABLE a\.b OWNER TO role_[0-9a-f]{8}$/],
    [
      'GRANT SELECT ON t TO "An a", PUBLIC, pg_monitor',
      /^GRANT SELECT ON t TO role_[0-9a-f]{8}, PUBLIC, pg_monitor$/,
    ],
    [
      "CREATE POLICY p ON t TO ana, bob USING (true)",
      /TO role_[0-9a-f]{8}, role_[0-9a-f]{8} USING \(true\)$/,
    ],
    [
      "ALTER DEFAULT PRIVILEGES FOR ROLE ana GRANT SELECT ON TABLES TO bob",
      /FOR ROLE role_\w+ GRANT SELECT ON TABLES TO role_\w+$/,
    ],
    ["CREATE SCHEMA s AUTHORIZATION ana", /AUTHORIZATION role_[0-9a-f]{8}$/],
    [
      "CREATE FUNCTION f() AS $x$ secret $x$",
      /^CREATE FUNCTION f\(\) AS ‹hidden, 8 characters, [0-9a-f]{8}›$/,
    ],
    [
      "CREATE FUNCTION f() BEGIN ATOMIC SELECT secret; END",
      /^CREATE FUNCTION f\(\) BEGIN ATOMIC ‹hidden, \d+ characters, [0-9a-f]{8}› END$/,
    ],
    ["CREATE FUNCTION f() AS E'it\\'s'", /AS '‹[0-9a-f]{8}›'$/],
  ])("%s", (sql, expected) => {
    expect(redactSql(sql, sqlPolicy)).toMatch(expected);
  });

  test("the same literal and the same role look the same, others do not, and another report tells nothing", () => {
    const once = redactSql("SELECT 'a', 'a', 'b'", sqlPolicy).match(/‹\w+›/g) ?? [];
    expect(once[0]).toBe(once[1]);
    expect(once[0]).not.toBe(once[2]);
    expect(redactSql("SELECT 'a'", { ...sqlPolicy, disguise: key() })).not.toContain(once[0]);
  });

  test("what is not asked to be hidden stays as it was written", () => {
    const open = { ...sqlPolicy, literals: false, comments: false, roles: false };
    const sql = "ALTER TABLE t OWNER TO ana;\n  SELECT 'x', 12";
    expect(redactSql(sql, open)).toBe(sql);
    expect(redactSql("COMMENT ON TABLE t IS 'why'", { ...open, comments: true })).not.toContain("why");
    expect(redactSql("SELECT 'at db.internal'", { ...open, names: new Set(["db.internal"]) })).not.toContain(
      "internal",
    );
    expect(rolesIn(sql)).toEqual(["ana"]);
    expect(literalsIn(sql)).toEqual(["x", "12"]);
  });
});

const places = [
  ...["host", "database", "name", "owner", "grantee", "member"],
  ...["literal", "body", "comment", "option", "said", "sqlComment"],
] as const;

interface Canary {
  /** What is looked for. */
  readonly word: string;
  /** The same with something in it that quoting can get wrong. */
  readonly text: string;
}

type Canaries = { readonly [P in (typeof places)[number]]: Canary };

const oddities = [
  "",
  "'",
  '"',
  "\\",
  "$$",
  "$body$",
  "--",
  "/*",
  "\n",
  "€",
  "🙂",
  ";",
  " TO ",
  "\u202e",
  "\\'",
];

const canaries = fc
  .array(fc.constantFrom(...oddities), { minLength: places.length, maxLength: places.length })
  .map((chosen) =>
    Object.fromEntries(
      places.map((place, position) => {
        const word = `canary${position}of${place}`;
        return [place, { word, text: `${word}${chosen[position]}${word}` }];
      }),
    ),
  ) as fc.Arbitrary<Canaries>;

function withCanaries(it: Canaries): readonly Report[] {
  const q = quoteLiteral;
  const id = quoteIdentifier;
  // What prints a body takes a tag that is not in it.
  const tag = "$outer$";
  const sqls = [
    `ALTER TABLE public.users ALTER note SET DEFAULT ${q(it.literal.text)} /* ${it.sqlComment.word} */`,
    `ALTER TABLE public.users OWNER TO ${id(it.owner.text)}`,
    `GRANT SELECT ON public.users TO ${id(it.grantee.text)} WITH GRANT OPTION`,
    `CREATE POLICY p ON public.users TO ${id(it.member.text)} USING (note = ${q(it.literal.text)})`,
    `CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS ${tag}SELECT ${it.body.text} -- ${it.sqlComment.word}${tag}`,
    `COMMENT ON TABLE public.users IS ${q(it.comment.text)}`,
  ];
  const attribute = (name: string, expected: unknown, actual: unknown = null) => ({
    attribute: name,
    expected: expected as never,
    actual: actual as never,
  });
  const changed = (kind: string, name: string, attributes: ReturnType<typeof attribute>[]) => ({
    ...{ id: `D-${name.slice(0, 8)}`, type: "changed" as const, kind, severity: "high" as const, attributes },
    object: { schema: "public", name },
    includes: [{ kind: "default privileges", name: `tables made by ${id(it.grantee.text)}` }],
  });
  const base: ReportOf<"drift"> = driftReport();
  const database = { ...base.database, host: it.host.text, database: it.database.text, name: it.name.text };
  const comments = [{ by: it.said.text, at: base.madeAt, body: it.said.text }];
  const decision = {
    ...{ type: "accept" as const, reason: it.said.text, until: null, by: it.said.text, at: base.madeAt },
  };
  const drift: Report = {
    ...base,
    ...{ database, comments },
    source: { type: "database", label: `${it.host.text} ${it.database.text}` },
    about: [{ id: "D-users", why: [], firstSeenAt: base.madeAt, checks: 1, rows: 2_134_118, decision }],
    drift: {
      ...base.drift,
      differences: [
        changed("table", "users", [
          attribute("owner", it.owner.text),
          attribute("privileges", { [id(it.grantee.text)]: ["SELECT WITH GRANT OPTION"] }),
          attribute("comment", it.comment.text, `${it.comment.text}!`),
          attribute("nobody thought of this", { deep: [it.option.text] }),
        ]),
        changed("column", "note", [
          attribute("default", `${q(it.literal.text)}::text`),
          attribute("privileges", { [id(it.grantee.text)]: ["SELECT"] }),
        ]),
        changed("function", "f", [
          attribute("body", it.body.text, `BEGIN RETURN ${q(it.literal.text)}; END`),
          attribute("configuration", [`search_path=${it.option.text}`]),
          attribute("parameters", [{ mode: "in", name: "a", type: "text", default: q(it.literal.text) }]),
        ]),
        changed("server", "s", [
          attribute("options", [`host=${it.host.text}`, `password=${it.option.text}`]),
        ]),
        changed("policy", "p", [
          attribute("roles", [it.member.text]),
          attribute("using", `(note = ${q(it.literal.text)})`),
        ]),
        {
          ...changed("user mapping", "m", []),
          object: { name: `${id(it.member.text)} on s` },
        },
      ],
      unverified: [
        {
          object: { kind: "view", schema: "public", name: "v" },
          attributes: ["definition"],
          reason: `invalid input: ${it.literal.text} at ${it.host.text}, role ${it.owner.text}`,
        },
      ],
      coverage: {
        ...base.drift.coverage,
        notVisible: [
          {
            what: "subscriptions",
            reason: `Role ${it.owner.text} may not.`,
            remedy: `Ask ${it.member.text}.`,
          },
        ],
      },
      diagnostics: [
        { code: "x", severity: "info", message: `the body says ${it.body.text}, on ${it.database.text}` },
      ],
    },
  };
  const plan = planReportOf(sqls);
  return [drift, { ...plan, database, comments, source: { type: "database", label: it.host.text } }];
}

test("nothing that was placed in a report is in its redaction, wherever and however it was written", () => {
  fc.assert(
    fc.property(canaries, (it) => {
      const words = Object.values(it).map(({ word }) => word);
      for (const report of withCanaries(it)) {
        // The fixture itself must hold what is looked for, or nothing is shown.
        const before = JSON.stringify(report);
        expect(words.filter((word) => before.includes(word)).length).toBeGreaterThan(8);
        const after = JSON.stringify(redactReport(report, hideEverything, key()));
        expect(words.filter((word) => after.includes(word))).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});

test("what is not hidden stays, and the report says what is", () => {
  const report = driftReport();
  const nothing = { names: false, roles: false, rows: false, comments: false, literals: false };
  expect(redactReport(report, nothing, key())).toEqual(report);
  const redacted = redactReport(report, { ...nothing, rows: true }, key());
  expect(redacted.hidden).toEqual(["rows"]);
  if (redacted.subject !== "drift") throw new Error("another report");
  expect(redacted.about[0]?.rows).toBe(2_000_000);
  expect(redacted.drift).toEqual(report.drift);
});

test("hiding twice keeps what was hidden the first time", () => {
  const nothing = { names: false, roles: false, rows: false, comments: false, literals: false };
  const once = redactReport(driftReport(), { ...nothing, names: true }, key());
  expect(redactReport(once, { ...nothing, literals: true }, key()).hidden).toEqual(["names", "literals"]);
});

const nothing = { names: false, roles: false, rows: false, comments: false, literals: false };

test("no id and no hash lets somebody try names and literals against it", () => {
  const identity = { kind: "role", name: "billing_admin" };
  const id = differenceId(identity);
  const base = driftReport();
  const [plain] = base.drift.differences;
  if (plain === undefined) throw new Error("the fixture has no difference");
  const role = { ...plain, id, kind: identity.kind, object: { name: identity.name }, attributes: [] };
  const report: Report = {
    ...base,
    drift: { ...base.drift, differences: [role, { ...plain, cause: id }] },
    about: base.about.map((each) => ({ ...each, id })),
  };
  const redacted = redactReport(report, { ...nothing, roles: true }, key());
  if (redacted.subject !== "drift") throw new Error("another report");
  expect(JSON.stringify(redacted)).not.toContain(id);
  const [other, same] = redacted.drift.differences;
  expect(other?.id).toMatch(/^D-[0-9A-F]{8}$/);
  // What points at it still does, and what bears no hidden name keeps its id.
  expect([same?.cause, redacted.about[0]?.id, same?.id]).toEqual([other?.id, other?.id, plain.id]);
  expect(redactReport(report, { ...nothing, roles: true }, key())).not.toEqual(redacted);
  expect([redacted.drift.expectedFingerprint, redacted.drift.actualFingerprint]).toEqual([
    hiddenHash,
    hiddenHash,
  ]);
  for (const each of ["names", "roles", "comments", "literals"] as const) {
    expect(redactReport(planReportOf(["SELECT 1"]), { ...nothing, [each]: true }, key())).toMatchObject({
      ...{ hash: hiddenHash, plan: { expectedFingerprint: hiddenHash } },
    });
  }
  expect(redactReport(planReportOf(["SELECT 1"]), { ...nothing, rows: true }, key())).toMatchObject({
    hash: "f".repeat(64),
  });
});

test("figures of rows are rounded where they stand alone; digits in names are names", () => {
  const base = driftReport();
  const finding = {
    ...{ id: "F-1", code: "sequence-behind", kind: "sequence", object: { schema: "public", name: "s_2024" } },
    ...{ state: "found" as const, severity: "high" as const, security: false, declared: false, why: "" },
    sentence: 'public.orders_2024 is at 512, of 2,134,118 in "t 2024" and t2024.id.',
    ...{ remedy: "Set it to 4711.", statements: [] },
  };
  const report: Report = { ...base, drift: { ...base.drift, findings: [finding] } };
  const redacted = redactReport(report, { ...nothing, rows: true }, key());
  if (redacted.subject !== "drift") throw new Error("another report");
  expect(redacted.drift.findings[0]).toMatchObject({
    sentence: 'public.orders_2024 is at 500, of 2,000,000 in "t 2024" and t2024.id.',
    remedy: "Set it to 5,000.",
  });
});

test("a rule that ignores roles does not tell their names", () => {
  const base = driftReport();
  const rule = {
    ...{ id: "r", kind: "role", schema: null, name: "billing_*", attribute: null, reason: "", author: "Ana" },
    expiresAt: null,
  };
  const report: Report = { ...base, drift: { ...base.drift, ignoreRules: [rule] } };
  const hidden = JSON.stringify(redactReport(report, { ...nothing, roles: true }, key()));
  expect(hidden).not.toContain("billing");
});
