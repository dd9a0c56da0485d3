const words = {
  sql: "SQL files",
  prisma: "Prisma schema",
  alembic: "Alembic history",
  database: "Another database",
  snapshot: "Saved snapshot",
} as const;

/** `Alembic history, prisma/demo/upgrade-head.sql`. */
export function sourceWords(source: { readonly type: keyof typeof words; readonly label: string }): string {
  return `${words[source.type]}, ${source.label}`;
}
