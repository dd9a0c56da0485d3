/**
 * A key that everything hangs on, written for any type: what refuses a change of its type (postgres-facts.md §2a) is all
 * there, with rows, grants, comments and an owner who is not the one that runs the plan.
 */

/** How one type of key is declared and written down. */
export interface KeyType {
  readonly type: string;
  /** The key of row number `row`, 1 to 200, as a constant expression. */
  readonly value: (row: string) => string;
  /** A constant that no row has. */
  readonly constant: string;
  readonly default?: string;
}

export interface ShopRoles {
  readonly owner: string;
  readonly reader: string;
}

const padded = (row: string): string =>
  `'a' || lpad(to_hex(${row}), 7, '0') || '-0000-4000-8000-000000000000'`;

export const keyTypes = {
  uuid: {
    type: "uuid",
    value: (row) => `(${padded(row)})::uuid`,
    constant: "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid",
    default: "gen_random_uuid()",
  },
  "varchar(36)": {
    type: "varchar(36)",
    value: (row) => `(${padded(row)})::varchar(36)`,
    constant: "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
  },
  text: {
    type: "text",
    value: (row) => `(${padded(row)})::text`,
    constant: "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
  },
  integer: { type: "integer", value: (row) => `(${row})::integer`, constant: "0" },
  bigint: { type: "bigint", value: (row) => `(${row})::bigint`, constant: "'0'::bigint" },
} as const satisfies { readonly [name: string]: KeyType };

/** The schema alone: what both sides are made of. */
export function shopSchema(key: KeyType, roles: ShopRoles, major: number): string {
  const fallback = key.default === undefined ? "" : ` DEFAULT ${key.default}`;
  return `
    CREATE SCHEMA shop AUTHORIZATION "${roles.owner}"; GRANT USAGE ON SCHEMA shop TO "${roles.reader}";
    SET ROLE "${roles.owner}"; SET search_path = shop;
    CREATE TABLE account (
      id ${key.type} PRIMARY KEY${fallback},
      tenant ${key.type} NOT NULL, parent_id ${key.type}, email text NOT NULL,
      known boolean GENERATED ALWAYS AS (id <> ${key.constant}) STORED,
      CONSTRAINT account_not_constant CHECK (id <> ${key.constant}),
      CONSTRAINT account_not_itself CHECK (parent_id IS NULL OR parent_id <> id),
      CONSTRAINT account_tenant_id_key UNIQUE (tenant, id));
    ALTER TABLE account ADD CONSTRAINT account_parent FOREIGN KEY (parent_id) REFERENCES account (id) ON DELETE SET NULL;
    CREATE INDEX account_parent_index ON account (parent_id);
    CREATE INDEX account_hot ON account (email) WHERE id <> ${key.constant};
    CREATE STATISTICS account_statistics (ndistinct) ON tenant, id FROM account;
    ALTER TABLE account ALTER COLUMN tenant SET STATISTICS 250;
    COMMENT ON COLUMN account.id IS E'the key \\\\ é';
    COMMENT ON CONSTRAINT account_parent ON account IS 'a tree';
    COMMENT ON INDEX account_hot IS 'hot';
    GRANT SELECT (id, email) ON account TO "${roles.reader}"; GRANT INSERT ON account TO "${roles.reader}" WITH GRANT OPTION;
    CREATE TABLE orders (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant ${key.type} NOT NULL,
      account_id ${key.type} NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE, note text,
      CONSTRAINT orders_tenant FOREIGN KEY (tenant, account_id) REFERENCES account (tenant, id) DEFERRABLE INITIALLY DEFERRED);
    CREATE INDEX orders_account ON orders (account_id); ALTER TABLE orders CLUSTER ON orders_account;
    ALTER TABLE orders REPLICA IDENTITY FULL;
    CREATE TABLE event (id ${key.type} NOT NULL, account_id ${key.type} NOT NULL REFERENCES account (id), at date NOT NULL,
      PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
    CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    CREATE INDEX event_account ON event (account_id);
    CREATE TABLE thing (id ${key.type} NOT NULL, name text);
    CREATE TABLE special_thing (extra text, CONSTRAINT special_thing_key UNIQUE (id)) INHERITS (thing);
    CREATE VIEW named AS SELECT a.id, a.email FROM account a;
    CREATE VIEW ordered WITH (security_barrier = true) AS SELECT n.id, o.note FROM named n JOIN orders o ON o.account_id = n.id;
    COMMENT ON VIEW named IS 'who'; COMMENT ON COLUMN named.id IS 'the key, seen';
    ALTER VIEW named ALTER COLUMN email SET DEFAULT 'x@y';
    GRANT SELECT ON named TO "${roles.reader}"; GRANT SELECT (note) ON ordered TO "${roles.reader}";
    CREATE MATERIALIZED VIEW totals AS SELECT o.account_id, count(*) AS n FROM orders o GROUP BY o.account_id;
    CREATE UNIQUE INDEX totals_key ON totals (account_id); GRANT SELECT ON totals TO "${roles.reader}";
    CREATE TABLE audit (account_id text, what text);
    CREATE RULE account_gone AS ON DELETE TO account DO ALSO INSERT INTO audit VALUES ((old.id)::text, 'gone');
    ALTER TABLE account ENABLE ROW LEVEL SECURITY; ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON account AS RESTRICTIVE FOR SELECT TO "${roles.reader}" USING (id <> ${key.constant});
    CREATE POLICY through ON orders USING (EXISTS (SELECT 1 FROM account a WHERE a.id = orders.account_id));
    CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TRIGGER account_id_set BEFORE UPDATE OF id ON account FOR EACH ROW EXECUTE FUNCTION touched();
    CREATE TRIGGER account_moved BEFORE UPDATE ON account FOR EACH ROW WHEN (new.id IS DISTINCT FROM old.id) EXECUTE FUNCTION touched();
    ALTER TABLE account DISABLE TRIGGER account_moved;
    CREATE FUNCTION email_of(x ${key.type}) RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT a.email FROM account a WHERE a.id = x; END;
    RESET ROLE; RESET search_path;
    CREATE PUBLICATION all_of_it FOR TABLE shop.account;
    ${major >= 15 ? `CREATE PUBLICATION some_of_it FOR TABLE shop.orders (id, account_id) WHERE (id > 0);` : ""}
  `;
}

