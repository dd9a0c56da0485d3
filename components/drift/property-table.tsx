import { isLongText } from "@/components/ui/pair-lines";
import { SqlDiff } from "@/components/ui/sql-diff";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { attributeLabel, longValue } from "@/lib/drift/describe";
import type { Difference } from "@/lib/drift/difference";
import type { AttributeValue, CatalogObject } from "@/lib/kinds/kind";
import { isKind, kindOf } from "@/lib/kinds/registry";
import { countOf } from "./counting";
import { valueInFull } from "./value-text";

interface Property {
  readonly attribute: string;
  readonly expected: AttributeValue | undefined;
  readonly actual: AttributeValue | undefined;
  readonly differs: boolean;
}

interface PropertyTableProps {
  readonly difference: Difference;
  /** Where texts that are too long for a table stand with all their lines. */
  readonly allHref: string;
}

/** Expected and actual side by side: what differs first and marked, what is equal folded. */
export function PropertyTable({ difference, allHref }: PropertyTableProps) {
  const properties = propertiesOf(difference);
  const differing = properties.filter((property) => property.differs);
  const equal = properties.filter((property) => !property.differs);
  return (
    <div className="@container">
      <Rows
        difference={difference}
        caption="Properties, expected and actual"
        properties={differing}
        allHref={allHref}
      />
      {equal.length > 0 && (
        <details className="group">
          <summary className="flex min-h-9 items-center px-4 text-muted text-sm hover:text-ink">
            <span className="underline decoration-line-strong underline-offset-2">
              {foldedText(equal, difference.type === "changed")}
            </span>
          </summary>
          <div className="border-t">
            <Rows difference={difference} caption="Further properties" properties={equal} allHref={allHref} />
          </div>
        </details>
      )}
      {difference.includes.length > 0 && (
        <p className="px-4 py-2.5 text-muted text-sm">
          {countOf(difference.includes.length, "object")}{" "}
          {difference.includes.length === 1 ? "comes" : "come"} and{" "}
          {difference.includes.length === 1 ? "goes" : "go"} with it.
        </p>
      )}
    </div>
  );
}

interface RowsProps extends PropertyTableProps {
  readonly caption: string;
  readonly properties: readonly Property[];
}

/** Each side, the type of a difference in which it lacks the object, and the ground of what stands out there. */
const sides = [
  { side: "expected", absentIn: "unexpected", ground: "bg-added/60" },
  { side: "actual", absentIn: "missing", ground: "bg-removed/60" },
] as const;

function Rows({ difference, caption, properties, allHref }: RowsProps) {
  const { kind } = difference.object;
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <ColumnHeading className="w-[22%]">Property</ColumnHeading>
          <ColumnHeading className="w-[39%] @lg:w-[34%]">Expected</ColumnHeading>
          <ColumnHeading className="w-[39%] @lg:w-[34%]">Actual</ColumnHeading>
          <ColumnHeading className="@max-lg:hidden">
            <span className="sr-only">Outcome</span>
          </ColumnHeading>
        </tr>
      </thead>
      <tbody>
        {properties.map((property) => (
          <tr key={property.attribute}>
            <RowHeading className="@max-lg:min-w-20 text-muted">
              {attributeLabel(kind, property.attribute)}
              {property.differs && (
                // A narrow table has no room for a column of its own.
                <span className="block @lg:hidden">
                  <Differs />
                </span>
              )}
            </RowHeading>
            {difference.type === "changed" && property.differs && isLong(kind, property) ? (
              <Cell colSpan={3} className="p-2">
                <SqlDiff
                  view="unified"
                  expected={longValue(kind, property.attribute, property.expected)}
                  actual={longValue(kind, property.attribute, property.actual)}
                  label={`${attributeLabel(kind, property.attribute)}, expected and actual`}
                  sql={typeof property.expected === "string" && property.attribute !== "comment"}
                  allHref={allHref}
                />
              </Cell>
            ) : (
              <>
                {sides.map(({ side, absentIn, ground }) => (
                  <Cell key={side} className={property.differs && difference.type !== absentIn ? ground : ""}>
                    <Value kind={kind} property={property} side={side} there={difference.type !== absentIn} />
                  </Cell>
                ))}
                <Cell className="whitespace-nowrap @max-lg:hidden">
                  <Outcome property={property} />
                </Cell>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const Differs = () => (
  <span className="font-medium text-ink text-xs">
    <span aria-hidden>≠ </span>differs
  </span>
);

/** What is not counted as a difference though it is not the same: what the source cannot declare. */
function Outcome({ property }: { readonly property: Property }) {
  if (property.differs) return <Differs />;
  return isNotCompared(property) && <span className="text-faint text-xs">not compared</span>;
}

const isNotCompared = ({ differs, expected, actual }: Property): boolean =>
  !differs &&
  expected !== undefined &&
  actual !== undefined &&
  JSON.stringify(expected) !== JSON.stringify(actual);

const isLong = (kind: string, { attribute, expected, actual }: Property): boolean =>
  [expected, actual].some((value) => isLongText(longValue(kind, attribute, value)));

interface ValueProps {
  readonly kind: string;
  readonly property: Property;
  readonly side: "expected" | "actual";
  /** False where the object is not there at all. */
  readonly there: boolean;
}

function Value({ kind, property, side, there }: ValueProps) {
  if (!there) return <span className="text-faint italic">not there</span>;
  const value = property[side];
  const text = valueInFull(kind, property.attribute, value);
  if (value === null || value === undefined) return <span className="text-muted">{text}</span>;
  if (typeof value === "boolean") return text;
  return <bdi className="name whitespace-pre-wrap text-xs">{text}</bdi>;
}

const identityFields = new Set(["kind", "schema", "table", "name", "arguments"]);

function propertiesOf(difference: Difference): readonly Property[] {
  const expected: CatalogObject | undefined =
    difference.type === "unexpected" ? undefined : difference.expected;
  const actual: CatalogObject | undefined = difference.type === "missing" ? undefined : difference.actual;
  const changed = new Set(
    difference.type === "changed" ? difference.attributes.map((attribute) => attribute.attribute) : [],
  );
  if (difference.type === "renamed") changed.add("name");
  const names = new Set([...changed, ...Object.keys(expected ?? {}), ...Object.keys(actual ?? {})]);
  return [...names]
    .filter(
      (name) => changed.has(name) || !(identityFields.has(name) || isRestated(difference.object.kind, name)),
    )
    .map((attribute) => ({
      attribute,
      expected: expected?.[attribute],
      actual: actual?.[attribute],
      differs:
        difference.type === "changed" || difference.type === "renamed"
          ? changed.has(attribute)
          : isSet((expected ?? actual)?.[attribute]),
    }));
}

/** True for attributes that no two objects are compared by: others say the same, or it means nothing. */
const isRestated = (kind: string, attribute: string): boolean =>
  isKind(kind) &&
  (kindOf({ kind, name: "" }).attributes as { readonly [name: string]: unknown })[attribute] === "ignore";

/** True for a value that says something: of an object on one side only, what is not set is not worth a row. */
const isSet = (value: AttributeValue | undefined): boolean =>
  value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);

function foldedText(folded: readonly Property[], bothSides: boolean): string {
  const properties = folded.length === 1 ? "property" : "properties";
  if (!bothSides) return `${folded.length} ${properties} not set`;
  if (folded.some(isNotCompared)) return `${folded.length} ${properties} without a difference`;
  return `${folded.length} equal ${properties}`;
}
