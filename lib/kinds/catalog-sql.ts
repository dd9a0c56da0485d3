/** Pieces that the kinds' catalog queries share. Each is SQL text; none holds a value from outside. */

/** OIDs of the system catalogs themselves: the `classid` of pg_depend and pg_description. Fixed by the server's source (pg_*.h). */
export const catalogOid = {
  pg_type: 1247,
  pg_attribute: 1249,
  pg_proc: 1255,
  pg_class: 1259,
  pg_foreign_server: 1417,
  pg_user_mapping: 1418,
  pg_foreign_data_wrapper: 2328,
  pg_attrdef: 2604,
  pg_am: 2601,
  pg_amop: 2602,
  pg_amproc: 2603,
  pg_cast: 2605,
  pg_constraint: 2606,
  pg_conversion: 2607,
  pg_language: 2612,
  pg_namespace: 2615,
  pg_opclass: 2616,
  pg_operator: 2617,
  pg_rewrite: 2618,
  pg_trigger: 2620,
  pg_opfamily: 2753,
  pg_extension: 3079,
  pg_policy: 3256,
  pg_statistic_ext: 3381,
  pg_collation: 3456,
  pg_event_trigger: 3466,
  pg_transform: 3576,
  pg_ts_config: 3602,
  pg_ts_dict: 3600,
  pg_ts_parser: 3601,
  pg_ts_template: 3764,
  pg_publication: 6104,
  pg_publication_rel: 6106,
  pg_publication_namespace: 6237,
  pg_subscription: 6100,
  pg_default_acl: 826,
} as const;

type CatalogName = keyof typeof catalogOid;

/** True for schemas that users make. Names that begin with `pg_` are the system's (42939). */
export const isUserSchema = (alias: string): string =>
  `(${alias}.nspname OPERATOR(pg_catalog.!~) '^pg_' AND ${alias}.nspname <> 'information_schema')`;

/** The address of a catalog row as pg_depend spells it: `classid:objid:objsubid`. */
export const address = (catalog: CatalogName, oid: string, sub = "0"): string =>
  `pg_catalog.concat('${catalogOid[catalog]}:', ${oid}, ':', ${sub})`;

/** A join that gives the comment on a catalog row as `alias.description`. */
export const joinComment = (alias: string, catalog: CatalogName, oid: string, sub = "0"): string =>
  `LEFT JOIN pg_catalog.pg_description ${alias}
     ON ${alias}.objoid = ${oid} AND ${alias}.classoid = ${catalogOid[catalog]} AND ${alias}.objsubid = ${sub}`;

/** Stands for a join that gives a list as `alias.list` where there can be none. */
export const joinNoList = (alias: string): string =>
  `CROSS JOIN (SELECT NULL::pg_catalog.json AS list) ${alias}`;

/** The name of a role by oid. */
export const roleName = (oid: string): string => `pg_catalog.pg_get_userbyid(${oid})`;

/**
 * Grants on an object as JSON: `{ "PUBLIC": ["USAGE"], "app_reader": ["SELECT", "UPDATE WITH GRANT OPTION"] }`.
 *
 * NULL where nothing differs from what the kind's owner and PUBLIC have from the start (acldefault), whether the catalog
 * holds NULL or spells it out. Role names are quoted as SQL; the owner, whoever that is, is `(owner)` and is listed only
 * when it has less or more than everything; that it may grant what it has goes without saying (ALTER … OWNER can leave it
 * spelled out). Who granted is left out: it is not something a schema declares. OFFSET 0 keeps each list one subquery: pulled
 * up, it would be planned and computed wherever it is named.
 * @param type acldefault's object type letter
 */
export function privileges(acl: string, type: string, owner: string): string {
  const grantee = `CASE WHEN g.grantee = 0 THEN 'PUBLIC' WHEN g.grantee = ${owner} THEN '(owner)'
                        ELSE pg_catalog.quote_ident(${roleName("g.grantee")}) END`;
  const exploded = (list: string): string => `(
    SELECT coalesce(pg_catalog.jsonb_object_agg(x.grantee, x.privileges), '{}') FROM (
      SELECT ${grantee} AS grantee,
             pg_catalog.jsonb_agg(DISTINCT g.privilege_type || CASE WHEN g.is_grantable AND g.grantee <> ${owner} THEN ' WITH GRANT OPTION' ELSE '' END) AS privileges
      FROM pg_catalog.aclexplode(${list}) g GROUP BY 1) x)`;
  return `CASE WHEN ${acl} IS NULL THEN NULL ELSE (
    SELECT CASE WHEN now_.list = start_.list THEN NULL
                WHEN now_.list -> '(owner)' = start_.list -> '(owner)' THEN now_.list - '(owner)'
                WHEN now_.list -> '(owner)' IS NULL THEN now_.list || '{"(owner)": []}'
                ELSE now_.list END
    FROM (SELECT ${exploded(acl)} AS list OFFSET 0) now_,
         (SELECT ${exploded(`pg_catalog.acldefault('${type}', ${owner})`)} AS list OFFSET 0) start_) END`;
}

/** Grants on one column as JSON; NULL where there are none. Columns have no grants of their own from the start. */
export function columnPrivileges(acl: string, owner: string): string {
  return `CASE WHEN ${acl} IS NULL THEN NULL ELSE (
    SELECT pg_catalog.jsonb_object_agg(x.grantee, x.privileges) FROM (
      SELECT CASE WHEN g.grantee = 0 THEN 'PUBLIC' WHEN g.grantee = ${owner} THEN '(owner)'
                  ELSE pg_catalog.quote_ident(${roleName("g.grantee")}) END AS grantee,
             pg_catalog.jsonb_agg(DISTINCT g.privilege_type || CASE WHEN g.is_grantable AND g.grantee <> ${owner} THEN ' WITH GRANT OPTION' ELSE '' END) AS privileges
      FROM pg_catalog.aclexplode(${acl}) g GROUP BY 1) x) END`;
}

/** Storage options as a sorted list of `name=value`; NULL where there are none. `where` chooses among the options `o`. */
export const optionList = (options: string, where = "true"): string =>
  `(SELECT pg_catalog.array_agg(o ORDER BY o COLLATE pg_catalog."C") FROM pg_catalog.unnest(${options}) o WHERE ${where})`;

/**
 * The options of a column (pg_attribute.attoptions) as such a list. The minor releases of November 2026 (15.20 and its
 * sisters) keep a number of their own for every column there, `pg_attver`: it says when the column's type was last set,
 * differs by how the table came about, and pg_dump leaves it out like this.
 */
export const columnOptionList = (options: string): string =>
  `CASE WHEN ${options} IS NOT NULL THEN ${optionList(options, "NOT pg_catalog.starts_with(o, 'pg_attver=')")} END`;
