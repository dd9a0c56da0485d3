/** Routines of one name: which of them a call could be taken for. */
import type { Catalog } from "../catalog/catalog";
import { describeObject } from "../drift/describe";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { type Identity, identityKey } from "../postgres/identity";
import { groupedBy } from "./grouped";

/** True for two overloads that are never in each other's way. */
export const toldApart = (object: CatalogObject, other: CatalogObject | undefined): boolean =>
  other !== undefined &&
  object.kind === other.kind &&
  identityKey(object) !== identityKey(other) &&
  [object, other].every((one) => kindOf(one).toldApartByArguments?.(one) === true);

/** What a call of this routine could be taken for in the database, which does not have it yet. */
export const rivals = (routine: CatalogObject, actual: Catalog): readonly CatalogObject[] =>
  kindOf(routine).toldApartByArguments === undefined || actual.get(routine) !== undefined
    ? []
    : (overloads(actual).get(nameKey(routine)) ?? []).filter((other) => !toldApart(routine, other));

export const whyMistaken = (caller: Identity, routine: Identity, rival: Identity): string =>
  `${describeObject(caller)} calls ${describeObject(routine)}, which could be ${describeObject(rival)} as well: nobody expects that one, and it has to go in the same plan.`;

const nameKey = ({ kind, schema, name }: CatalogObject): string =>
  JSON.stringify([kind, schema ?? null, name]);

/** The catalog's routines by their names. */
const overloads = groupedBy((object) =>
  kindOf(object).toldApartByArguments === undefined ? null : nameKey(object),
);
