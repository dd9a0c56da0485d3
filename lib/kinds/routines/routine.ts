/** What functions and procedures have in common: their arguments, body and settings, and the DDL that writes them. */
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Hazard, type Statement, statement } from "../../postgres/statement";
import type { Privileges } from "../ownership/ownership";
import { dollarQuote } from "./quote-body";

export interface Parameter {
  readonly mode: "in" | "out" | "inout" | "variadic";
  readonly name: string | null;
  readonly type: string;
  /** The default's expression. */
  readonly default: string | null;
}

export interface Routine extends Identity {
  readonly kind: "function" | "procedure";
  readonly schema: string;
  /** Types of the input arguments: `integer, text`. */
  readonly arguments: string;
  readonly parameters: readonly Parameter[];
  readonly language: string;
  /** The source text; the SQL-standard body as the server prints it; the symbol of a C function. */
  readonly body: string;
  /** True for a body that was parsed when the routine was made (BEGIN ATOMIC, RETURN): it follows what it uses. */
  readonly standardBody: boolean;
  /** The file of a C function. */
  readonly library: string | null;
  readonly securityDefiner: boolean;
  /** Types converted by a transform. */
  readonly transforms: readonly string[] | null;
  /** `name=value` of SET clauses, by name. */
  readonly configuration: readonly string[] | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

/** Routines are executable by everyone from the start. */
export const everyoneExecutes = { PUBLIC: ["EXECUTE"] };

/** `FUNCTION public.area(integer)`, as ALTER, DROP, COMMENT and GRANT name it. */
export const routineTarget = (routine: Identity): string =>
  `${routine.kind.toUpperCase()} ${qualify(routine.schema, routine.name)}(${inputMark(routine)}${routine.arguments ?? ""})`;

/**
 * Without a mode Postgres takes a procedure's arguments for all it has, OUT ones too, as well as for its inputs, and refuses
 * where two procedures fit (42725). One mode says that inputs are meant.
 */
const inputMark = ({ kind, arguments: types = "" }: Identity): string =>
  kind === "procedure" && types !== "" && !types.startsWith("VARIADIC ") ? "IN " : "";

/**
 * CREATE of a function or procedure.
 * @param clauses what stands between LANGUAGE and SET: volatility and its like
 */
export function createRoutine(
  routine: Routine,
  options: { replace: boolean; returns: string | null; clauses: readonly string[] },
): string {
  const transforms = routine.transforms ?? [];
  return [
    `CREATE ${options.replace ? "OR REPLACE " : ""}${routine.kind.toUpperCase()} ${qualify(routine.schema, routine.name)}(${routine.parameters.map(parameterText).join(", ")})`,
    ...(options.returns === null ? [] : [` RETURNS ${options.returns}`]),
    ` LANGUAGE ${quoteIdentifier(routine.language)}`,
    ...(transforms.length === 0
      ? []
      : [` TRANSFORM ${transforms.map((type) => `FOR TYPE ${type}`).join(", ")}`]),
    ...(options.clauses.length === 0 ? [] : [` ${options.clauses.join(" ")}`]),
    ...(routine.configuration ?? []).map((setting) => ` ${setClause(setting)}`),
    bodyText(routine),
  ].join("\n");
}

function parameterText(parameter: Parameter): string {
  return [
    // OUT arguments of procedures are told from IN ones by the word alone, so only IN is left out.
    ...(parameter.mode === "in" ? [] : [parameter.mode.toUpperCase()]),
    ...(parameter.name === null ? [] : [quoteIdentifier(parameter.name)]),
    parameter.type,
    ...(parameter.default === null ? [] : [`DEFAULT ${parameter.default}`]),
  ].join(" ");
}

function bodyText(routine: Routine): string {
  if (routine.standardBody) return routine.body;
  if (routine.library !== null) return `AS ${quoteLiteral(routine.library)}, ${quoteLiteral(routine.body)}`;
  return `AS ${dollarQuote(routine.body)}`;
}

/** Settings whose value is a list of quoted names (GUC_LIST_QUOTE; pg_dump's variable_is_guc_list_quote names the same). */
const listSettings: ReadonlySet<string> = new Set([
  "local_preload_libraries",
  "search_path",
  "session_preload_libraries",
  "shared_preload_libraries",
  "temp_tablespaces",
  "unix_socket_directories",
]);

const settingName = (setting: string): string => setting.slice(0, setting.indexOf("="));

/** `SET name TO …` from `name=value`. A list is written item by item: as one constant it would become one name. */
function setClause(setting: string): string {
  const name = settingName(setting);
  const value = setting.slice(name.length + 1);
  const items = listSettings.has(name.toLowerCase()) ? listItems(value) : [value];
  return `SET ${quoteIdentifier(name)} TO ${items.length === 0 ? "''" : items.map(quoteLiteral).join(", ")}`;
}

function listItems(value: string): readonly string[] {
  return [...value.matchAll(/"((?:[^"]|"")*)"|([^",\s][^,]*)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll('""', '"'),
  );
}

