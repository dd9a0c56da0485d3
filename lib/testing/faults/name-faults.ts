import { endOf } from "./endings";
import type { Fault } from "./fault";

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Names that break tools (faults-and-security.md, fault 37). NUL cannot be in a name. */
const names: readonly (readonly [string, string])[] = [
  ["quotes", 'a"b""c'],
  ["single quotes", "o'neill''s"],
  ["placeholder", "$1"],
  ["dollar quote", "$$; DROP TABLE x; $$"],
  ["comment", "a -- b /* c"],
  ["line breaks", "a\nb\r\nc"],
  ["backslash", "a\\b\\\\c"],
  ["63 bytes", "x".repeat(63)],
  ["63 bytes ending in an emoji", `${"x".repeat(59)}🙂`],
  ["composed", "é"],
  ["decomposed", "e\u0301"],
  ["right to left override", "a\u202eb"],
  ["zero width", "a\u200bb\ufeffc"],
  ["markup", "</script><img src=x onerror=alert(1)>"],
  ["reserved word", "select"],
  ["blanks", "  a  b  "],
  ["dots", "public.users.id"],
  ["percent", "%I %s %%"],
];

const table = (name: string, type: string): string =>
  `CREATE TABLE public.${quoted(name)} (${quoted(`${name}`.slice(0, 20))} ${type}, id integer PRIMARY KEY)`;

export const nameFaults: readonly Fault[] = [
  {
    number: 37,
    title: `${names.length} hostile names in one plan`,
    scene: {
      actual: names.map(([, name]) => table(name, "integer")).join(";\n"),
      expected: names.map(([, name]) => table(name, "bigint")).join(";\n"),
      columns: {},
    },
    ends: "committed",
    says: /proven|done/i,
    inject: (scene) => endOf(scene),
  },
  {
    number: 43,
    title: "values of rows do not reach the message when they stop the run",
    scene: {
      actual: `CREATE TABLE public.t (id integer PRIMARY KEY, v text); INSERT INTO public.t VALUES (1, 'fits')`,
      expected: "CREATE TABLE public.t (id integer PRIMARY KEY, v varchar(5))",
      columns: { t: ["id", "v"] },
    },
    ends: "rolled back",
    says: /too long/,
    inject: async (scene) => {
      const other = await scene.besides();
      await other.query("INSERT INTO public.t VALUES (2, 'canary-4711-much-too-long')");
      const known = await endOf(scene);
      await other.query("DELETE FROM public.t WHERE id = 2");
      if (JSON.stringify([known, scene.events]).includes("canary-4711"))
        throw new Error("a value of a row stands in what was told");
      return known;
    },
  },
];
