import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { visible } from "../postgres/identity";
import { catalogPath, setConfig } from "../postgres/set-config";
import { tokensOf } from "./lexer";

/**
 * Modules that need a superuser to be installed and give whoever may use them neither files, nor programs, nor connections:
 * Postgres's contrib, and beyond it types, operators and index methods that schemas are commonly made of. Those that
 * Postgres itself trusts need not be here: the builder installs them.
 */
const allowed: ReadonlySet<string> = new Set([
  "amcheck",
  "autoinc",
  "bloom",
  "earthdistance",
  "insert_username",
  "intagg",
  "moddatetime",
  "pg_buffercache",
  "pg_freespacemap",
  "pg_stat_statements",
  "pg_visibility",
  "pgrowlocks",
  "pgstattuple",
  "refint",
  "sslinfo",
  "tsm_system_rows",
  "xml2",
  ...["address_standardizer", "postgis", "postgis_topology", "pgrouting", "h3", "q3c"],
  ...["debversion", "hll", "ip4r", "prefix", "semver", "tdigest", "unit"],
  ...["first_last_agg", "jsquery", "rum", "vector"],
]);

/** The variable in which who runs the shadow names further extensions, parted by commas. */
export const extensionsVariable = "PLUMBLINE_SHADOW_EXTENSIONS";

const allowedByOperator = (name: string): boolean =>
  (process.env[extensionsVariable] ?? "")
    .split(",")
    .map((word) => word.trim())
    .includes(name);

export interface ExtensionRequest {
  readonly name: string;
  readonly schema?: string;
  readonly version?: string;
}

/** Reads `CREATE EXTENSION [IF NOT EXISTS] name [WITH] [SCHEMA s] [VERSION v] [CASCADE]`; undefined for anything else. */
export function extensionRequest(sql: string): ExtensionRequest | undefined {
  const tokens = tokensOf(sql, 16);
  if (tokens[0]?.text !== "create" || tokens[1]?.text !== "extension") return undefined;
  const name = tokens[2]?.text === "if" && tokens[4]?.text === "exists" ? tokens[5] : tokens[2];
  if (name === undefined || (name.type !== "word" && name.type !== "quoted")) return undefined;
  const after = (word: string): string | undefined =>
    tokens[
      tokens.findIndex((token) => token.type === "word" && token.text === word && token !== name) + 1 || -1
    ]?.text;
  const schema = after("schema");
  const version = after("version")?.replace(/^'(.*)'$/s, "$1");
  return {
    name: name.text,
    ...(schema === undefined ? {} : { schema }),
    ...(version === undefined ? {} : { version }),
  };
}

export type ExtensionAnswer = "builder" | "bootstrap" | "not available" | "not allowed";

/** Who may install an extension in the shadow, asked of the server that has it or not. */
export async function whoInstalls(session: Session, name: string): Promise<ExtensionAnswer> {
  const rows = await session.query<{ trusted: boolean }>(
    `SELECT pg_catalog.bool_or(trusted OR NOT superuser) AS trusted FROM pg_catalog.pg_available_extension_versions
     WHERE name = $1 HAVING pg_catalog.count(*) > 0`,
    [name],
  );
  if (rows[0] === undefined) return "not available";
  if (rows[0].trusted) return "builder";
  return allowed.has(name) || allowedByOperator(name) ? "bootstrap" : "not allowed";
}

