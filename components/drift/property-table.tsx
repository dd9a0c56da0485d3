import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { attributeLabel } from "@/lib/drift/describe";
import type { Difference } from "@/lib/drift/difference";
import type { AttributeValue, CatalogObject } from "@/lib/kinds/kind";
import { countOf } from "./counting";
import { valueInFull } from "./value-text";

interface Property {
  readonly attribute: string;
  readonly expected: AttributeValue | undefined;
  readonly actual: AttributeValue | undefined;
  readonly differs: boolean;
}

/** Expected and actual side by side: what differs first and marked, what is equal folded. */
export function PropertyTable({ difference }: { readonly difference: Difference }) {
  const properties = propertiesOf(difference);
  const differing = properties.filter((property) => property.differs);
  const equal = properties.filter((property) => !property.differs);
  return (
    <div className="@container">
      <Rows difference={difference} caption="Properties, expected and actual" properties={differing} />
      {equal.length > 0 && (
        <details className="group">
          <summary className="flex min-h-9 items-center px-4 text-muted text-sm hover:text-ink">
            <span className="underline decoration-line-strong underline-offset-2">
              {foldedText(equal.length, difference.type === "changed")}
            </span>
          </summary>
          <div className="border-t">
            <Rows difference={difference} caption="Further properties" properties={equal} />
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

interface RowsProps {
  readonly difference: Difference;
  readonly caption: string;
  readonly properties: readonly Property[];
}

function Rows({ difference, caption, properties }: RowsProps) {
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
              {attributeLabel(difference.object.kind, property.attribute)}
              {property.differs && (
                // A narrow table has no room for a column of its own.
                <span className="block @lg:hidden">
                  <Differs />
                </span>
              )}
            </RowHeading>
            <Cell className={property.differs && difference.type !== "unexpected" ? "bg-added/60" : ""}>
              <Value value={property.expected} present={difference.type !== "unexpected"} />
            </Cell>
            <Cell className={property.differs && difference.type !== "missing" ? "bg-removed/60" : ""}>
              <Value value={property.actual} present={difference.type !== "missing"} />
            </Cell>
            <Cell className="whitespace-nowrap @max-lg:hidden">{property.differs && <Differs />}</Cell>
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

function Value({
  value,
  present,
}: {
  readonly value: AttributeValue | undefined;
  readonly present: boolean;
}) {
  if (!present) return <span className="text-faint italic">not there</span>;
  if (value === undefined || value === null) return <span className="text-muted">none</span>;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return <bdi className="name whitespace-pre-wrap text-xs">{valueInFull(value)}</bdi>;
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
    .filter((name) => changed.has(name) || !identityFields.has(name))
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

/** True for a value that says something: of an object on one side only, what is not set is not worth a row. */
const isSet = (value: AttributeValue | undefined): boolean =>
  value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);

const foldedText = (count: number, equal: boolean): string =>
  `${count} ${equal ? "equal " : ""}${count === 1 ? "property" : "properties"}${equal ? "" : " not set"}`;