/** ALTER … SET and RESET, so that the settings become the expected ones. */
export function changeConfiguration(expected: Routine, actual: Routine): readonly Statement[] {
  const wanted = new Set((expected.configuration ?? []).map(settingName));
  const gone = (actual.configuration ?? []).map(settingName).filter((name) => !wanted.has(name));
  const set = (expected.configuration ?? []).filter((setting) => !actual.configuration?.includes(setting));
  return [
    ...gone.map((name) => alterRoutine(expected, `RESET ${quoteIdentifier(name)}`)),
    ...set.map((setting) => alterRoutine(expected, setClause(setting))),
  ];
}

/** `ALTER FUNCTION … <action>`. */
export const alterRoutine = (routine: Routine, action: string, hazards: readonly Hazard[] = []): Statement =>
  statement(`ALTER ${routineTarget(routine)} ${action}`, identityOf(routine), { hazards });

/** Switches SECURITY DEFINER on or off. */
export const changeSecurity = (expected: Routine): readonly Statement[] => [
  alterRoutine(
    expected,
    expected.securityDefiner ? "SECURITY DEFINER" : "SECURITY INVOKER",
    securityHazards(expected),
  ),
];

/** A routine that runs with its owner's rights gives them to whoever may call it. */
export const securityHazards = (routine: Routine): readonly Hazard[] =>
  routine.securityDefiner
    ? [{ code: "access-widened", detail: "whoever may call it acts with its owner's rights" }]
    : [];

/**
 * True where CREATE OR REPLACE accepts the expected arguments in place of the actual ones (42P13 otherwise): names that
 * were there must stay, a default may change but not go, and what is an output must stay the same.
 */
export function keepsParameters(expected: readonly Parameter[], actual: readonly Parameter[]): boolean {
  return (
    expected.length === actual.length &&
    actual.every((old, index) => {
      const parameter = expected[index];
      return (
        parameter !== undefined &&
        parameter.mode === old.mode &&
        parameter.type === old.type &&
        (old.name === null ? isInput(old) : parameter.name === old.name) &&
        (old.default === null || parameter.default !== null)
      );
    })
  );
}

const isInput = (parameter: Parameter): boolean => parameter.mode === "in" || parameter.mode === "variadic";

/**
 * True where only a call with just these types fits: one with defaults, VARIADIC or a type that stands for others may fit
 * calls of another of its name. Printed calls have casts to the types of the arguments wherever those differ.
 */
export const fitsOneCall = ({ parameters, arguments: types }: Routine): boolean =>
  parameters.every(({ mode, default: value }) => mode === "in" && value === null) && !standsForOthers(types);

/** True where a type among these is, or may be, a polymorphic one. */
export const standsForOthers = (types: string): boolean => /\bany/.test(types);

/** Bodies written as text do not follow what they call, so nothing says who calls the routine. */
export const dropRoutine = (routine: Identity): readonly Statement[] => [
  statement(`DROP ${routineTarget(routine)}`, identityOf(routine), {
    hazards: [{ code: "untracked-dependents", detail: "function bodies and applications that call it" }],
  }),
];
