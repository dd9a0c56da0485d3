/**
 * What may be in an attribute's value, by the attribute's name. What does not stand here is hidden whole, so that a new
 * attribute is never shown to a stranger before somebody has thought of it; a test holds that all of them stand here.
 */
export type Secrecy =
  /** Names of objects, types and words of Postgres. */
  | "plain"
  /** SQL: its literals are hidden, its names are not. */
  | "sql"
  /** Anything: hidden whole. */
  | "text"
  /** Names of roles. */
  | "role"
  /** Roles with what they are granted. */
  | "privileges"
  /** Records whose fields are judged by their own names. */
  | "record";

const names: { readonly [S in Secrecy]: string } = {
  plain: `accessMethod allTables arguments attachedParts attribute baseType binary cache canonical cascade clusteredIndex clusteredPartOf collation
    columnCompression columnOptions columnStatistics columnStorage columns combineFunction command commutator compression
    constraint context cost cycle deferrable deserializeFunction destinationEncoding deterministic disableOnError enabled
    enforced end event events failover family finalExtra finalFunction finalModify forceRowSecurity fromSql function
    generated generatedColumns handler hashes headline identity identityOptions identityPersistence identitySequence increment indexTablespace inherited
    inherits initialise initiallyDeferred inline inputType joinEstimator kind labels lacksParts language lcCollate lcCtype leakproof
    leftType level lexize local locale mappings maximum member memberSchema members merges method minimum mode
    movingFinalExtra movingFinalFunction movingFinalModify movingInverseFunction movingStateFunction movingStateSpace
    movingStateType multirangeType name negator newTable nextToken notNull notNullConstraint notNullNoInherit notNullNotValid objectType ofType oldTable on ownedBy parallel
    parser partitionOf partitionStates passwordRequired permissive persistence populated position provider publications publish
    references relation relocatable replicaIdentity replicaIdentityIndex replicaIdentityPartOf restrictEstimator returns rightType rowSecurity rows
    runAsOwner schema schemas securityDefiner serializeFunction shells sortOperator source sourceEncoding standardBody start
    stateFunction stateSpace stateType statisticsTarget statisticsTargets storage storageType streaming strict subtype
    subtypeDifference subtypeOperatorClass support synchronousCommit table tablespace tags target template timing toSql
    toastOptions tokenTypes transforms trusted twoPhase type unique updateColumns valid validated validator version
    versionCurrent viaPartitionRoot volatility window wrapper`,
  sql: "columnDefaults condition default definition partitionBound partitionKey using where withCheck",
  text: `attributeComments body columnComments comment configuration foreignOptions functionArguments identityComment indexComment
    initialState library movingInitialState notNullComment options origin partitionComments partitionIndexes rules slotName`,
  role: "founder owner role roles user",
  privileges: "columnPrivileges identityPrivileges memberGrants memberRevokes privileges",
  record: "attributes constraints parameters tables",
};

const secrecies = new Map(
  (Object.keys(names) as Secrecy[]).flatMap((secrecy) =>
    names[secrecy].split(/\s+/).map((name) => [name, secrecy] as const),
  ),
);

/** Kinds whose `options` are storage parameters; elsewhere they hold hosts, accounts and passwords. */
const storageOptions = new Set(["table", "view", "materialized view", "column", "index"]);

/** What may be in an attribute of a kind; null where nobody has said. */
export function secrecyOf(kind: string, attribute: string): Secrecy | null {
  // The servers that a foreign table or a mapping belongs to are objects; only their options say where they are.
  if (attribute === "server") return "plain";
  if (attribute === "options" && storageOptions.has(kind)) return "plain";
  if (attribute === "indexOptions") return "plain";
  return secrecies.get(attribute) ?? null;
}
