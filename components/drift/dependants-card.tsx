import { Card } from "@/components/ui/card";
import type { Difference } from "@/lib/drift/difference";
import type { CatalogView } from "@/lib/kinds/kind";
import type { Plan } from "@/lib/plan/plan";
import { identityKey } from "@/lib/postgres/identity";
import { groupDependants } from "./dependants";
import { DependantsList } from "./dependants-list";
import type { ListedDifference } from "./listed-difference";

interface DependantsCardProps {
  readonly page: {
    readonly difference: Difference;
    readonly expected: CatalogView;
    readonly actual: CatalogView;
    readonly fix: { readonly made: true; readonly plan: Plan } | { readonly made: false };
    readonly siblings: readonly ListedDifference[];
  };
  /** The page of the list. */
  readonly list: string;
  /** True shows all of them. */
  readonly all: boolean;
  readonly allHref: string;
}

/** Dependants shown at first. */
const first = 20;

/** What stands on the object, and what a fix does to it. */
export function DependantsCard({ page, list, all, allHref }: DependantsCardProps) {
  const own = new Map(page.siblings.map(({ difference }) => [identityKey(difference.object), difference.id]));
  const groups = groupDependants(page.difference, {
    expected: page.expected,
    actual: page.actual,
    plan: page.fix.made ? page.fix.plan : null,
    hrefOf: (object) => {
      const id = own.get(identityKey(object));
      return id === undefined ? undefined : `${list}/d/${id}`;
    },
  });
  return (
    <Card id="dependants" title="Dependants">
      <DependantsList
        groups={groups}
        {...(all ? { limit: Number.POSITIVE_INFINITY } : { limit: first, allHref })}
      />
    </Card>
  );
}
