/** What a check of a plan is called, by the name that the store knows it by. */
export const checkTitles: { readonly [name: string]: string } = {
  database: "Database unchanged",
  expected: "Expected side unchanged",
  dependants: "Dependants complete",
  data: "Data lets it through",
  disk: "Disk",
  replica: "Primary and replicas",
  sessions: "Long transactions now",
  migrators: "Other migration tools",
  "event triggers": "Event triggers",
  backup: "Backup evidence",
  rehearsal: "Rehearsal",
};
