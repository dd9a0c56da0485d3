import { ScrollsToMark } from "@/components/ui/scrolls-to-mark";
import { displayName, type Identity, identityKey } from "@/lib/postgres/identity";
import type { DependantsGraph } from "./dependants-graph";

/** What a fix does to an object, as the drawing marks it: by its outline's form and by a word, never by colour alone. */
export type Treatment = "differs" | "changes too" | "created again" | "kept";

const outlines: { readonly [T in Treatment]: string } = {
  differs: "fill-critical-tint stroke-critical [stroke-width:2]",
  "changes too": "fill-high-tint stroke-high",
  "created again": "fill-low-tint stroke-low [stroke-dasharray:5_3]",
  kept: "fill-surface stroke-line-strong",
};

interface DependantsDrawingProps {
  readonly graph: DependantsGraph;
  readonly treatmentOf: (object: Identity) => Treatment;
  /** The page of the object's own difference, when it has one. */
  readonly hrefOf: (object: Identity) => string | undefined;
}

/** The dependants as a drawing, made on the server. The list above it says the same. */
export function DependantsDrawing({ graph, treatmentOf, hrefOf }: DependantsDrawingProps) {
  return (
    <ScrollsToMark
      label="Drawing of the dependants"
      className="max-h-[36rem] overflow-auto rounded-md border bg-shade"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no set of fields */}
      <svg
        width={graph.width}
        height={graph.height}
        viewBox={`0 0 ${graph.width} ${graph.height}`}
        role="group"
        aria-label={`${graph.nodes.length} objects, from the one that differs on the left to what depends on it on the right`}
        className="block font-sans"
      >
        <g className="fill-none stroke-line-strong">
          {graph.edges.map((edge) => (
            <path key={edge.key} d={edge.line} />
          ))}
        </g>
        {graph.nodes.map((node) => {
          const treatment = treatmentOf(node.object);
          const href = hrefOf(node.object);
          const mark = treatment === "differs" ? "" : undefined;
          const box = (
            <>
              <title>{`${node.object.kind} ${displayName(node.object)}: ${treatment}`}</title>
              <rect
                x={node.x - node.width / 2}
                y={node.y - node.height / 2}
                width={node.width}
                height={node.height}
                rx={6}
                className={outlines[treatment]}
              />
              <text
                x={node.x - node.width / 2 + 10}
                y={node.y - 4}
                className="fill-ink font-semibold text-xs"
              >
                {node.name}
              </text>
              <text x={node.x - node.width / 2 + 10} y={node.y + 13} className="fill-muted text-2xs">
                {node.path}
              </text>
            </>
          );
          return href === undefined ? (
            <g key={identityKey(node.object)} data-mark={mark}>
              {box}
            </g>
          ) : (
            <a key={identityKey(node.object)} href={href} data-mark={mark}>
              {box}
            </a>
          );
        })}
      </svg>
    </ScrollsToMark>
  );
}

const meanings: { readonly [T in Treatment]: string } = {
  differs: "the object itself",
  "changes too": "must change together",
  "created again": "dropped and created again",
  kept: "kept as it is",
};

/** What the outlines of the drawing mean. */
export function DrawingLegend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
      {Object.entries(meanings).map(([treatment, meaning]) => (
        <li key={treatment} className="flex items-center gap-1.5">
          <svg width="18" height="12" aria-hidden="true">
            <rect x="1" y="1" width="16" height="10" rx="3" className={outlines[treatment as Treatment]} />
          </svg>
          {meaning}
        </li>
      ))}
    </ul>
  );
}
