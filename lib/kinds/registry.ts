/** Every kind we read, in the order in which equals are created. To add one: write its file, add its line here, add its cases. */
import type { Identity } from "../postgres/identity";
import { accessMethod } from "./access-method";
import { aggregate } from "./aggregate";
import { baseType } from "./base-type";
import { cast } from "./cast";
import { collation } from "./collation";
import { column } from "./column";
import { compositeType } from "./composite-type";
import { constraint } from "./constraint";
import { conversion } from "./conversion";
import { defaultPrivileges } from "./default-privileges";
import { domain } from "./domain";
import { enumKind } from "./enum";
import { eventTrigger } from "./event-trigger";
import { extension } from "./extension";
import { foreignDataWrapper } from "./foreign-data-wrapper";
import { foreignTable } from "./foreign-table";
import { functionKind } from "./function";
import { indexKind } from "./index-kind";
import type { CatalogObject, Kind } from "./kind";
import { language } from "./language";
import { materializedView } from "./materialized-view";
import { operator } from "./operator";
import { operatorClass } from "./operator-class";
import { operatorFamily } from "./operator-family";
import { policy } from "./policy";
import { procedure } from "./procedure";
import { publication } from "./publication";
import { rangeType } from "./range-type";
import { rule } from "./rule";
import { schema } from "./schema";
import { sequence } from "./sequence";
import { server } from "./server";
import { statistics } from "./statistics";
import { subscription } from "./subscription";
import { table } from "./table";
import { textSearchConfiguration } from "./text-search-configuration";
import { textSearchDictionary } from "./text-search-dictionary";
import { textSearchParser } from "./text-search-parser";
import { textSearchTemplate } from "./text-search-template";
import { transform } from "./transform";
import { trigger } from "./trigger";
import { userMapping } from "./user-mapping";
import { view } from "./view";

const all = [
  schema,
  extension,
  accessMethod,
  enumKind,
  baseType,
  collation,
  domain,
  compositeType,
  rangeType,
  language,
  textSearchParser,
  textSearchTemplate,
  textSearchDictionary,
  textSearchConfiguration,
  operator,
  operatorFamily,
  operatorClass,
  cast,
  transform,
  conversion,
  foreignDataWrapper,
  server,
  userMapping,
  sequence,
  table,
  foreignTable,
  column,
  constraint,
  indexKind,
  statistics,
  view,
  materializedView,
  // Bodies written as text are not tied to the relations they use: routines come after those that do not wait for them.
  functionKind,
  procedure,
  aggregate,
  trigger,
  rule,
  policy,
  publication,
  subscription,
  // They would reach what is created after them.
  defaultPrivileges,
  // An event trigger would fire for whatever is created after it.
  eventTrigger,
] as const;

/** A kind whose own object type is not known here; its functions are handed only objects of that kind. */
export type AnyKind = Kind<CatalogObject>;

// TypeScript cannot tie `object.kind` to the definition it selects, so the tie is made here, once, and nowhere else.
export const kinds = all as unknown as readonly AnyKind[];

const byName = new Map(kinds.map((kind) => [kind.kind, kind]));

/** The kind an object is of. */
export function kindOf(object: Identity): AnyKind {
  const kind = byName.get(object.kind);
  if (kind === undefined) throw new Error(`no kind is called ${object.kind}`);
  return kind;
}

/** True for the names of kinds that this version knows: stored catalogs may come from another one. */
export const isKind = (name: string): boolean => byName.has(name);

/** Where a kind stands among equals. */
export const kindRank = (name: string): number => ranks.get(name) ?? -1;

const ranks = new Map(kinds.map((kind, rank) => [kind.kind, rank]));

/** The object that this one belongs to and goes away with; null for an object of its own. */
export function parentOf(object: CatalogObject): Identity | null {
  return kindOf(object).parent?.(object) ?? null;
}
