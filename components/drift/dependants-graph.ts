import { Graph, layout } from "@dagrejs/dagre";
import type { CatalogObject, CatalogView } from "@/lib/kinds/kind";
import { type Identity, identityKey, visible } from "@/lib/postgres/identity";

/** A laid out object; coordinates are in CSS pixels, of its middle. */
export interface GraphNode {
  readonly key: string;
  readonly object: Identity;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly path: string;
  readonly name: string;
}

export interface DependantsGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly { readonly key: string; readonly line: string }[];
  readonly width: number;
  readonly height: number;
  /** Dependants that were found within the depth; more than are drawn where the cap was reached. */
  readonly found: number;
}

const height = 44;
const longestName = 30;
/** Of the interface's text at 12 px, measured generously: a name must not leave its box. */
const characterWidth = 7.2;

/** Objects drawn at most (screens.md, pattern P15). */
const graphCap = 100;

/**
 * What stands on an object, what stands on that, and so on, laid out from left to right. Made on the server.
 * @param depth how many steps away an object may stand
 * @param cap objects drawn at most, the nearest first
 */
export function layDependants(
  root: Identity,
  side: Pick<CatalogView, "dependentsOf" | "get">,
  depth: number,
  cap: number = graphCap,
): DependantsGraph {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 10, ranksep: 56, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  const objects = new Map<string, Identity>();
  const add = (object: Identity): void => {
    objects.set(identityKey(object), object);
    graph.setNode(identityKey(object), {});
  };
  add(root);
  let found = 0;
  let nearest: readonly Identity[] = [root];
  const seen = new Set([identityKey(root)]);
  for (let step = 0; step < depth && nearest.length > 0; step += 1) {
    const next: CatalogObject[] = [];
    for (const object of nearest) {
      for (const dependant of side.dependentsOf(object)) {
        const key = identityKey(dependant);
        if (!seen.has(key)) {
          seen.add(key);
          found += 1;
          next.push(dependant);
          if (objects.size < cap) add(dependant);
        }
        if (objects.has(key) && objects.has(identityKey(object))) graph.setEdge(identityKey(object), key);
      }
    }
    nearest = next;
  }
  // Boxes of one width stand in columns that the eye can follow.
  const common = Math.max(...[...objects.values()].map(widthOf));
  for (const key of objects.keys()) graph.setNode(key, { width: common, height });
  layout(graph);
  const { width = 0, height: total = 0 } = graph.graph();
  return {
    nodes: [...objects].map(([key, object]) => {
      const { x = 0, y = 0, width: own = 0 } = graph.node(key);
      return { key, object, x, y, width: own, height, path: pathOf(object), name: shortened(object.name) };
    }),
    edges: graph.edges().map((edge) => ({
      key: `${edge.v} ${edge.w}`,
      line: lineThrough(graph.edge(edge).points ?? []),
    })),
    ...{ width, height: total, found },
  };
}

const pathOf = ({ kind, table }: Identity): string =>
  table === undefined ? kind : `${kind} of ${shortened(table)}`;

function shortened(name: string): string {
  const shown = [...visible(name)];
  return shown.length <= longestName ? shown.join("") : `${shown.slice(0, longestName - 1).join("")}…`;
}

const widthOf = (object: Identity): number =>
  Math.ceil(Math.max(shortened(object.name).length, pathOf(object).length) * characterWidth) + 20;

const lineThrough = (points: readonly { readonly x: number; readonly y: number }[]): string =>
  points.map(({ x, y }, position) => `${position === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
