import type { Identity } from "../postgres/identity";
import { alembicRevisions } from "./alembic-source";
import { prismaDeclarations } from "./prisma-provenance";
import type { Source, SourceFile } from "./source";
import { sqlDeclarations } from "./sql-provenance";
import { sqlFiles } from "./sql-source";

/** Where a source speaks of an object. */
export interface Location {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Of an Alembic history: the revision that the line belongs to. */
  readonly revision?: string;
}

/** An object that a source names, with as much of its address as is written there. */
export interface Declaration {
  readonly group: Group;
  /** Undefined where the source leaves it to search_path. */
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
  /** Of a table that is renamed here: the name it had, and under which its columns were declared. */
  readonly formerly?: string;
  readonly line: number;
}

/** Kinds that share one space of names in statements. */
export type Group = "relation" | "type" | "routine" | "column" | "constraint" | "index" | (string & {});

const groups: { readonly [kind: string]: Group } = {
  ...{ table: "relation", view: "relation", "materialized view": "relation", sequence: "relation" },
  ...{ "foreign table": "relation" },
  ...{ enum: "type", domain: "type", "composite type": "type", "range type": "type", "base type": "type" },
  ...{ function: "routine", procedure: "routine", aggregate: "routine" },
};

const groupOf = (kind: string): Group => groups[kind] ?? kind;

/**
 * Where a source last says what an object is: the statement (or the line of a Prisma schema) that makes or changes it.
 * Found by reading names, not by running: what a DO block makes is not found, and then the object's table is given.
 */
export function locateObject(source: Source, object: Identity): Location | undefined {
  return locator(source)(object);
}

/** {@link locateObject} for many objects of one source. */
function locator(source: Source): (object: Identity) => Location | undefined {
  const places = new Map<string, Place[]>();
  const all: Place[] = [];
  const add = (place: Place): void => {
    all.push(place);
    const key = keyOf(place.declaration.group, place.declaration.table, place.declaration.name);
    const known = places.get(key);
    if (known) known.push(place);
    else places.set(key, [place]);
  };
  const revisionAt = source.type === "alembic" ? revisions(source.files) : () => undefined;
  for (const file of filesOf(source)) {
    const declarations =
      source.type === "prisma" ? prismaDeclarations(file.content) : sqlDeclarations(file.content);
    for (const declaration of declarations) {
      const { line, formerly } = declaration;
      const revision = revisionAt(file.path, line);
      if (formerly !== undefined) {
        for (const { declaration: held, location } of all.filter(
          (place) => place.declaration.table === formerly,
        ))
          add({ declaration: { ...held, table: declaration.name }, location });
      }
      add({
        declaration,
        location: { path: file.path, line, ...(revision === undefined ? {} : { revision }) },
      });
    }
  }
  const find = (group: Group, schema: string | undefined, table: string | undefined, name: string) =>
    places
      .get(keyOf(group, table, name))
      ?.findLast(
        ({ declaration }) => [undefined, schema].includes(declaration.schema) || schema === undefined,
      )?.location;
  return (object) =>
    find(groupOf(object.kind), object.schema, object.table, object.name) ??
    (object.kind === "constraint" ? find("index", object.schema, object.table, object.name) : undefined) ??
    (object.table === undefined ? undefined : find("relation", object.schema, undefined, object.table));
}

interface Place {
  readonly declaration: Declaration;
  readonly location: Location;
}

function filesOf(source: Source): readonly SourceFile[] {
  switch (source.type) {
    case "snapshot":
      return [];
    case "prisma":
      return source.files;
    case "sql":
    case "alembic":
      return sqlFiles(source.files).files;
  }
}

const keyOf = (group: Group, table: string | undefined, name: string): string =>
  JSON.stringify([group, table ?? null, name]);

function revisions(files: readonly SourceFile[]): (path: string, line: number) => string | undefined {
  const markers = alembicRevisions(files);
  return (path, line) => markers.findLast((marker) => marker.path === path && marker.line <= line)?.revision;
}
