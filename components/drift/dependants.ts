import type { Difference } from "@/lib/drift/difference";
import { mentionsOf } from "@/lib/drift/mentions";
import type { CatalogObject, CatalogView } from "@/lib/kinds/kind";
import type { Plan } from "@/lib/plan/plan";
import { type Identity, identityKey } from "@/lib/postgres/identity";
import type { Dependant, DependantGroup } from "./dependants-list";

type Side = CatalogView & { readonly objects: readonly CatalogObject[] };

interface Around {
  readonly expected: Side;
  readonly actual: Side;
  /** The plan of the fix; null where none could be made. */
  readonly plan: Plan | null;
  /** The page of the object's own difference, when it has one. */
  readonly hrefOf: (object: Identity) => string | undefined;
}

const relations: { readonly [kind: string]: string } = {
  index: "indexes it",
  view: "reads it",
  "materialized view": "reads it",
  trigger: "fires on it",
  policy: "guards it",
  column: "is of it",
  sequence: "counts for it",
};

/** What stands on the object, on either side, by what a fix does to it. */
export function groupDependants(difference: Difference, around: Around): readonly DependantGroup[] {
  const side = difference.type === "missing" ? around.expected : around.actual;
  // The same object may stand under another name in the database.
  const itself = difference.type === "missing" ? difference.object : difference.actual;
  const own = new Set([difference.object, itself, ...difference.includes].map(identityKey));
  const direct = [itself, ...difference.includes]
    .flatMap((object) => side.dependentsOf(object))
    .filter((object) => !own.has(identityKey(object)));
  const shown = (object: Identity, relation: string): Dependant => {
    const href = around.hrefOf(object);
    return { object, relation, ...(href === undefined ? {} : { href }) };
  };
  const planned = (around.plan?.fixes ?? []).filter((fix) => !own.has(identityKey(fix.object)));
  const travelling = planned.filter((fix) => fix.reason.type !== "rebuild");
  const rebuilt = planned.filter((fix) => fix.reason.type === "rebuild");
  const told = new Set(planned.map((fix) => identityKey(fix.object)));
  const others = distinct(direct).filter((object) => !told.has(identityKey(object)));
  const kept = new Set(others.map(identityKey));
  return [
    {
      title: "Must change together",
      dependants: travelling.map((fix) => shown(fix.object, "")),
    },
    {
      title: "Dropped and created again around the fix",
      dependants: rebuilt.map((fix) => shown(fix.object, relationOf(side.get(fix.object) ?? fix.object))),
    },
    { title: "Kept as they are", dependants: others.map((object) => shown(object, relationOf(object))) },
    {
      title: "Maybe: its name stands in their body",
      note: "Postgres does not know what a body uses until it runs. Look into them.",
      dependants: mentionsOf(side.objects, itself)
        .filter((object) => {
          const key = identityKey(object);
          return !own.has(key) && !told.has(key) && !kept.has(key);
        })
        .map((object) => shown(object, "")),
    },
  ];
}

function relationOf(object: Identity | CatalogObject): string {
  if (object.kind === "constraint" && "type" in object)
    return object.type === "foreign key" ? "references by it" : "constrains it";
  return relations[object.kind] ?? "depends on it";
}

const distinct = (objects: readonly CatalogObject[]): readonly CatalogObject[] => [
  ...new Map(objects.map((object) => [identityKey(object), object])).values(),
];
