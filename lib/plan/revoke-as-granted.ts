import type { Catalog, ForeignGrant } from "../catalog/catalog";
import { dollarQuote } from "../kinds/routines/quote-body";
import { identityKey } from "../postgres/identity";
import type { Statement } from "../postgres/statement";

const option = " WITH GRANT OPTION";

/**
 * A REVOKE with what it needs where others than the owner granted: it takes back nothing but what its own role gave, and
 * refuses where the privilege was passed on (2BP01). What was passed on and is to stay comes from the owner first.
 */
export function revokeAsGranted(statement: Statement, actual: Catalog): readonly Statement[] {
  const { revokes } = statement;
  if (revokes === undefined) return [statement];
  const key = identityKey(statement.object);
  const here = (actual.grantors ?? []).filter(
    (grant) =>
      grant.object === key &&
      grant.columns === revokes.columns &&
      revokes.privileges.includes(grant.privilege),
  );
  // What a role gave that may not give it any more goes with its own right to (CASCADE).
  const others = here.filter(
    ({ grantee, grantor, privilege }) =>
      grantee === revokes.grantee && (revokes.wanted[grantor] ?? []).includes(privilege + option),
  );
  const passedOn = reached(here, revokes.grantee);
  const keep = passedOn
    .filter(({ grantee }) => grantee !== revokes.grantee)
    .flatMap((grant) => regrant(statement, grant));
  const cascade = passedOn.length === 0 ? "" : " CASCADE";
  const grantors = [...new Set(others.map(({ grantor }) => grantor))];
  return [
    ...new Map(keep.map((one) => [one.sql, one])).values(),
    ...grantors.map((grantor) => ({ ...statement, sql: asRole(grantor, `${statement.sql}${cascade}`) })),
    { ...statement, sql: `${statement.sql}${cascade}` },
  ];
}

/** What a role passed on of what it was granted, and what became of that. */
function reached(grants: readonly ForeignGrant[], role: string): readonly ForeignGrant[] {
  const found = new Set<ForeignGrant>();
  const roles = [role];
  for (let next = roles.pop(); next !== undefined; next = roles.pop()) {
    for (const grant of grants) {
      if (grant.grantor !== next || found.has(grant)) continue;
      found.add(grant);
      roles.push(grant.grantee);
    }
  }
  return [...found];
}

function regrant(statement: Statement, { grantee, privilege }: ForeignGrant): readonly Statement[] {
  const { target, columns, wanted } = statement.revokes as NonNullable<Statement["revokes"]>;
  const has = wanted[grantee] ?? [];
  const kept = has.includes(privilege + option) ? option : has.includes(privilege) ? "" : null;
  if (kept === null) return [];
  const { revokes: _, ...rest } = statement;
  return [
    {
      ...rest,
      sql: `GRANT ${privilege}${columns} ON ${target} TO ${grantee}${kept}`,
      hazards: [{ code: "access-widened", detail: grantee }],
    },
  ];
}

/** One statement as another role, whoever runs it: GRANTED BY takes no role but the current one (0L000). */
const asRole = (role: string, sql: string): string =>
  `DO ${dollarQuote(
    `DECLARE before text := pg_catalog.current_setting('role'); BEGIN SET LOCAL ROLE ${role}; ${sql}; PERFORM pg_catalog.set_config('role', before, true); END`,
  )}`;
