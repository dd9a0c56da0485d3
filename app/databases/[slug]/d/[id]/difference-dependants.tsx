import { DependantsCard } from "@/components/drift/dependants-card";
import type { DifferencePageData } from "../../../load";
import { type DifferenceView, depths } from "./difference-view";

interface DifferenceDependantsProps {
  readonly page: DifferencePageData;
  readonly view: DifferenceView;
  /** The page of the list. */
  readonly list: string;
}

/** What depends on the object, as a list in the side column or with a drawing in the wide one. */
export function DifferenceDependants({ page, view, list }: DifferenceDependantsProps) {
  return (
    <DependantsCard
      page={page}
      list={list}
      all={view.allDependants}
      allHref={view.with({ deps: "all" })}
      depth={view.graph ? view.depth : null}
      listOnlyHref={view.with({ deps: "" })}
      depths={depths.map((depth) => ({
        depth,
        label: depth === 1 ? "1 step" : depth === depths.at(-1) ? "All" : `${depth} steps`,
        href: view.with({ deps: "graph", depth: depth === 1 ? "" : String(depth) }),
      }))}
    />
  );
}
