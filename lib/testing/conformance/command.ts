/**
 * `npm run conformance -- <folder>`: brings the first schema of every pair below the folder to the second and back, and judges
 * by a second check, by pg_dump and by rows that must survive. With `--realworld` the folder holds projects' histories.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { AppError } from "../../postgres/app-error";
import { installedMajors } from "../../postgres/embedded";
import { type Case, findCases } from "./find-cases";
import { journalName, openJournal } from "./journal";
import { type Outcome, outcomeKey } from "./outcome";
import { peerTool } from "./peer-tools";
import { findHistories } from "./realworld";
import { reportText } from "./report";
import { caseLimit, runCases } from "./run-cases";
import { historyLimit, runHistories } from "./run-histories";
import { plumbline, type Tool } from "./tool";

const usage = `npm run conformance -- <folder> [--tool plumbline|pg-delta|migra] [--majors 15,18] [--direction both|forward|backward]
    [--source-major 18] [--suite <name>] [--only <part of a name>] [--jobs <n>] [--limit <seconds a case>] [--json <file>] [--resume] [--realworld] [--show]`;

const optionsSchema = z.object({
  tool: z.enum(["plumbline", "pg-delta", "migra"]).default("plumbline"),
  majors: z
    .string()
    .transform((text) => text.split(",").map(Number))
    .optional(),
  "source-major": z.coerce.number().int().optional(),
  direction: z.enum(["both", "forward", "backward"]).default("both"),
  suite: z.string().optional(),
  only: z.string().optional(),
  jobs: z.coerce.number().int().min(1).max(32).default(2),
  limit: z.coerce.number().int().min(1).default(caseLimit),
  json: z.string().optional(),
  resume: z.boolean().default(false),
  realworld: z.boolean().default(false),
  show: z.boolean().default(false),
});

const cache = path.join(process.env.PLUMBLINE_ROOT ?? process.cwd(), "node_modules/.cache/plumbline");

/** Runs the command. @returns the exit code: 1 when any case is open or failed, 64 for wrong usage */
export async function conformance(argv: readonly string[]): Promise<number> {
  const { folder, options } = readArguments(argv);
  const from = options["source-major"];
  const judged = options.realworld ? "histories" : options.tool;
  const name = journalName(folder, from === undefined ? judged : `${judged}-from-${from}`);
  const journal = openJournal(path.join(cache, "conformance", name), options.resume);
  const known = new Set(journal.known.map(outcomeKey));
  const outcomes: Outcome[] = [...journal.known];
  const take = (found: readonly Outcome[]): void => {
    outcomes.push(...found);
    journal.write(found);
    for (const { verdict, major, suite, name, direction, detail } of found) {
      if (verdict === "open" || verdict === "failed")
        process.stderr.write(`${verdict} ${major} ${suite}/${name} ${direction}: ${detail.slice(0, 300)}\n`);
    }
  };
  const majors = options.majors ?? [...installedMajors()].sort((a, b) => a - b);
  const absent = [...majors, ...(from === undefined ? [] : [from])].filter(
    (major) => !installedMajors().includes(major),
  );
  if (absent.length > 0)
    throw new AppError("major-missing", `PostgreSQL ${absent.join(", ")} is not installed.`, {
      hint: `Installed: ${installedMajors().join(", ")}. npm run test:majors installs the others.`,
    });
  if (options.realworld) {
    const named = findHistories(folder).filter(({ name }) => name.includes(options.only ?? ""));
    process.stderr.write(`${named.length} histories on PostgreSQL ${majors.join(", ")} …\n`);
    await runHistories({
      ...{ histories: named, majors, known, onOutcomes: take },
      ...{ jobs: options.jobs, limit: Math.max(options.limit, historyLimit) },
    });
  } else {
    const tool =
      options.tool === "plumbline" ? ours(from) : await peerTool(options.tool, path.join(cache, "bench"));
    const cases = findCases(folder).filter(chosen(options));
    process.stderr.write(`${cases.length} cases on PostgreSQL ${majors.join(", ")} …\n`);
    await runCases({
      ...{ cases, majors, jobs: options.jobs, limit: options.limit },
      ...(from === undefined ? {} : { sourceMajor: from }),
      ...{ known, onOutcomes: take },
      tool: options.show ? shown(tool) : tool,
      directions: options.direction === "both" ? ["forward", "backward"] : [options.direction],
    });
  }
  process.stdout.write(reportText(outcomes));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(outcomes, null, 1)}\n`);
  return outcomes.some(({ verdict }) => verdict === "open" || verdict === "failed") ? 1 : 0;
}

/** Judgements of plans from a source on another major are no judgements of plans from a database. */
const ours = (sourceMajor: number | undefined): Tool =>
  sourceMajor === undefined ? plumbline : { ...plumbline, name: `${plumbline.name} from ${sourceMajor}` };

/** The tool, printing each script before it is run, and what it leaves to be done by hand. */
const shown = (tool: Tool): Tool => ({
  name: tool.name,
  plan: async (input) => {
    const plan = await tool.plan(input);
    const byHand = [...plan.manual].map(([id, reason]) => `by hand: ${id}: ${reason}\n`);
    process.stdout.write(`${plan.script}\n${byHand.join("")}`);
    return plan;
  },
});

const chosen =
  ({ suite, only }: { suite?: string | undefined; only?: string | undefined }) =>
  (one: Case): boolean =>
    (suite === undefined || one.suite === suite) && (only === undefined || one.name.includes(only));

function readArguments(argv: readonly string[]): { folder: string; options: z.infer<typeof optionsSchema> } {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...{
          tool: text,
          majors: text,
          "source-major": text,
          direction: text,
          suite: text,
          only: text,
          jobs: text,
          json: text,
        },
        limit: text,
        ...{ resume: flag, realworld: flag, show: flag },
      },
    });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new Error("Name one folder.");
    return { folder, options: optionsSchema.parse(values) };
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new AppError("usage", reason, { hint: usage, cause: error });
  }
}
