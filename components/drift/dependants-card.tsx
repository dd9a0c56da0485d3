import { Card } from "@/components/ui/card";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { Catalog } from "@/lib/catalog/catalog";
import type { Difference } from "@/lib/drift/difference";

import type { Plan } from "@/lib/plan/plan";
import { type Identity, identityKey } from "@/lib/postgres/identity";
import { groupDependants } from "./dependants";
import { DependantsDrawing, DrawingLegend, type Treatment } from "./dependants-drawing";
import { layDependants } from "./dependants-graph";
import { DependantsList } from "./dependants-list";
import type { ListedDifference } from "./listed-difference";

interface DependantsCardProps {
  readonly page: {
    readonly difference: Difference;
    readonly expected: Catalog;
    readonly actual: Catalog;
    readonly fix: { readonly made: true; readonly plan: Plan } | { readonly made: false };
    readonly siblings: readonly ListedDifference[];
  };
  /** The page of the list. */
  readonly list: string;
  /** True shows all of them. */
  readonly all: boolean;
  readonly allHref: string;
  /** The drawing's depth; null shows the list alone. */
  readonly depth: number | null;
  readonly listOnlyHref: string;
  /** The depths to choose from, each with its address. */
  readonly depths: readonly { readonly label: string; readonly depth: number; readonly href: string }[];
}

/** Dependants shown at first. */
const first = 20;

/** What stands on the object, and what a fix does to it: a list, and on wish a drawing. */
export function DependantsCard({
  page,
  list,
  all,
  allHref,
  depth,
  depths,
  listOnlyHref,
}: DependantsCardProps) {
  const { difference, fix } = page;
  const own = new Map(page.siblings.map(({ difference: { object, id } }) => [identityKey(object), id]));
  const hrefOf = (object: Identity): string | undefined => {
    const id = own.get(identityKey(object));
    return id === undefined ? undefined : `${list}/d/${id}`;
  };
  const plan = fix.made ? fix.plan : null;
  const groups = groupDependants(difference, {
    ...{ expected: page.expected, actual: page.actual, plan, hrefOf },
  });
  const side = difference.type === "missing" ? page.expected : page.actual;
  const root = difference.type === "missing" ? difference.object : difference.actual;
  const graph = depth === null ? null : layDependants(root, side, depth);
  const [nearest] = depths;
  return (
    <Card
      id="dependants"
      title="Dependants"
      actions={
        <SegmentedLinks
          label="Dependants as"
          segments={[
            { label: "List", href: listOnlyHref, current: depth === null },
            ...(depth === null
              ? [{ label: "Graph", href: nearest?.href ?? "", current: false }]
              : depths.map((each) => ({ ...each, current: each.depth === depth }))),
          ]}
        />
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <DependantsList
          groups={groups}
          {...(all ? { limit: Number.POSITIVE_INFINITY } : { limit: first, allHref })}
        />
        {graph !== null && graph.found > 0 && (
          <>
            <DrawingLegend />
            <DependantsDrawing graph={graph} hrefOf={hrefOf} treatmentOf={treatments(root, plan)} />
            {graph.found + 1 > graph.nodes.length && (
              <p className="text-muted text-sm">
                {graph.nodes.length} of {(graph.found + 1).toLocaleString("en")} objects drawn, the nearest
                ones. The list has all that a fix touches.
              </p>
            )}
          </>
        )}
      </div>
    </Card>
  );
}

function treatments(root: Identity, plan: Plan | null): (object: Identity) => Treatment {
  const fixes = new Map((plan?.fixes ?? []).map((fix) => [identityKey(fix.object), fix.reason.type]));
  return (object) => {
    if (identityKey(object) === identityKey(root)) return "differs";
    const reason = fixes.get(identityKey(object));
    if (reason === undefined) return "kept";
    return reason === "rebuild" ? "created again" : "changes too";
  };
}
