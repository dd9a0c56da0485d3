/** Preview features that change the SQL and that the engine of this version knows. */
const knownFeatures = new Set([
  "postgresqlExtensions",
  "views",
  "partialIndexes",
  "fullTextSearchPostgres",
  "relationJoins",
]);

const blanked = (text: string): string => text.replace(/[^\n]/g, " ");

/**
 * A Prisma schema of any recent version as the engine of version 7 accepts it: connection URLs, which it refuses in
 * schemas, and preview features that it no longer knows are blanked. Lines and columns stay where they were.
 */
export function readablePrismaSchema(content: string): string {
  return content
    .replace(
      /^([ \t]*datasource[ \t]+\w+[ \t]*\{)([^}]*)/gm,
      (_, head: string, body: string) =>
        head + body.replace(/^[ \t]*(?:url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm, blanked),
    )
    .replace(
      /^([ \t]*generator[ \t]+\w+[ \t]*\{)([^}]*)/gm,
      (_, head: string, body: string) =>
        head +
        body.replace(
          /(previewFeatures[ \t]*=[ \t]*\[)([^\]]*)/g,
          (_all, start: string, list: string) => start + knownOnly(list),
        ),
    );
}

function knownOnly(list: string): string {
  const kept = [...list.matchAll(/"(\w+)"/g)].flatMap(([text, name]) =>
    knownFeatures.has(name ?? "") ? [text] : [],
  );
  const short = kept.join(", ");
  // Shorter than what it replaces, so that nothing behind it moves; line breaks stay as many as they were.
  return short.padEnd(list.replace(/\n/g, "").length, " ") + list.replace(/[^\n]/g, "");
}
