/** What to ask of numbers that become another kind of number: what the new type refuses, and what it rounds off. */
import { baseType, precisionOf } from "../columns/column-conversion";

/** A condition that a value must not meet. */
export interface Objection {
  /** What follows "a value of public.users.name". */
  readonly words: string;
  readonly condition: (value: string) => string;
  readonly stops: boolean;
}

/** The least and the greatest number of each type that has any. */
export const bounds: { readonly [type: string]: readonly [string, string] } = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
  bigint: ["-9223372036854775808", "9223372036854775807"],
  oid: ["0", "4294967295"],
  money: ["-92233720368547758.08", "92233720368547758.07"],
};

export const whole: ReadonlySet<string> = new Set(["smallint", "integer", "bigint"]);
export const fractional: ReadonlySet<string> = new Set(["numeric", "real", "double precision"]);

/** The magnitudes between which a float holds a number, apart from 0 and infinity. */
const magnitudes: { readonly [type: string]: readonly [string, string] } = {
  real: ["7.1e-46", "3.4028235e38"],
  "double precision": ["2.5e-324", "1.7976931348623157e308"],
};

/** The objections to numbers of one type as numbers of another; none where either is no number. */
export function numberObjections(from: string, to: string): readonly Objection[] {
  const [source, target] = [baseType(from), baseType(to)];
  if (!whole.has(source) && !fractional.has(source)) return [];
  const range = bounds[target];
  if (range !== undefined && !(source === "integer" && target === "oid"))
    return outOfBounds(source, target, range);
  const limits = target === "numeric" ? precisionOf(to) : null;
  if (limits !== null) return tooPrecise(source, limits);
  return fractional.has(target) && magnitudes[target] !== undefined ? outOfMagnitude(source, target) : [];
}

function outOfBounds(
  source: string,
  target: string,
  [least, greatest]: readonly [string, string],
): readonly Objection[] {
  // Rounded as a numeric: a float at the edge of a range compares in its own coarse steps. NaN is above every bound.
  const digits = target === "money" ? ", 2" : "";
  const rounded = (value: string): string =>
    whole.has(source)
      ? value
      : `pg_catalog.round(${value}${source === "numeric" ? "" : "::numeric"}${digits})`;
  return [
    {
      words: `outside of ${least} to ${greatest}`,
      condition: (value) => `${rounded(value)} NOT BETWEEN ${least} AND ${greatest}`,
      stops: true,
    },
    ...(whole.has(source)
      ? []
      : [
          {
            words: `whose digits behind the point${target === "money" ? " beyond the second" : ""} would be rounded off`,
            condition: (value: string) => `${value}::numeric <> pg_catalog.round(${value}::numeric${digits})`,
            stops: false,
          },
        ]),
  ];
}

function tooPrecise(
  source: string,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): readonly Objection[] {
  const rounded = (value: string): string => `pg_catalog.round(${value}::numeric, ${scale})`;
  // NaN is let in.
  const isNumber = (value: string): string => (whole.has(source) ? "" : ` AND ${value}::numeric <> 'NaN'`);
  return [
    {
      words: `with more than ${precision - scale} digits before the point`,
      condition: (value) =>
        `pg_catalog.abs(${rounded(value)}) >= 1e${precision - scale}::numeric${isNumber(value)}`,
      stops: true,
    },
    ...(whole.has(source)
      ? []
      : [
          {
            words: `with more than ${scale} digits behind the point, which would be rounded off`,
            condition: (value: string) => `${value}::numeric <> ${rounded(value)}`,
            stops: false,
          },
        ]),
  ];
}

/** Whose numbers a float holds to the last digit. */
const holdsAll: { readonly [type: string]: readonly string[] } = {
  real: ["smallint"],
  "double precision": ["smallint", "integer", "real"],
};

/** Too great or too small for a float (22003); what is neither is compared by its text, the shortest that is read as the same number. */
function outOfMagnitude(source: string, target: string): readonly Objection[] {
  const [least = "", greatest = ""] = magnitudes[target] ?? [];
  const size = (value: string): string => `pg_catalog.abs(${value}::numeric)`;
  const refused = (value: string): string =>
    `(${size(value)} > ${greatest}::numeric AND ${size(value)} < 'Infinity' OR ${size(value)} > 0 AND ${size(value)} < ${least}::numeric)`;
  const cut = {
    words: "that would lose the digits that the new type does not hold",
    condition: (value: string) =>
      `CASE WHEN ${refused(value)} THEN false ELSE ${value}::${target}::text::numeric <> ${value}::numeric END`,
    stops: false,
  };
  if (holdsAll[target]?.includes(source)) return [];
  return whole.has(source)
    ? [cut]
    : [{ words: `too great or too small for ${target}`, condition: refused, stops: true }, cut];
}
