/**
 * The SQL expression of each column's value in row `g` of its table, `g` counting from 1.
 * Nothing is random and nothing reads the clock: two seeds make the same rows.
 */
import type { RowColumn, RowTable } from "./row-columns";

/** The id of row `row` of a table. A uuid, which assignment makes text where the column is varchar. */
const idOf = (table: string, row: string): string => `md5('${table}:' || (${row}))::uuid`;

const beginning =
  "timestamptz '2024-01-08 09:00:00+00' + g % 600 * interval '1 day' + g % 540 * interval '1 minute'";

const pick = (words: string, offset = 0): string => {
  const list = words.split("|").map((word) => `'${word}'`);
  return `(ARRAY[${list.join(", ")}])[1 + (g + ${offset}) % ${list.length}]`;
};

const firstNames = pick(
  "Ada|Bruno|Chiara|Dmitri|Elena|Farid|Grace|Hiro|Ines|Jonas|Katya|Liam|Mara|Noor|Oskar|Priya",
);
const lastNames = (divisor: number): string =>
  `(ARRAY['Adler', 'Brandt', 'Castillo', 'Duarte', 'Eriksen', 'Fischer', 'Grant', 'Haddad', 'Ito', 'Jensen', 'Kaur'])[1 + g / ${divisor} % 11]`;
const firms = `${pick("Alder|Birch|Cedar|Delta|Ember|Fjord|Granite|Harbor|Iris|Juniper|Keystone|Lumen|Meridian")} || ' ' || (ARRAY['Capital', 'Partners', 'Systems', 'Health', 'Logistics', 'Energy', 'Foods'])[1 + g / 13 % 7]`;

const jobTitles = pick(
  "Analyst|Associate|Director|Managing Director|General Counsel|Head of Corporate Development",
);

/** Columns whose values people will look at, or whose checks need more than their type tells. */
const written: Readonly<Record<string, string>> = {
  "organizations.name": `${firms} || ' ' || g`,
  "organizations.slug": `'firm-' || g`,
  "organization_domains.domain": `'firm-' || g || '.example'`,
  "users.email": `'user' || g || '@firm-' || (1 + g % 120) || '.example'`,
  "users.full_name": `${firstNames} || ' ' || ${lastNames(16)}`,
  "users.status": `CASE WHEN g % 17 = 0 THEN 'suspended' WHEN g % 11 = 0 THEN 'invited' ELSE 'active' END::user_status`,
  "users.deleted_at": `CASE WHEN g % 97 = 0 THEN ${beginning} END`,
  "contacts.first_name": firstNames,
  "contacts.last_name": lastNames(7),
  "companies.name": `${firms} || ' ' || g`,
  "companies.legal_name": `${firms} || ' ' || g || ' Inc.'`,
  "companies.website": `'https://company-' || g || '.example'`,
  "companies.registration_number": `'HRB ' || (10000 + g * 7)`,
  "companies.founded_year": "1950 + g * 7 % 70",
  "companies.employee_count": "20 + g * 131 % 40000",
  "company_aliases.alias": `${firms} || ' (' || g || ')'`,
  "organization_memberships.title": jobTitles,
  "contacts.job_title": jobTitles,
  "billing_accounts.legal_name": `${firms} || ' ' || g || ' LLC'`,
  "data_rooms.name": `'Data room of project ' || g`,
  "companies.parent_id": `CASE WHEN g % 10 = 0 THEN ${idOf("companies", "g / 10")} END`,
  "deals.name": `'Project ' || ${pick("Atlas|Borealis|Cobalt|Dorado|Everest|Falcon|Gemini|Horizon|Indigo|Jupiter|Kestrel")} || ' ' || g`,
  "deals.code_name": `upper(left(md5('deal ' || g), 6))`,
  "deals.currency": pick("USD|USD|USD|EUR|GBP|CHF"),
  "deals.probability": "(5 * (g % 20))::smallint",
  "deals.deal_value": "250000.00 * (1 + g * 37 % 900)",
  "deals.archived_at": `CASE WHEN g % 20 = 0 THEN ${beginning} END`,
  "deals.closed_on": `CASE WHEN g % 9 = 7 THEN (${beginning})::date END`,
  "documents.title": `${pick("Annual report|Share purchase agreement|Lease|Customer list|Tax return|Cap table|Employment contract")} || ' ' || g`,
  "documents.file_name": `${pick("annual-report|spa-draft|lease|customers|tax-return|cap-table|contract")} || '-' || g || '.pdf'`,
  "documents.mime_type": `'application/pdf'`,
  "documents.status": `CASE WHEN g % 23 = 0 THEN 'archived' WHEN g % 29 = 0 THEN 'processing' ELSE 'available' END::document_status`,
  "documents.deleted_at": `CASE WHEN g % 50 = 0 THEN ${beginning} END`,
  "coupons.percent_off": "5 + g % 40",
  "coupons.amount_off": "NULL",
  "dcf_models.wacc": "0.07 + g % 50 / 1000.0",
  "dcf_models.terminal_growth": "0.01 + g % 10 / 1000.0",
  "diligence_items.status": "CASE WHEN g % 3 = 0 THEN 'complete' ELSE 'requested' END::diligence_status",
  "diligence_items.completed_at": `CASE WHEN g % 3 = 0 THEN ${beginning} END`,
  "valuations.is_final": "false",
  "payment_methods.is_default": "false",
  "payment_methods.expires_year": "2027 + g % 4",
  "exchange_rates.base": `'EUR'`,
  "exchange_rates.quote": pick("USD|GBP|CHF|JPY"),
  "exchange_rates.quoted_on": "date '2024-01-01' + g / 4",
  "webhook_endpoints.url": `'https://hooks.firm-' || g || '.example/plumbing'`,
  "oauth_clients.redirect_uris": `ARRAY['https://app-' || g || '.example/callback']`,
  "ai_messages.role": pick("user|assistant"),
  "usage_meters.aggregation": pick("sum|max|last"),
};

