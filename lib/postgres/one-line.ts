/** A statement in one line, for lists: lines are joined, and what is longer than `limit` characters is cut. */
export const oneLine = (sql: string, limit: number): string =>
  sql
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trim()
    .slice(0, limit);
