import type { CatalogObject, CatalogView } from "../kinds/kind";
import { kindOf, parentOf } from "../kinds/registry";
import type { Diagnostic } from "../postgres/diagnostic";
import { compareIdentities, type Identity, identityKey } from "../postgres/identity";
import type { Coverage } from "./coverage";
import { silentOnThose } from "./kept-partitions";

/** `dependent` cannot exist without `referenced` (pg_depend). Both are identity keys. */
export interface Dependency {
  readonly dependent: string;
  readonly referenced: string;
}

/** Where a catalog was read, and where each object that people rename stood then: a name may change, an oid does not. */
export interface Origin {
  /** The cluster's system identifier and the database's oid. */
  readonly system: string;
  readonly database: number;
  /** The catalog address of objects that have one of their own, by identity key. */
  readonly addresses: { readonly [key: string]: string };
}

/** A role of the server and those it is a member of itself. */
export interface ServerRole {
  readonly name: string;
  readonly memberOf: readonly string[];
}

/** A privilege that another role than the owner granted. It is compared like any other; to take it back is that role's. */
export interface ForeignGrant {
  /** Identity key; of a view's column the view's. */
  readonly object: string;
  /** As GRANT writes a column behind the privilege: ` ("name")`; empty for the whole object. */
  readonly columns: string;
  /** Both quoted as SQL. */
  readonly grantee: string;
  readonly grantor: string;
  readonly privilege: string;
}

/** A security label, as SECURITY LABEL sets it: written for a module of the server, and compared with nothing. */
export interface SecurityLabel {
  /** Identity key; of a view's column the view's. */
  readonly object: string;
  /** The column's name; empty for the whole object. */
  readonly column: string;
  readonly provider: string;
  readonly label: string;
}

export interface CatalogContent {
  /** `server_version_num` of the server that wrote the texts. */
  readonly serverVersion: number;
  readonly objects: readonly CatalogObject[];
  /** A function where they are worked out when they are first asked for: a comparison needs none. */
  readonly dependencies: readonly Dependency[] | (() => readonly Dependency[]);
  readonly coverage: Coverage;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where the server does not say, and for what was never a database of its own. No part of the fingerprint. */
  readonly origin?: Origin | undefined;
  /** Absent where nobody asked or there are too many. No part of the fingerprint, and of no snapshot. */
  readonly roles?: readonly ServerRole[] | undefined;
  /** Absent where there are none. No part of the fingerprint. */
  readonly grantors?: readonly ForeignGrant[] | undefined;
  /** Absent where there are none. No part of the fingerprint. */
  readonly securityLabels?: readonly SecurityLabel[] | undefined;
}

/** All objects of one side. Immutable; looked up by identity, by parent and along dependencies. */
export class Catalog implements CatalogView {
  readonly serverVersion: number;
  /** Ordered by identity. */
  readonly objects: readonly CatalogObject[];
  readonly coverage: Coverage;
  readonly diagnostics: readonly Diagnostic[];
  readonly origin: Origin | undefined;
  readonly roles: readonly ServerRole[] | undefined;
  readonly grantors: readonly ForeignGrant[] | undefined;
  readonly securityLabels: readonly SecurityLabel[] | undefined;
  // Each is made when it is first asked for: a check of two sides that are the same needs none.
  #dependencies: CatalogContent["dependencies"];
  #byKey: ReadonlyMap<string, CatalogObject> | undefined;
  #children: ReadonlyMap<string, readonly CatalogObject[]> | undefined;
  #forward: ReadonlyMap<string, readonly string[]> | undefined;
  #backward: ReadonlyMap<string, readonly string[]> | undefined;
  #named: ReadonlyMap<string, readonly CatalogObject[]> | undefined;

  constructor(content: CatalogContent) {
    this.serverVersion = content.serverVersion;
    this.objects = content.objects.toSorted(compareIdentities);
    this.#dependencies = content.dependencies;
    this.coverage = content.coverage;
    this.diagnostics = content.diagnostics;
    this.origin = content.origin;
    this.roles = content.roles;
    this.grantors = content.grantors;
    this.securityLabels = content.securityLabels;
  }

  get dependencies(): readonly Dependency[] {
    if (typeof this.#dependencies === "function") this.#dependencies = this.#dependencies();
    return this.#dependencies;
  }

  get(identity: Identity): CatalogObject | undefined {
    // Halved again and again: an index of all objects would cost a check more than the few that it looks up.
    let from = 0;
    let to = this.objects.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const object = this.objects[middle] as CatalogObject;
      const order = compareIdentities(identity, object);
      if (order === 0) return object;
      if (order < 0) to = middle;
      else from = middle + 1;
    }
    return undefined;
  }

  byKey(key: string): CatalogObject | undefined {
    this.#byKey ??= new Map(this.objects.map((object) => [identityKey(object), object]));
    return this.#byKey.get(key);
  }

