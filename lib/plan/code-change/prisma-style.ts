/** How a schema is written, so that what comes is written alike. */
import { blocksOf, mappedName, type PrismaDocument, property } from "./prisma-document";
import { fieldsOf } from "./prisma-model";

/** True where blocks have names of their own beside those in the database. */
export const mapsNames = (document: PrismaDocument, keyword: "model" | "enum"): boolean => {
  const mapped = (kind: string): boolean =>
    blocksOf(document, kind).some((block) => mappedName(document, block) !== block.name);
  return mapped(keyword) || mapped("model");
};

/** True where fields have names of their own beside their columns. */
export const mapsColumns = (document: PrismaDocument): boolean =>
  blocksOf(document, "model").some((block) =>
    fieldsOf(document, block).some((field) => field.column !== field.name),
  );

/** True where every block says which schema it is in. */
export const declaresSchemas = (document: PrismaDocument): boolean =>
  property(document, "datasource", "schemas") !== undefined;

/** True where the generator turns a preview feature on. */
export const hasFeature = (document: PrismaDocument, feature: string): boolean =>
  (property(document, "generator", "previewFeatures") ?? "").includes(`"${feature}"`);

/** True where relations are kept by the client alone and the database has no foreign keys. */
export const emulatesRelations = (document: PrismaDocument): boolean =>
  property(document, "datasource", "relationMode") === '"prisma"';