/** Two hundred accounts that refer to each other, with orders, events and things of theirs. */
export const shopRows = (key: KeyType): string => `
  INSERT INTO shop.account (id, tenant, email)
    SELECT ${key.value("g")}, ${key.value("1 + g % 7")}, 'u' || g FROM generate_series(1, 200) g;
  UPDATE shop.account SET parent_id = ${key.value("1")} WHERE email <> 'u1';
  INSERT INTO shop.orders (tenant, account_id, note) SELECT tenant, id, email FROM shop.account;
  INSERT INTO shop.event SELECT id, id, '2024-05-05' FROM shop.account;
  INSERT INTO shop.event SELECT id, id, '2025-05-05' FROM shop.account;
  INSERT INTO shop.special_thing SELECT id, email, 'x' FROM shop.account;
  REFRESH MATERIALIZED VIEW shop.totals;
`;

/** What must read the same before and after, in every type of key: how many rows, and which. */
export const shopDigest = `
  SELECT 'account' AS what, count(*)::int AS rows, md5(string_agg(id::text || tenant || coalesce(parent_id::text, '') || email || known, ',' ORDER BY email)) AS digest FROM shop.account
  UNION ALL SELECT 'orders', count(*)::int, md5(string_agg(account_id::text || tenant || note, ',' ORDER BY note)) FROM shop.orders
  UNION ALL SELECT 'event', count(*)::int, md5(string_agg(id::text || account_id || at, ',' ORDER BY id::text, at)) FROM shop.event
  UNION ALL SELECT 'thing', count(*)::int, md5(string_agg(id::text || name, ',' ORDER BY name)) FROM shop.thing
  UNION ALL SELECT 'totals', count(*)::int, md5(string_agg(account_id::text || n, ',' ORDER BY account_id::text)) FROM shop.totals
  ORDER BY what`;
