import { type AnyKind, kinds } from "../kinds/registry";
import { attributeLabel } from "./describe";

/**
 * The attributes that somebody may mean, by their names in the kinds' files: who types one has it from a page, which says
 * `statistics target`, or from a file, which says `statisticsTarget`.
 * @param kind the kind it is of; null for any
 */
export function attributesNamed(words: string, kind: string | null): readonly string[] {
  const wanted = words.trim().toLowerCase();
  const found = kinds
    .filter((each) => kind === null || each.kind === kind)
    .flatMap((each) =>
      comparedOf(each).filter(
        (attribute) =>
          attribute === words.trim() || attributeLabel(each.kind, attribute).toLowerCase() === wanted,
      ),
    );
  return [...new Set(found)];
}

/** What pages call the attributes that are compared, of all kinds, in the order of the alphabet. */
export function attributeLabels(): readonly string[] {
  const labels = kinds.flatMap((each) =>
    comparedOf(each).map((attribute) => attributeLabel(each.kind, attribute)),
  );
  return [...new Set(labels)].toSorted();
}

const comparedOf = ({ attributes }: AnyKind): readonly string[] =>
  Object.entries(attributes).flatMap(([attribute, rule]) => (rule === "ignore" ? [] : [attribute]));
