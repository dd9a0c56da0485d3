/**
 * What a kind of object is to the engines: how it is read, which of its fields differ how, how it is made and dropped.
 * Everything that is special about a kind stands in that kind's own file; the engines know none by name.
 */

import type { Identity } from "../postgres/identity";
import type { Preflight, Statement } from "../postgres/statement";
import type { ObjectFinding } from "./finding";
import type { Manual } from "./manual";
import type { Newer } from "./newer/newer";
import type { InitialPrivileges } from "./ownership/ownership";
import type { GivenToMembers } from "./ownership/spared-members";
import type { Severity } from "./severity";
import type { Renaming } from "./texts/renaming";

/** Values an attribute can have. Plain data: catalogs are stored as JSON and compared by value. */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/** Any object of a catalog, as the engines see it. */
export type CatalogObject = Identity & { readonly [attribute: string]: AttributeValue | undefined };

type IdentityField = keyof Identity;

/** The names of an object's attributes: all fields that do not address it. */
export type AttributeOf<O> = Exclude<keyof O & string, IdentityField>;

/** One side of a comparison, as far as a kind may look at it. */
export interface CatalogView {
  /** The server's `server_version_num`. */
  readonly serverVersion: number;
  /** All of them, in order. To be gone through only for what is seldom asked: the other questions are answered by an index. */
  readonly objects: readonly CatalogObject[];
  get(identity: Identity): CatalogObject | undefined;
  /** The objects whose parent is `identity`, in catalog order. */
  childrenOf(identity: Identity): readonly CatalogObject[];
  /** Objects that `identity` depends on, by pg_depend. */
  dependenciesOf(identity: Identity): readonly CatalogObject[];
  /** Objects that depend on `identity`, by pg_depend. */
  dependentsOf(identity: Identity): readonly CatalogObject[];
  /** Objects that have that name (and, of routines, those arguments) in that schema, or that it comes with: see `namesBesides`. */
  named(name: Identity): readonly CatalogObject[];
}

export interface Sides {
  readonly expected: CatalogView;
  readonly actual: CatalogView;
}

/**
 * Where an object can only give way to a new one of its name: `begin` moves it aside and makes the new one, `end` drops
 * the old one after everything that used it was carried over.
 */
export interface Replacement {
  readonly begin: readonly Statement[];
  readonly end: readonly Statement[];
}

/**
 * How a changed attribute is brought to its expected value.
 * `recreate`: drop and create again. {@link Manual}: no safe DDL exists; shown with its reason, never planned. `ignore`: not compared.
 */
export type AttributeRule<O> =
  | "recreate"
  | Manual
  | "ignore"
  | ((expected: O, actual: O, sides: Sides) => readonly Statement[] | Replacement | "recreate" | Manual);

/** Severity of each way an object of the kind can differ. */
export interface KindSeverity<O> {
  readonly missing: Severity;
  readonly unexpected: Severity;
  /** Attributes that are not named are `medium`. */
  readonly attributes: { readonly [A in AttributeOf<O>]?: Severity };
}

