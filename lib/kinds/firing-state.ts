/** When a trigger, rule or event trigger fires, by session_replication_role: `origin` is the usual. */
export type FiringState = "origin" | "disabled" | "replica" | "always";

/** The words of ALTER … TRIGGER and ALTER … RULE. */
export const firingWords: { readonly [S in FiringState]: string } = {
  origin: "ENABLE",
  disabled: "DISABLE",
  replica: "ENABLE REPLICA",
  always: "ENABLE ALWAYS",
};

/** The state in words from its catalog letter. */
export const firingState = (letter: string): string =>
  `CASE ${letter} WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END`;
