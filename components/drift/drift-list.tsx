import type { ReactNode } from "react";
import { decisionText } from "@/components/decisions/decision";
import { attributeLabel } from "@/lib/drift/describe";
import type { Difference } from "@/lib/drift/difference";
import { type FilterTerm, formatFilter, formatTerm, matchesFilter, parseFilter } from "@/lib/drift/filter";
import { kinds } from "@/lib/kinds/registry";
import { visible } from "@/lib/postgres/identity";
import { countOf } from "./counting";
import { type DifferenceGroup, DifferenceList } from "./difference-list";
import { DifferencePeek } from "./difference-peek";
import type { DifferenceItem } from "./difference-row";
import { FilterBox } from "./filter-box";
import { GroupBySwitch } from "./group-by-switch";
import { type GroupedDifferences, groupDifferences } from "./group-differences";
import { groupings, type ListView, listHref } from "./list-view";
import type { ListedDifference } from "./listed-difference";
import { ObjectName } from "./object-name";
import { quantity } from "./quantity";
import { valuesOnOneLine } from "./value-text";

interface DriftListProps {
  /** The address of the page that the list stands on, and of the pages of its differences. */
  readonly path: string;
  readonly differencePath: string;
  readonly view: ListView;
  readonly differences: readonly ListedDifference[];
  /** Verbs for the chosen ones, in the form that holds them. */
  readonly selectionActions?: ReactNode;
}

/** Rows of a cause shown at first: the causes and what stands alone shall be seen together. */
const firstRows = 8;

/** Rows on one page of a long list: it is there at once, and the browser stays quick. */
const pageSize = 500;

const words = { cause: "Cause", table: "Table", kind: "Kind", severity: "Severity" };

/** The differences of a check with filter, grouping and a look beside the list. All of it is in the address. */
export function DriftList({ path, differencePath, view, differences, selectionActions }: DriftListProps) {
  const filter = parseFilter(
    view.text,
    kinds.map((kind) => kind.kind),
  );
  const found = differences.filter(({ difference }) => matchesFilter(filter, difference));
  // Another filter or grouping is another list: it begins at its beginning.
  const address = (change: Partial<ListView>): string =>
    listHref(path, { ...view, from: 1, peeked: null, ...change });
  const suffix = listHref("", { text: view.text, grouping: view.grouping });
  const itemOf = ({ difference, since, rows, decision }: ListedDifference): DifferenceItem => ({
    difference,
    since,
    href: `${differencePath}/${difference.id}${suffix}`,
    peekHref: address({ peeked: difference.id, from: view.from }),
    peeked: difference.id === view.peeked,
    chips: [
      ...(difference.ignoredBy === undefined
        ? []
        : [{ label: "ignored by a rule", title: "Shown and counted, no part of the verdict" }]),
      ...(decision === undefined ? [] : [{ label: decisionText(decision), title: visible(decision.by) }]),
      ...(rows === null || difference.type !== "changed" ? [] : [{ label: `${quantity(rows)} rows` }]),
    ],
  });
  const groups = groupDifferences(found, view.grouping, differences).map((group): DifferenceGroup => {
    const cut = view.grouping === "cause" && group.cause !== undefined && !view.all;
    const items = (cut ? group.items.slice(0, firstRows) : group.items).map(itemOf);
    return {
      id: group.id,
      worst: group.worst,
      items,
      title: group.cause === undefined ? group.title : <CauseTitle cause={group.cause} />,
      ...(group.cause === undefined
        ? {}
        : {
            detail: explains(group, group.cause),
            href: `${differencePath}/${group.cause.id}${suffix}`,
            hrefLabel: "Open the cause",
          }),
      ...(items.length < group.items.length
        ? { rest: { total: group.items.length, href: address({ all: true }) } }
        : {}),
    };
  });
  const peeked = found.find(({ difference }) => difference.id === view.peeked);
  return (
    <div className="grid gap-3">
      <p role="status" className="sr-only">
        {view.text === "" ? "" : `${countOf(found.length, "difference")} of ${differences.length} shown`}
      </p>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-80">
          <FilterBox
            path={path}
            text={view.text}
            chips={filter.terms.map((term) => ({
              text: formatTerm(term),
              removeHref: address({ text: formatFilter(filter.terms.filter((other) => other !== term)) }),
            }))}
            ignored={[...filter.ignored, ...view.ignored]}
            clearHref={address({ text: "" })}
            keep={view.grouping === "cause" ? {} : { group: view.grouping }}
          />
        </div>
        <GroupBySwitch
          segments={groupings.map((grouping) => ({
            href: address({ grouping, all: false }),
            label: words[grouping],
            current: grouping === view.grouping,
          }))}
        />
      </div>
      <div
        className={peeked === undefined ? "" : "grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_27rem]"}
      >
        <DifferenceList
          groups={groups}
          filterText={view.text}
          clearHref={address({ text: "" })}
          page={{ from: view.from, size: pageSize, hrefOf: (from) => address({ from }) }}
          {...(selectionActions ? { selectionActions } : {})}
        />
        {peeked !== undefined && (
          <DifferencePeek
            difference={peeked.difference}
            since={peeked.since}
            href={`${differencePath}/${peeked.difference.id}${suffix}`}
            closeHref={address({ from: view.from })}
            filters={termsOf(peeked.difference).map((term) => {
              const others = filter.terms.filter(({ key }) => key !== term.key);
              return {
                text: formatTerm(term),
                onlyHref: address({ text: formatFilter([...others, term]) }),
                withoutHref: address({ text: formatFilter([...filter.terms, { ...term, negated: true }]) }),
              };
            })}
          />
        )}
      </div>
    </div>
  );
}

