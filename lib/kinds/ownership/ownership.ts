/** Owner, grants and comments: the three attributes that nearly every kind has, and the DDL they share. */
import { quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Hazard, type Statement, statement } from "../../postgres/statement";

/** Grantee (SQL-quoted, `PUBLIC` or `(owner)`) → privileges; null stands for what the kind has from the start. */
export type Privileges = { readonly [grantee: string]: readonly string[] } | null;

/** What it means for pages where these are not set; a kind may say otherwise. */
export const unsetWords: { readonly [attribute: string]: string } = {
  owner: "not declared",
  privileges: "what it has from the start",
};

/** What a kind grants from the start besides everything to its owner (acldefault in src/backend/utils/adt/acl.c). */
export type InitialPrivileges = { readonly [grantee: string]: readonly string[] };

/** `ALTER <target> OWNER TO …`. */
export function alterOwner(target: string, object: Identity, owner: string | null): readonly Statement[] {
  if (owner === null) return [];
  return [
    statement(`ALTER ${target} OWNER TO ${quoteIdentifier(owner)}`, identityOf(object), {
      lock: relation.test(target) ? "ACCESS EXCLUSIVE" : null,
    }),
  ];
}

/** How a relation begins where ALTER and COMMENT name it: a relation is locked, other objects have no lock of a table's. */
const relation = /^(?:TABLE|FOREIGN TABLE|VIEW|MATERIALIZED VIEW|SEQUENCE) /;

/** `COMMENT ON <target> IS …`. Readers and writers go on meanwhile. */
export function setComment(target: string, object: Identity, comment: string | null): Statement {
  return statement(
    `COMMENT ON ${target} IS ${comment === null ? "NULL" : quoteLiteral(comment)}`,
    identityOf(object),
    {
      lock: relation.test(target) || /^(?:COLUMN|INDEX) /.test(target) ? "SHARE UPDATE EXCLUSIVE" : null,
      only: "comment",
    },
  );
}

const grantOption = " WITH GRANT OPTION";

export const withoutOption = (privilege: string): string => privilege.replace(grantOption, "");

/**
 * The GRANT and REVOKE statements that turn one list of grants into another.
 * @param target as GRANT spells it: `TABLE public.users`, `FUNCTION f(int)`
 * @param all the privileges that `ALL` stands for, needed only to name the owner's
 */
export function changePrivileges(
  target: string,
  object: Identity,
  initial: InitialPrivileges,
  expected: Privileges,
  actual: Privileges,
  columns = "",
): readonly Statement[] {
  const wanted = expected ?? initial;
  const present = actual ?? initial;
  const statements: Statement[] = [];
  const make = (sql: string, hazard: Hazard["code"], detail: string): void => {
    statements.push(
      statement(sql, identityOf(object), { hazards: [{ code: hazard, detail }], only: "grants" }),
    );
  };
  const withColumns = (privileges: readonly string[]): string =>
    privileges.map((privilege) => privilege + columns).join(", ");

  for (const grantee of [...new Set([...Object.keys(present), ...Object.keys(wanted)])].toSorted()) {
    // On a column the owner's grants are like any other's: it needs none of them.
    const role = grantee === "(owner)" ? ownerRole(object) : grantee;
    const want = wanted[grantee];
    const have = present[grantee];
    if (grantee === "(owner)" && columns === "") {
      // Absent means everything: the owner's own rights are listed only when someone revoked some of them.
      if (want === undefined && have !== undefined) {
        make(`GRANT ALL ON ${target} TO ${role}`, "access-widened", "the owner");
      } else if (want !== undefined && JSON.stringify(want) !== JSON.stringify(have)) {
        make(`REVOKE ALL ON ${target} FROM ${role}`, "access-narrowed", "the owner");
        const plain = want.filter((privilege) => !privilege.endsWith(grantOption));
        if (plain.length > 0)
          make(`GRANT ${withColumns(plain)} ON ${target} TO ${role}`, "access-widened", "the owner");
      }
      continue;
    }
    const wantList = want ?? [];
    const haveList = have ?? [];
    const wantBare = new Set(wantList.map(withoutOption));
    const revoke = [...new Set(haveList.map(withoutOption))].filter((privilege) => !wantBare.has(privilege));
    const revokeOption = haveList
      .filter((privilege) => privilege.endsWith(grantOption) && !wantList.includes(privilege))
      .map(withoutOption)
      .filter((privilege) => wantBare.has(privilege));
    const missing = wantList.filter((privilege) => !haveList.includes(privilege));
    const haveBare = new Set(haveList.map(withoutOption));
    const grant = missing.filter((p) => !p.endsWith(grantOption) && !haveBare.has(p));
    const grantWithOption = missing.filter((p) => p.endsWith(grantOption)).map(withoutOption);
    const take = (words: string, privileges: readonly string[]): void => {
      statements.push(
        statement(`REVOKE ${words}${withColumns(privileges)} ON ${target} FROM ${role}`, identityOf(object), {
          hazards: [{ code: "access-narrowed", detail: role }],
          only: "grants",
          revokes: { target, columns, grantee: role, privileges, wanted },
        }),
      );
    };
    if (revoke.length > 0) take("", revoke);
    if (revokeOption.length > 0) take("GRANT OPTION FOR ", revokeOption);
    if (grant.length > 0) make(`GRANT ${withColumns(grant)} ON ${target} TO ${role}`, "access-widened", role);
    if (grantWithOption.length > 0) {
      make(
        `GRANT ${withColumns(grantWithOption)} ON ${target} TO ${role}${grantOption}`,
        "access-widened",
        role,
      );
    }
  }
  return statements;
}

