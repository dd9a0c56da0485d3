import { qualify, quotedText } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import type { Column } from "../column";
import type { Domain } from "../domain";
import type { CatalogObject, CatalogView } from "../kind";
import { baseType, isArray } from "./column-conversion";

/** What a column's values are beneath its domains. */
export interface UnderlyingType {
  /** As format_type prints it, with its modifier. */
  readonly type: string;
  /** The domains that every value has to pass, from the column's own down to the one over the type. */
  readonly domains: readonly Domain[];
}

/** The type beneath the domains that a column is of; its own where it is of none. */
export function underlyingType(column: Column, side: CatalogView): UnderlyingType {
  const domains: Domain[] = [];
  let type = column.type;
  let dependent: Identity = column;
  for (;;) {
    const domain = domainNamed(baseType(type), side.dependenciesOf(dependent));
    if (domain === undefined) return { type, domains };
    domains.push(domain);
    type = isArray(type) ? `${domain.baseType}[]` : domain.baseType;
    dependent = domain;
  }
}

const domainNamed = (type: string, among: readonly CatalogObject[]): Domain | undefined =>
  among.find(({ kind, schema, name }) => kind === "domain" && qualify(schema, name) === type) as unknown as
    | Domain
    | undefined;

/** True where a domain refuses some values of its type: Postgres then looks at each, and writes it anew. */
export const refusesValues = ({ domains }: Pick<UnderlyingType, "domains">): boolean =>
  domains.some(({ notNull, constraints }) => notNull || constraints.length > 0);

const valueOrQuoted = new RegExp(`${quotedText}|\\bVALUE\\b`, "g");

/** `CHECK ((VALUE > 0))` about something else than VALUE; what stands within quotes stays. */
export const withValue = (definition: string, value: string): string =>
  definition.replace(/^CHECK /, "").replace(valueOrQuoted, (token) => (token === "VALUE" ? value : token));
