import type { Difference } from "../drift/difference";
import { readRelationSizes } from "../introspect/relation-facts";
import type { Session } from "../postgres/connect";
import type { RelationFacts } from "../store/differences";

/** Rows and sizes of the relations that the differences lie in, by difference id. Relations that do not exist have none. */
export async function readDifferenceFacts(
  session: Session,
  differences: readonly Difference[],
): Promise<ReadonlyMap<string, RelationFacts>> {
  const wanted = new Map<string, { schema: string; name: string; ids: string[] }>();
  for (const { id, object } of differences) {
    if (object.schema === undefined) continue;
    const name = object.table ?? object.name;
    const key = JSON.stringify([object.schema, name]);
    const group = wanted.get(key) ?? { schema: object.schema, name, ids: [] };
    group.ids.push(id);
    wanted.set(key, group);
  }
  const facts = new Map<string, RelationFacts>();
  for (const { schema, name, ...sizes } of await readRelationSizes(session, [...wanted.values()])) {
    for (const id of wanted.get(JSON.stringify([schema, name]))?.ids ?? []) facts.set(id, sizes);
  }
  return facts;
}
