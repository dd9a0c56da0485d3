/** One schema with whatever two majors print differently, or once did: no pair of servers may see a difference in it. */
export const manyKinds = /* sql */ `
  CREATE SCHEMA crm;
  COMMENT ON SCHEMA crm IS 'customers'' own';
  CREATE TYPE crm.stage AS ENUM ('lead', 'open', 'won', 'Lost "for now"');
  CREATE DOMAIN crm.percentage AS numeric(5,2) DEFAULT 0 CHECK (VALUE >= 0 AND VALUE <= 100);
  CREATE TYPE crm.address AS (street text, city varchar(80));
  CREATE SEQUENCE crm.invoice_number AS integer START WITH 1000 INCREMENT BY 5 CACHE 3;

  CREATE TABLE crm.companies (
    id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
    name varchar(200) NOT NULL CHECK (length(name) > 0),
    home crm.address,
    share crm.percentage,
    tags text[] NOT NULL DEFAULT '{}',
    note text COLLATE "C",
    created timestamptz NOT NULL DEFAULT now(),
    updated timestamp(3) DEFAULT CURRENT_TIMESTAMP,
    until date DEFAULT ('2020-01-01'::date + '1 day'::interval)
  );
  CREATE TABLE crm.deals (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 10) PRIMARY KEY,
    company uuid NOT NULL REFERENCES crm.companies ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    number integer DEFAULT nextval('crm.invoice_number') UNIQUE,
    stage crm.stage NOT NULL DEFAULT 'lead',
    status varchar(20) DEFAULT 'open' CHECK (status IN ('open', 'won', 'lost')),
    amount numeric(12,2) CONSTRAINT amount_range CHECK (amount BETWEEN 0 AND 1e9 AND NOT (amount = 13 OR amount < -1)),
    tax numeric GENERATED ALWAYS AS (round(amount * 0.19, 2)) STORED,
    data jsonb DEFAULT '{"a": [1, 2]}'::jsonb,
    valid tstzrange,
    serial_number serial,
    CONSTRAINT one_at_a_time EXCLUDE USING gist (valid WITH &&)
  );
  CREATE INDEX deals_open ON crm.deals (company, lower(status) DESC NULLS LAST) WHERE status IN ('open', 'won');
  CREATE INDEX deals_data ON crm.deals USING gin (data jsonb_path_ops);
  CREATE UNIQUE INDEX deals_once ON crm.deals (company, coalesce(number, 0)) INCLUDE (amount) NULLS NOT DISTINCT WITH (fillfactor = 70);
  CREATE INDEX deals_stage ON crm.deals (stage) WHERE stage <> ALL (ARRAY['won'::crm.stage, 'lead'::crm.stage]);
  CREATE STATISTICS crm.deal_statistics (dependencies, ndistinct) ON company, status FROM crm.deals;
  ALTER TABLE crm.deals ALTER status SET STATISTICS 500;
  COMMENT ON COLUMN crm.deals.amount IS 'in €';

  CREATE VIEW crm.open_deals WITH (security_barrier) AS
    SELECT d.id, c.name AS company, d.amount, extract(year FROM c.created) AS year,
           CASE WHEN d.status IN ('open', 'won') THEN 'yes' ELSE 'no' END AS live,
           (SELECT count(*) FROM crm.deals o WHERE o.company = d.company AND o.id <> d.id) AS others,
           row_number() OVER (PARTITION BY d.company ORDER BY d.amount DESC) AS rank
    FROM crm.deals d JOIN crm.companies c ON c.id = d.company AND c.name IS NOT NULL
    WHERE d.status = 'open' OR (d.amount > 10 AND d.stage = 'won') GROUP BY d.id, c.name, c.created HAVING count(*) > 0;
  CREATE VIEW crm.simple AS SELECT id, name FROM crm.companies WHERE name LIKE 'A%' WITH LOCAL CHECK OPTION;
  CREATE VIEW crm.nested AS WITH RECURSIVE up(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM up WHERE n < 5)
    SELECT o.*, up.n FROM crm.open_deals o CROSS JOIN up LEFT JOIN LATERAL (SELECT o.amount AS again) l ON true;
  CREATE MATERIALIZED VIEW crm.totals AS
    SELECT company, sum(amount) FILTER (WHERE status = 'won') AS total, string_agg(DISTINCT status::text, ',' ORDER BY status::text) AS states
    FROM crm.deals GROUP BY ROLLUP (company) WITH NO DATA;
  CREATE UNIQUE INDEX totals_company ON crm.totals (company);

  CREATE FUNCTION crm.double(value numeric, factor int DEFAULT 2) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT value * factor $$;
  CREATE FUNCTION crm.inlined(a int, b int DEFAULT 1 + 1) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a + b WHERE a IN (1, 2); END;
  CREATE FUNCTION crm.touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = crm, pg_temp
    AS $$ BEGIN NEW.updated := now(); RETURN NEW; END $$;
  CREATE PROCEDURE crm.archive(INOUT done int, before date DEFAULT CURRENT_DATE) LANGUAGE plpgsql AS $$ BEGIN done := 1; END $$;
  CREATE AGGREGATE crm.product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1');
  CREATE TRIGGER touched BEFORE UPDATE OF name, note ON crm.companies FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION crm.touch('x', '1');
  CREATE RULE quiet AS ON DELETE TO crm.simple DO INSTEAD NOTHING;

  ALTER TABLE crm.deals ENABLE ROW LEVEL SECURITY;
  ALTER TABLE crm.deals FORCE ROW LEVEL SECURITY;
  CREATE POLICY own ON crm.deals AS RESTRICTIVE FOR SELECT TO PUBLIC
    USING (status IN ('open', 'won') AND company = (current_setting('crm.company', true))::uuid);
  CREATE POLICY writes ON crm.deals FOR INSERT WITH CHECK (EXISTS (SELECT 1 FROM crm.companies c WHERE c.id = company));
  GRANT SELECT ON crm.companies TO PUBLIC;
  GRANT UPDATE (note) ON crm.companies TO PUBLIC;

  CREATE TABLE crm.events (at timestamptz NOT NULL, kind text, payload jsonb, PRIMARY KEY (at, kind)) PARTITION BY RANGE (at);
  CREATE TABLE crm.events_2024 PARTITION OF crm.events FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00');
  CREATE TABLE crm.events_rest PARTITION OF crm.events DEFAULT;
  CREATE INDEX events_kind ON crm.events (kind);
  CREATE TABLE crm.parents (a int CHECK (a > 0) NOT NULL, b text DEFAULT 'x');
  CREATE TABLE crm.children (c int) INHERITS (crm.parents);
  CREATE UNLOGGED TABLE crm.cache (key text PRIMARY KEY, value bytea DEFAULT '\\x00ff') WITH (autovacuum_enabled = false);
`;
