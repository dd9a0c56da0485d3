/**
 * What views, defaults, checks and the like can use that not every supported server has. Everything of ours is printed
 * with its schema, and the words of the language in capitals: a bare name in small letters is the server's own.
 */

import { quotedText } from "../../postgres/identifier";
import { textsIn } from "../texts/texts-in";
import type { Newer } from "./newer";

/** The functions, views and catalogs in pg_catalog that a major brought; a test asks the servers. */
export const namesByMajor: ReadonlyMap<number, readonly string[]> = new Map(
  Object.entries({
    15: `
    has_parameter_privilege pg_backup_start pg_backup_stop pg_database_collation_actual_version
    pg_get_wal_resource_managers pg_ident_file_mappings pg_ls_logicalmapdir pg_ls_logicalsnapdir
    pg_ls_replslotdir pg_parameter_acl pg_publication_namespace pg_settings_get_flags
    pg_stat_force_next_flush pg_stat_get_recovery_prefetch pg_stat_get_subscription_stats pg_stat_have_stats
    pg_stat_recovery_prefetch pg_stat_reset_subscription_stats pg_stat_subscription_stats
    pg_stop_making_pinned_objects regexp_count regexp_instr regexp_like regexp_substr xid8_larger
    xid8_smaller`,
    16: `
    any_value any_value_transfn array_sample array_shuffle date_add date_subtract erf erfc json_agg_strict
    json_object_agg_strict json_object_agg_unique json_object_agg_unique_strict jsonb_agg_strict
    jsonb_object_agg_strict jsonb_object_agg_unique jsonb_object_agg_unique_strict pg_input_error_info
    pg_input_is_valid pg_log_standby_snapshot pg_split_walfile_name pg_stat_get_backend_subxact
    pg_stat_get_db_conflict_logicalslot pg_stat_get_io pg_stat_get_lastscan
    pg_stat_get_tuples_newpage_updated pg_stat_get_xact_tuples_newpage_updated pg_stat_io random_normal
    system_user`,
    17: `
    icu_unicode_version jsonb_populate_record_valid pg_available_wal_summaries pg_basetype
    pg_column_toast_chunk_id pg_get_wait_events pg_get_wal_summarizer_state pg_stat_checkpointer
    pg_stat_get_checkpointer_buffers_written pg_stat_get_checkpointer_num_requested
    pg_stat_get_checkpointer_num_timed pg_stat_get_checkpointer_restartpoints_performed
    pg_stat_get_checkpointer_restartpoints_requested pg_stat_get_checkpointer_restartpoints_timed
    pg_stat_get_checkpointer_stat_reset_time pg_stat_get_checkpointer_sync_time
    pg_stat_get_checkpointer_write_time pg_sync_replication_slots pg_wait_events pg_wal_summary_contents
    to_bin to_oct to_regtypemod unicode_assigned unicode_version uuid_extract_timestamp uuid_extract_version
    xmltext`,
    18: `
    array_reverse array_sort bytea bytea_larger bytea_smaller casefold crc32 crc32c gamma
    gist_translate_cmptype_common has_largeobject_privilege hashbool hashboolextended hashbytea
    hashbyteaextended hashcid hashcidextended hashdate hashdateextended hashxid hashxid8 hashxid8extended
    hashxidextended lgamma pg_aios pg_clear_attribute_stats pg_clear_relation_stats pg_get_acl pg_get_aios
    pg_get_loaded_modules pg_get_sequence_data pg_get_shmem_allocations_numa pg_ls_summariesdir
    pg_numa_available pg_restore_attribute_stats pg_restore_relation_stats pg_shmem_allocations_numa
    pg_stat_get_backend_io pg_stat_get_backend_wal pg_stat_get_checkpointer_num_performed
    pg_stat_get_checkpointer_slru_written pg_stat_get_db_parallel_workers_launched
    pg_stat_get_db_parallel_workers_to_launch pg_stat_get_total_analyze_time
    pg_stat_get_total_autoanalyze_time pg_stat_get_total_autovacuum_time pg_stat_get_total_vacuum_time
    pg_stat_reset_backend_stats pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone record_larger
    record_smaller timestamptz_hash timestamptz_hash_extended uuidv4 uuidv7`,
  }).map(([major, names]) => [Number(major), names.trim().split(/\s+/)]),
);

const broughtBy: ReadonlyMap<string, number> = new Map(
  [...namesByMajor].flatMap(([major, names]) => names.map((name) => [name, major] as const)),
);

/** Words of the language, as the newest server prints them. */
const syntax: readonly { readonly since: number; readonly what: string; readonly words: RegExp }[] = [
  { since: 15, what: "NULLS NOT DISTINCT", words: / NULLS NOT DISTINCT\b/ },
  { since: 15, what: "MERGE", words: /\bMERGE INTO\b/ },
  { since: 16, what: "JSON constructors", words: /\bJSON_(?:ARRAY|OBJECT)(?:AGG)?\(/ },
  { since: 16, what: "IS JSON", words: /\bIS (?:NOT )?JSON\b/ },
  { since: 16, what: "SYSTEM_USER", words: /\bSYSTEM_USER\b/ },
  {
    since: 17,
    what: "JSON functions of the SQL standard (JSON_TABLE, JSON_VALUE and their like)",
    words: /\bJSON(?:_(?:TABLE|EXISTS|QUERY|VALUE|SCALAR|SERIALIZE))?\(/,
  },
  { since: 17, what: "AT LOCAL", words: /\bAT LOCAL\b/ },
  {
    since: 17,
    what: "MERGE with RETURNING or WHEN NOT MATCHED BY SOURCE",
    words: /\bMERGE INTO\b[^;]*\b(?:RETURNING|NOT MATCHED BY SOURCE)\b/,
  },
  { since: 18, what: "names for OLD and NEW in RETURNING", words: /\bRETURNING WITH \(/ },
];

const quoted = new RegExp(quotedText, "g");

/** What the server printed without what is quoted in it: a word that is left is a word of the language. */
export const withoutQuoted = (text: string): string => text.replace(quoted, "x");

/**
 * What the queries and expressions in some attributes of an object use. Nothing of the object can be had without it: most
 * statements that change one say the others again. Bodies in another language are none.
 */
export function newerInTexts<A extends string>(
  object: { readonly [attribute in A]: unknown },
  ...attributes: readonly A[]
): readonly Newer[] {
  return attributes.flatMap((attribute) => textsIn(object[attribute]).flatMap(newerInText));
}

/** @param text as the newest server prints it, with pg_catalog alone in the search_path */
export function newerInText(text: string): readonly Newer[] {
  const bare = withoutQuoted(text);
  const used = new Map<string, number>();
  // What follows a closing bracket is an alias.
  for (const [, name = "", call] of bare.matchAll(/(?<![.\w$]|\) )([a-z]\w*)(?![.\w$])(\(?)/g)) {
    const major = broughtBy.get(name);
    if (major === undefined) continue;
    if (call !== "") used.set(`function ${name}()`, major);
    // Columns are seldom called what only the server's own views are.
    else if (name.startsWith("pg_")) used.set(`view or catalog ${name}`, major);
  }
  return [
    ...syntax.filter(({ words }) => words.test(bare)).map(({ since, what }) => ({ since, what })),
    ...[...used].map(([what, since]) => ({ since, what })),
  ];
}