export interface Granted extends Identity {
  readonly owner?: string | null;
  readonly privileges: Privileges;
}

/**
 * {@link changePrivileges} behind a change of the owner, where there is one: with it the old owner's grants became the
 * new one's, and what the new owner was granted before is its own.
 * @param owners of the relation, for what has no owner of its own; null where it is not declared
 */
export function changeGrants(
  target: string,
  expected: Granted,
  actual: Granted,
  {
    initial = {},
    columns = "",
    owners = { before: actual.owner ?? null, after: expected.owner ?? null },
  }: {
    readonly initial?: InitialPrivileges;
    readonly columns?: string;
    readonly owners?: { readonly before: string | null; readonly after: string | null };
  } = {},
): readonly Statement[] {
  const { before, after } = owners;
  const object = { ...identityOf(actual), owner: after ?? before } as Identity;
  const passed =
    after !== null && after !== before ? handedOver(actual.privileges, after, columns) : actual.privileges;
  return changePrivileges(target, object, initial, expected.privileges, passed, columns);
}

/**
 * What REVOKE on the whole of a table or view takes from single columns too, and they are to keep.
 * @param columns the grants that each column is to have
 */
export function keepColumnGrants(
  target: string,
  expected: Granted,
  actual: Granted,
  columns: ReadonlyMap<string, Privileges>,
): readonly Statement[] {
  return [...columns].flatMap(([name, wanted]) => {
    const taken = Object.fromEntries(
      Object.entries(wanted ?? {}).map(([grantee, privileges]) => [
        grantee,
        privileges.filter((privilege) => !isRevoked(grantee, privilege, expected, actual)),
      ]),
    );
    return changePrivileges(target, expected, {}, wanted, taken, ` (${quoteIdentifier(name)})`);
  });
}

/** True where the change of the whole's grants takes a column's privilege along: itself, or the right to grant it. */
export function isRevoked(grantee: string, privilege: string, expected: Granted, actual: Granted): boolean {
  const bare = withoutOption(privilege);
  const [had, has] = [actual, expected].map(({ privileges }) => privileges?.[grantee] ?? []);
  return [bare, bare + grantOption].some((one) => had?.includes(one) && !has?.includes(one));
}

function handedOver(present: Privileges, owner: string, columns: string): Privileges {
  if (present === null) return null;
  const { [quoteIdentifier(owner)]: own = [], "(owner)": old, ...others } = present;
  // Of the whole object an owner that is not listed has everything; of a column nothing but what is listed.
  if (old === undefined && columns === "") return others;
  const merged = [...new Set([...(old ?? []), ...own.map(withoutOption)])];
  return merged.length === 0 && columns !== "" ? others : { ...others, "(owner)": merged.toSorted() };
}

/** The owner is whoever owns the object when the statement runs; where a source does not say, that is who runs it. */
function ownerRole(object: Identity): string {
  const owner = (object as Identity & { owner?: unknown }).owner;
  return typeof owner === "string" ? quoteIdentifier(owner) : "CURRENT_USER";
}

/** What every new object needs besides its CREATE: owner, comment, grants. Nobody waits for what nobody sees yet. */
export function afterCreate(
  object: Identity & {
    readonly owner?: string | null;
    readonly comment?: string | null;
    readonly privileges?: Privileges;
  },
  words: {
    alter: string;
    comment: string;
    grant?: string;
    initial?: InitialPrivileges;
    /** What is made before it gets its owner. */
    ownerAfter?: readonly Identity[];
  },
): readonly Statement[] {
  return [
    ...alterOwner(words.alter, object, object.owner ?? null).map((one) => ({
      ...one,
      ...(words.ownerAfter === undefined ? {} : { after: words.ownerAfter }),
    })),
    ...(object.comment == null ? [] : [setComment(words.comment, object, object.comment)]),
    ...(words.grant === undefined || object.privileges == null
      ? []
      : changePrivileges(words.grant, object, words.initial ?? {}, object.privileges, null)),
  ].map((one) => ({ ...one, lock: null }));
}