/** The value of a column in row `g`, or null when the server's default is to stand. */
export function rowValue(
  column: RowColumn,
  table: RowTable,
  counts: ReadonlyMap<string, number>,
): string | null {
  const own = written[`${column.table}.${column.column}`];
  if (own !== undefined) return own;
  if (column.column === "id") return column.defaulted ? null : idOf(column.table, "g");
  const key = table.unique.find((columns) => columns.includes(column.column));
  if (column.refersTo !== null) return reference(column, column.refersTo, table, key, counts);
  return key === undefined ? ordinaryValue(column) : distinctValue(column, table, key, counts);
}

/**
 * The first reference of a unique key walks through its parents, the second moves on by one whenever the first begins
 * again: no pair comes twice before (parents × parents) rows.
 */
function reference(
  column: RowColumn,
  parent: string,
  table: RowTable,
  key: readonly string[] | undefined,
  counts: ReadonlyMap<string, number>,
): string {
  const parents = counts.get(parent) ?? 1;
  if (key === undefined) {
    const value = idOf(parent, `1 + (g * 7 + ${column.ordinal}) % ${parents}`);
    return column.nullable ? `CASE WHEN (g + ${column.ordinal}) % 4 > 0 THEN ${value} END` : value;
  }
  const all = references(table, key);
  const place = all.findIndex((other) => other.column === column.column);
  const { round, step } = walk(table, key, counts);
  // A row must not refer to one parent twice; other parents are spread so that not only the first few have children.
  const stride = all[0]?.refersTo === parent ? 1 : 37;
  return idOf(
    parent,
    place === 0 ? `1 + ${step}` : `1 + (${round} + ${step} * ${stride} + ${place}) % ${parents}`,
  );
}

function distinctValue(
  column: RowColumn,
  table: RowTable,
  key: readonly string[],
  counts: ReadonlyMap<string, number>,
): string | null {
  const { round } = walk(table, key, counts);
  if (column.type === "integer") return `(${column.column.includes("year") ? 2019 : 1} + ${round})`;
  if (column.type === "smallint") return `(1 + ${round})::smallint`;
  if (column.type === "date") return `date '2024-01-01' + (${round})`;
  if (column.type.startsWith("character")) {
    return column.defaulted && key.length === 1 ? null : textValue(column, true);
  }
  return ordinaryValue({ ...column, nullable: false });
}