  childrenOf(identity: Identity): readonly CatalogObject[] {
    this.#children ??= groupByParent(this.objects);
    return this.#children.get(identityKey(identity)) ?? [];
  }

  dependenciesOf(identity: Identity): readonly CatalogObject[] {
    this.#forward ??= groupEdges(this.dependencies, "dependent", "referenced");
    return this.#resolve(this.#forward, identity);
  }

  dependentsOf(identity: Identity): readonly CatalogObject[] {
    this.#backward ??= groupEdges(this.dependencies, "referenced", "dependent");
    return this.#resolve(this.#backward, identity);
  }

  named(name: Identity): readonly CatalogObject[] {
    this.#named ??= groupByName(this.objects);
    return this.#named.get(nameKey(name)) ?? [];
  }

  /** The same catalog with some objects replaced by ones of the same identity, or with another ledger or other diagnostics. */
  with(changes: {
    replace?: readonly CatalogObject[];
    coverage?: Coverage;
    diagnostics?: readonly Diagnostic[];
  }): Catalog {
    const { replace = [], coverage = this.coverage, diagnostics = this.diagnostics } = changes;
    if (replace.length === 0 && coverage === this.coverage && diagnostics === this.diagnostics) return this;
    const replacements = new Map(replace.map((object) => [identityKey(object), object]));
    return new Catalog({
      serverVersion: this.serverVersion,
      objects:
        replacements.size === 0
          ? this.objects
          : this.objects.map((object) => replacements.get(identityKey(object)) ?? object),
      dependencies: this.#dependencies,
      coverage,
      diagnostics,
      origin: this.origin,
      roles: this.roles,
      grantors: this.grantors,
      securityLabels: this.securityLabels,
    });
  }

  /** The same catalog without some objects and all that hangs on them. */
  without(objects: ReadonlySet<CatalogObject>): Catalog {
    if (objects.size === 0) return this;
    const isGone = (object: CatalogObject): boolean => {
      if (objects.has(object)) return true;
      const parent = parentOf(object);
      const above = parent === null ? undefined : this.get(parent);
      return above !== undefined && isGone(above);
    };
    const gone = new Set(this.objects.filter(isGone).map(identityKey));
    return new Catalog({
      ...this,
      objects: silentOnThose(
        this.objects.filter((object) => !gone.has(identityKey(object))),
        objects,
      ),
      dependencies: () =>
        this.dependencies.filter(
          ({ dependent, referenced }) => !gone.has(dependent) && !gone.has(referenced),
        ),
    });
  }

  /** The same catalog without the roles of its server: where only the schema is declared they say nothing. */
  withoutRoles(): Catalog {
    return new Catalog({ ...this, dependencies: this.#dependencies, roles: undefined });
  }

  #resolve(edges: ReadonlyMap<string, readonly string[]>, identity: Identity): readonly CatalogObject[] {
    const keys = edges.get(identityKey(identity)) ?? [];
    return keys.flatMap((key) => this.byKey(key) ?? []);
  }
}

function groupByParent(objects: readonly CatalogObject[]): ReadonlyMap<string, readonly CatalogObject[]> {
  const groups = new Map<string, CatalogObject[]>();
  let before: Identity | undefined;
  let group: CatalogObject[] = [];
  for (const object of objects) {
    const parent = parentOf(object);
    if (parent === null) continue;
    // Most often it is the parent of the object before: they stand in order.
    if (before === undefined || !isSame(parent, before)) {
      const key = identityKey(parent);
      const known = groups.get(key);
      group = known ?? [];
      if (known === undefined) groups.set(key, group);
      before = parent;
    }
    group.push(object);
  }
  return groups;
}

function groupByName(objects: readonly CatalogObject[]): ReadonlyMap<string, readonly CatalogObject[]> {
  const groups = new Map<string, CatalogObject[]>();
  for (const object of objects) {
    const { namedIn, namesBesides } = kindOf(object);
    if (namedIn === undefined) continue;
    for (const key of [object, ...(namesBesides?.(object) ?? [])].map(nameKey)) {
      const group = groups.get(key);
      if (group) group.push(object);
      else groups.set(key, [object]);
    }
  }
  return groups;
}

const nameKey = ({ schema, name, arguments: parameters }: Identity): string =>
  JSON.stringify([schema ?? null, name, parameters ?? null]);

const isSame = (one: Identity, other: Identity): boolean =>
  one.name === other.name &&
  one.kind === other.kind &&
  one.schema === other.schema &&
  one.table === other.table &&
  one.arguments === other.arguments;

function groupEdges(
  edges: readonly Dependency[],
  from: keyof Dependency,
  to: keyof Dependency,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const edge of edges) {
    const group = groups.get(edge[from]);
    if (group) group.push(edge[to]);
    else groups.set(edge[from], [edge[to]]);
  }
  // Rows of pg_depend come in no order: what is made of them is to be the same whatever it was.
  for (const group of groups.values()) if (group.length > 1) group.sort();
  return groups;
}