/** What a difference shares with others, as the filter understands it. */
function termsOf({ object, severity, type }: Difference): readonly FilterTerm[] {
  const table = object.table ?? (object.kind === "table" ? object.name : undefined);
  return [
    { key: "sev", value: severity, comparison: "=", negated: false },
    { key: "type", value: type, negated: false },
    { key: "kind", value: object.kind, negated: false },
    ...(object.schema === undefined
      ? []
      : [{ key: "schema", value: object.schema, negated: false } as const]),
    ...(table === undefined ? [] : [{ key: "table", value: table, negated: false } as const]),
  ];
}

function CauseTitle({ cause }: { readonly cause: Difference }) {
  const first = cause.type === "changed" ? cause.attributes[0] : undefined;
  const { kind } = cause.object;
  const [expected, actual] = first === undefined ? [] : valuesOnOneLine(kind, first.attribute, first);
  return (
    <>
      <ObjectName object={cause.object} />{" "}
      {cause.type !== "changed" || first === undefined ? (
        <span className="font-normal">{cause.type === "missing" ? "is missing" : "is not expected"}</span>
      ) : (
        <span className="font-normal">
          {attributeLabel(kind, first.attribute)} is <bdi className="name">{actual}</bdi>, expected{" "}
          <bdi className="name">{expected}</bdi>
        </span>
      )}
    </>
  );
}

function explains({ items }: GroupedDifferences, cause: Difference): string {
  const others = items.filter(({ difference }) => difference.id !== cause.id);
  if (others.length === 0) return "Nothing that it explains is shown.";
  const missing = others.filter(({ difference }) => difference.type === "missing");
  const changed = others.filter(({ difference }) => difference.type === "changed");
  const parts = [
    missing.length > 0
      ? `${countOf(missing.length, "missing object")} that cannot be created while it differs`
      : "",
    changed.length > 0
      ? `${countOf(changed.length, "object")} that ${changed.length === 1 ? "differs" : "differ"} in the same way`
      : "",
    others.length > missing.length + changed.length
      ? countOf(others.length - missing.length - changed.length, "unexpected object")
      : "",
  ];
  return `Explains ${parts.filter((part) => part !== "").join(" and ")}. Fixing it comes first.`;
}