/** Where row `g` stands in the walk through the parents of a key's first reference: the how-manieth round, and the step in it. */
function walk(
  table: RowTable,
  key: readonly string[],
  counts: ReadonlyMap<string, number>,
): { round: string; step: string } {
  const parent = references(table, key)[0]?.refersTo;
  const parents = parent ? (counts.get(parent) ?? 1) : 1;
  return { round: `(g - 1) / ${parents}`, step: `(g - 1) % ${parents}` };
}

/** The columns of a key that refer to other tables, in the key's order. */
export function references(table: RowTable, key: readonly string[]): readonly RowColumn[] {
  return key.flatMap((name) =>
    table.columns.filter((column) => column.column === name && column.refersTo !== null),
  );
}

function ordinaryValue(column: RowColumn): string | null {
  const { type, ordinal } = column;
  const later = /^(ends?|closes|expires|cleared|left|finished|due|valid_until|period_end|current_period_end)/;
  if (type === "timestamp with time zone" || type === "date") {
    const moment = `${beginning}${later.test(column.column) ? " + interval '31 days'" : ""}`;
    const value = type === "date" ? `(${moment})::date` : moment;
    return column.nullable ? `CASE WHEN (g + ${ordinal}) % 3 > 0 THEN ${value} END` : value;
  }
  if (column.enumeration)
    return `(enum_range(NULL::${type}))[1 + (g * 7 + ${ordinal}) % array_length(enum_range(NULL::${type}), 1)]`;
  if (type === "boolean") return `(g + ${ordinal}) % 5 = 0`;
  if (type === "numeric(18,2)") return `(1000 + g * 7919 % 900000) * ${ordinal}.00`;
  if (type === "numeric(9,4)") return "0.01 + g % 90 / 100.0";
  if (column.defaulted) return null;
  if (type === "smallint") return `(1 + (g + ${ordinal}) % 5)::smallint`;
  if (type === "integer") return `10 + g * 13 % 1900`;
  if (type === "bigint") return "1024 + g * 7919::bigint % 50000000";
  if (type.startsWith("numeric") || type === "double precision") return "100 + g % 5000 / 10.0";
  if (type === "inet") return "inet '10.20.0.0' + g % 65000";
  if (type === "bytea") return `decode(md5('secret ' || g), 'hex')`;
  if (type === "interval") return "g % 900 * interval '1 millisecond'";
  if (type === "text") return column.nullable ? `CASE WHEN g % 3 > 0 THEN ${sentence} END` : sentence;
  return textValue(column, false);
}

const sentence = `'Agreed with the other side on ' || ${pick("the price|the timetable|the warranties|the escrow|the scope")} || ', see item ' || g || '.'`;

function textValue(column: RowColumn, distinct: boolean): string {
  const { column: name, ordinal } = column;
  const length = Number(/\((\d+)\)/.exec(column.type)?.[1] ?? 1);
  if (name.endsWith("email") || name === "to_address")
    return `'person' || g || '@firm-' || (1 + g % 120) || '.example'`;
  if (/hash|token|secret|storage_key|sha256|prefix|serial|client_id/.test(name)) {
    return `left(md5('${name} ' || g) || md5(g || ' ${name}'), ${Math.min(length, 64)})`;
  }
  // Parts of polymorphic references: an id without a foreign key.
  if (length === 36) return `${idOf("deals", "1 + g % 100")}::text`;
  if (name === "country") return pick("US|DE|GB|FR|CH|NL", ordinal);
  if (length <= 4) return `lpad((g % 10000)::text, ${length}, '0')`;
  if (length <= 8) return `lpad(g::text, ${length}, '0')`;
  const words = name.replaceAll("_", " ");
  const value = distinct
    ? `'${words} ' || g`
    : `'${words} ' || ${pick("north|south|east|west|central|overseas", ordinal)} || ' ' || g % 500`;
  return `left(${value}, ${length})`;
}
