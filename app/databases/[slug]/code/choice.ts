/** Chosen differences in an address: their ids without `D-`, with commas between; nothing for all of them. */
export const choiceParameter = (ids: readonly string[]): string =>
  ids.map((id) => id.replace(/^D-/, "")).join(",");

/** The ids that an address names; what is no id is left out. */
export const readChoice = (text: string | readonly string[] | undefined | null): readonly string[] =>
  [text ?? ""]
    .flat()
    .join(",")
    .split(",")
    .filter((part) => /^[A-Z2-7]{8}$/.test(part))
    .map((part) => `D-${part}`);