/** The schemas that are no extension's own. */
async function schemaNames(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ name: string }>(
    `SELECT n.nspname::text AS name FROM pg_catalog.pg_namespace n
     WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                       WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = n.oid AND d.deptype = 'e')`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Functions and operators of the source's own where an extension's script would look for its: beneath the schema it is put
 * in, and those of the extensions that are there already. The script is run by a superuser, and so would they be
 * (https://www.postgresql.org/docs/current/extend-extensions.html#EXTEND-EXTENSIONS-SECURITY).
 */
const trapsQuery = `
  WITH searched AS (
    SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = $1
    UNION SELECT e.extnamespace FROM pg_catalog.pg_extension e)
  SELECT found.name FROM (
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid AS catalog, p.oid, p.pronamespace AS namespace,
           p.oid::pg_catalog.regprocedure::pg_catalog.text AS name FROM pg_catalog.pg_proc p
    UNION ALL
    SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, o.oid, o.oprnamespace,
           o.oid::pg_catalog.regoperator::pg_catalog.text FROM pg_catalog.pg_operator o) found
  JOIN searched ON searched.oid = found.namespace
  WHERE found.oid >= 16384 AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend d WHERE d.classid = found.catalog AND d.objid = found.oid AND d.deptype = 'e')
  ORDER BY 1 LIMIT 1`;

async function refuseTraps(
  superuser: Session,
  { name, schema }: ExtensionRequest & { readonly schema: string },
): Promise<void> {
  const [trap] = await superuser.query<{ name: string }>(trapsQuery, [schema]);
  if (trap === undefined) return;
  throw new AppError(
    "extension-not-allowed",
    `The extension ${JSON.stringify(name)} is installed by a superuser, whose script could call ${visible(trap.name)} of the source instead of what it means.`,
    {
      hint: "Create the extension before functions and operators, or in a schema of its own; or compare with a database or a snapshot.",
    },
  );
}

/** What of an extension its users are meant to write to or make things in, with the rights that it takes. */
const usable = `
  SELECT CASE WHEN c.relkind = 'S' THEN 'USAGE, SELECT, UPDATE' ELSE 'SELECT, INSERT, UPDATE, DELETE' END AS "right",
         pg_catalog.format('%s %I.%I', CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname) AS target
  FROM pg_catalog.pg_extension e CROSS JOIN LATERAL pg_catalog.unnest(e.extconfig) AS config(oid)
  JOIN pg_catalog.pg_class c ON c.oid = config.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE e.extname = $1 AND c.relkind IN ('r', 'S')
  UNION ALL
  SELECT CASE WHEN w.oid IS NULL THEN 'USAGE, CREATE' ELSE 'USAGE' END,
         CASE WHEN w.oid IS NULL THEN pg_catalog.format('SCHEMA %I', n.nspname)
              ELSE pg_catalog.format('FOREIGN DATA WRAPPER %I', w.fdwname) END
  FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_depend d
    ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid AND d.deptype = 'e'
  LEFT JOIN pg_catalog.pg_foreign_data_wrapper w
    ON d.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass AND d.objid = w.oid
  LEFT JOIN pg_catalog.pg_namespace n ON d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = n.oid
  WHERE e.extname = $1 AND (w.oid IS NOT NULL OR n.oid IS NOT NULL)`;

/**
 * Installs an allowed extension as the superuser, in the database that the session is connected to. The builder may
 * use what it brings: the tables in which it keeps what its users write (pg_extension_config_dump), its foreign data
 * wrappers, the schemas that are its own.
 * The session's names are the catalog's (`catalogNames`): the database is the builder's, who may have given it a search_path.
 * The statements are written here, from names: no text of a source is ever run by a superuser.
 * @throws AppError `extension-not-allowed` where its script could run what the source has made
 * @param request its schema is where the extension goes unless its control file says where
 */
export async function installExtension(
  superuser: Session,
  request: ExtensionRequest & { readonly schema: string },
  builder: string,
): Promise<void> {
  const [control] = await superuser.query<{ fixed: boolean }>(
    `SELECT pg_catalog.bool_or(schema IS NOT NULL) AS fixed FROM pg_catalog.pg_available_extension_versions WHERE name = $1`,
    [request.name],
  );
  await refuseTraps(superuser, request);
  const known = new Set(await schemaNames(superuser));
  // What it requires goes where the path leads first.
  await setConfig(superuser, [["search_path", quoteIdentifier(request.schema)]], "session");
  await superuser.execute(
    `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(request.name)}` +
      (control?.fixed ? "" : ` WITH SCHEMA ${quoteIdentifier(request.schema)}`) +
      (request.version === undefined ? "" : ` VERSION ${quoteLiteral(request.version)}`) +
      " CASCADE",
  );
  await setConfig(superuser, [["search_path", catalogPath]], "session");
  // The schema that a control file names is made with the extension, and is whoever's it is who makes that.
  for (const schema of await schemaNames(superuser))
    if (!known.has(schema))
      await superuser.execute(`ALTER SCHEMA ${quoteIdentifier(schema)} OWNER TO ${quoteIdentifier(builder)}`);
  const targets = await superuser.query<{ right: string; target: string }>(usable, [request.name]);
  for (const { right, target } of targets)
    await superuser.execute(`GRANT ${right} ON ${target} TO ${quoteIdentifier(builder)}`);
}