export interface Kind<O extends Identity> {
  readonly kind: O["kind"];
  /** `materialised view`: the kind in words, singular and plural. */
  readonly label: string;
  readonly plural: string;
  /**
   * The catalog query for a server of this major version. Each row's keys are the identity's fields, the attributes,
   * `address` (`classid:objid:objsubid` in pg_depend) and, where pg_depend knows the object by more rows (a view's rule,
   * a table's row type, a column's default), `aliases`, a list of such addresses.
   * Only pg_catalog, every function qualified, no parameters. Its columns have types that parse-rows.ts knows.
   * `inherits` is false where no table of the database is a partition or a child of another: to plan a query that would
   * look for what comes down from parents takes longer than to run it.
   */
  readonly query: (major: number, inherits: boolean) => string;
  /**
   * What stands behind FROM in a cheap query that has a row wherever `query` or `notVisible` has one. Most databases have
   * nothing of most kinds, and to plan a kind's query takes longer than to run it. Absent for kinds that all databases have.
   */
  readonly presence?: string;
  /**
   * A query whose rows (`what`, `reason`, `remedy`) say what the role may not see of this kind though it may read its
   * catalog; without rows all was visible.
   */
  readonly notVisible?: (major: number) => string;
  /** A field without a rule does not compile. */
  readonly attributes: { readonly [A in AttributeOf<O>]-?: AttributeRule<O> };
  /** Attributes printed by the server (pg_get_…def): two majors may spell the same thing differently. */
  readonly texts: readonly AttributeOf<O>[];
  /** Those of the texts that read relations, as the server prints what it parsed. */
  readonly queries?: (object: O) => readonly AttributeOf<O>[];
  /** Attributes that a source run in the shadow cannot declare (besides the owner): null on the expected side, and not compared. */
  readonly undeclaredInSources?: readonly AttributeOf<O>[];
  /** True where a source does say such an attribute after all: what it granted itself. */
  readonly saidInSources?: (object: O, attribute: AttributeOf<O>) => boolean;
  /** Attributes that say something only in some pairs of objects: true where these two are compared in it. */
  readonly comparable?: { readonly [A in AttributeOf<O>]?: (expected: O, actual: O) => boolean };
  readonly severity: KindSeverity<O>;
  /** Attribute names in words for pages, where the camel-case name split at capitals would not do. */
  readonly words?: { readonly [A in AttributeOf<O>]?: string };
  /** Values in words for pages, where the value does not say by itself what it means; `null` is what is not set. */
  readonly valueWords?: { readonly [A in AttributeOf<O>]?: { readonly [value: string]: string } };
  /** What is said to a person instead of the keys of a value that is a record. */
  readonly keyWords?: { readonly [A in AttributeOf<O>]?: (key: string) => string };
  /** Attributes that are the address of another object: its name is shown, and not a record of its parts. */
  readonly addresses?: readonly AttributeOf<O>[];
  /** Why a difference in an attribute (or `missing`, `unexpected`) matters to who runs the application; one or two sentences. */
  readonly why?: { readonly [A in AttributeOf<O> | "missing" | "unexpected"]?: string };
  /** The object this one belongs to; by default the relation that `identity.table` names. */
  readonly parent?: (object: O) => Identity | null;
  /** True where no use of one, as the server prints it, could be taken for one of another of its name and kind. */
  readonly toldApartByArguments?: (object: O) => boolean;
  /** True where a name is taken within the parent only: a column's, a trigger's. Others share the names of their schema. */
  readonly namedWithinParent?: boolean;
  /** The catalogs in which nothing else of its schema may have its name (and, of routines, its arguments). */
  readonly namedIn?: (object: O) => readonly ("pg_class" | "pg_type" | "pg_proc")[];
  /** Names that come and go with it, and that nothing else may have there: that of a range type's multirange type. */
  readonly namesBesides?: (object: O) => readonly Identity[];
  /** True for objects that pg_depend ties to their parent though they are made first: a serial column's sequence. */
  readonly createdBeforeParent?: boolean;
  /**
   * Objects in which a difference would explain one in this object: the column a foreign key refers to, the column a
   * child table inherits. Where both are only changed, they must differ in the same attribute.
   */
  readonly causes?: (object: O, side: CatalogView) => readonly Identity[];
  /** True when the parent's `create` makes this object too. */
  readonly createdWithParent?: (object: O, side: CatalogView) => boolean;
  /** True when dropping the parent drops this object too (the default for objects with a parent). */
  readonly droppedWithParent?: (object: O, side: CatalogView) => boolean;
  /** True where its body may name what is made only behind it: nobody is to look into it before (check_function_bodies). */
  readonly hasBody?: boolean;
  /** True where its parent must not be there without it: a restrictive policy keeps rows from being seen. */
  readonly guardsParent?: (object: O) => boolean;
  /** What the object says that a server of a supported major may not know. */
  readonly newer?: (object: O, side: CatalogView) => readonly Newer[];
  /** Why no statement of ours can create the object (a secret it needs is never read); null where one can. */
  readonly cannotCreate?: (object: O, sides: Sides) => string | null;
  /** Why no statement of ours can create again what was dropped to be changed, or for another's sake; null where one can. */
  readonly cannotBeRemade?: (object: O, sides: Sides) => string | null;
  /** Why no statement of ours can drop the object while its parent stays; null where one can. */
  readonly cannotDrop?: (object: O, sides: Sides) => string | null;
  /**
   * Why an object that the expected side does not have could not be put back around the fix of what it depends on; null
   * where it can. `before` and `afterwards` give what it depends on as it is and as the plan leaves it; `because` is what is
   * fixed.
   */
  readonly cannotComeBack?: (
    object: O,
    before: (identity: Identity) => CatalogObject | undefined,
    afterwards: (identity: Identity) => CatalogObject | undefined,
    because: Identity,
  ) => string | null;
  /**
   * Why what was made on the object as it was, and nobody expects, cannot be counted on to be made again on what the object
   * becomes: words that follow "and". Null where it can.
   */
  readonly unfitFor?: (before: O, after: O, dependent: CatalogObject) => string | null;
  /**
   * The same object for where only its texts matter: without roles that it names in other attributes than its owner and
   * grants, and without what only a superuser may say.
   */
  readonly bare?: (object: O) => O;
  /** Set for kinds whose names mean little, being made up by Postgres or a tool: gives the object another name. */
  readonly rename?: (object: O, name: string) => Statement;
  /**
   * Set for kinds that hold data and that people rename: a missing and an unexpected one may be the same. Suggested,
   * never taken for granted.
   */
  readonly renaming?: {
    readonly to: (object: O, name: string) => Statement;
    /** What tells the object from others whatever it is called, each with its weight; nothing where it cannot be renamed. */
    readonly features: (
      object: O,
      side: CatalogView,
    ) => readonly (readonly [feature: string, weight: number])[];
    /** Where it stands within its parent for as long as it exists; absent for kinds that have an address of their own. */
    readonly place?: (object: O) => number;
    /** Objects that are renamed with this one: the columns that partitions inherit. */
    readonly together?: (object: O, side: CatalogView) => readonly Identity[];
  };
  /**
   * Objects that make, change and drop this one with themselves: no statement does it alone.
   * @param attributes those that differ; null where the object itself is missing or unexpected
   */
  readonly comesWith?: (
    object: O,
    side: CatalogView,
    attributes: readonly string[] | null,
  ) => readonly Identity[];
  /**
   * Differences that cannot stay when the one between these two goes: a primary key makes its columns NOT NULL.
   * `attribute`: only where the other object differs in it. `needed`: where that stays, so does this one: why, in
   * words that the other object's name ends.
   * @param expected undefined where it is dropped
   * @param actual undefined where it is created
   */
  readonly takesAlong?: (
    expected: O | undefined,
    actual: O | undefined,
    sides: Sides,
  ) => readonly { readonly object: Identity; readonly attribute?: string; readonly needed?: string }[];
  /** What `at` has that the object's CREATE would take for a part of it, and that is to stay by itself: made behind it. */
  readonly displaces?: (object: O, at: CatalogView) => readonly Identity[];
  /**
   * Objects that a change of this one, or its coming (`actual` undefined), does not get past though they do not depend on it: they
   * go first and come back behind.
   */
  readonly stepAside?: (expected: O, actual: O | undefined, sides: Sides) => readonly Identity[];
  /** The object as the server prints it when a table or column that its texts name was renamed; absent where it keeps the old name. */
  readonly afterRename?: (object: O, renaming: Renaming) => O;
  /** What is amiss in the object whatever the other side says. */
  readonly findings?: (object: O, side: CatalogView) => readonly ObjectFinding[];
  /** What to ask the rows that are there before the object is created among them. */
  readonly preflight?: (object: O, sides: Sides) => readonly Preflight[];
  /** `actual` is what it is made beside; absent where there is nothing yet. */
  readonly create: (object: O, expected: CatalogView, actual?: CatalogView) => readonly Statement[];
  /**
   * How SECURITY LABEL names the object, or one of its columns that is no object of its own (`""`: the whole). Null where it
   * has no such column; absent for kinds that take no labels or never give way to another of their name.
   */
  readonly securityLabel?: (object: O, column: string) => string | null;
  /** What others lose with the object where it is dropped and made again, and what gives it back to them. */
  readonly restore?: (
    object: O,
    before: CatalogView,
    afterwards: (identity: Identity) => CatalogObject | undefined,
  ) => readonly Statement[];
  /** `expected` is what will be there afterwards. */
  readonly drop: (object: O, actual: CatalogView, expected: CatalogView) => readonly Statement[];
  /** Other objects that go in one statement with this one: none of them goes alone. */
  readonly droppedTogether?: (object: O, actual: CatalogView) => readonly Identity[];
  /** True for objects that hold rows or numbers: never dropped to be created again, whatever stands in the way. */
  readonly keepsData?: boolean | ((object: O) => boolean);
  /**
   * How an object that keeps data, or that data rests on, lets go of what it depends on, and takes hold of it again: a
   * column's default, a domain's checks. The same statements whichever of several it is that goes.
   * Null where it cannot: the change of what keeps data is then nobody's but the operator's.
   */
  readonly letGo?: (
    expected: O | undefined,
    actual: O,
    dependency: Identity,
    side: CatalogView,
  ) => { readonly before: readonly Statement[]; readonly after: readonly Statement[] } | null;
  /** The statements that carry an object which keeps data over to the replacement of what it depends on; null where it cannot follow. */
  readonly carryOver?: (
    expected: O | undefined,
    actual: O,
    dependency: Identity,
    sides: Sides,
  ) => readonly Statement[] | null;
  /**
   * What keeps the object, as the database has it, from being changed or from following what it depends on: words that end a
   * sentence and name what stands in the way. Null where nothing more is known.
   */
  readonly holdsFast?: (object: O, side: CatalogView) => string | null;
  /**
   * Set for types that columns are stored in: how one gives way to a new one of its name when it must step aside. Null
   * where what is stored could not be carried over.
   */
  readonly replacement?: (expected: O, actual: O, sides: Sides) => Replacement | null;
  /** True for objects that are called for other statements and may refuse them: dropped before all else. */
  readonly actsOnStatements?: boolean;
  /** True for what others merely live in: however it changes, none of them has to be out of its way. */
  readonly onlyHouses?: boolean;
  /** Where default privileges reach new objects of the kind: how ALTER DEFAULT PRIVILEGES and GRANT name them. */
  readonly defaultGrants?: {
    readonly objectType: string;
    readonly initial: InitialPrivileges;
    readonly target: (object: O) => string;
    /** False for what of the kind they pass over; by default they reach all of it. */
    readonly reach?: (object: O) => boolean;
  };
  /**
   * What comes with a new object (`Statement.makes`), has grants and is no object of its own. `phrase` gives a statement
   * about `target` its final text.
   */
  readonly besides?: {
    readonly objectType: string;
    readonly initial: InitialPrivileges;
    readonly target: string;
    readonly phrase: (object: O, statement: Statement) => Statement;
  };
  /** Statements that undo what this object, being there, does to an object just created. */
  readonly undoOnNew?: (
    object: O,
    created: CatalogObject,
    grants: { readonly objectType: string; readonly initial: InitialPrivileges; readonly target: string },
  ) => readonly Statement[];
  /** What this object, being there, gives to the members of an extension just made; null where it does not reach them. */
  readonly givesToMembers?: (object: O, extension: CatalogObject) => GivenToMembers | null;
  /** Attributes that what depends on the object is built on: changing one means that refusing dependents step aside. */
  readonly shape?: readonly AttributeOf<O>[];
  /** True where altering the object in place can only add to its shape, which leaves dependents as they are: a view. */
  readonly growsInPlace?: boolean;
  /** True when Postgres itself drops and makes the object anew around such a change: what depends on it is then in the way. */
  readonly remadeWithDependency?: boolean;
  /**
   * True where something that depends on the object can only be made, or get its expected form, once this one has its own:
   * a default that names a label which an enum is yet to get. With the sides swapped: where it cannot come back as it was.
   */
  readonly neededBy?: (expected: O, actual: O, dependent: CatalogObject, side: CatalogView) => boolean;
  /** True when the object refuses a change of the shape of what it depends on, and must be dropped and created again around it. */
  readonly rebuildWhenDependencyChanges?: boolean | ((object: O, side: CatalogView) => boolean);
}
