/** One schema and another that differ by every fix of postgres-facts.md §1, each in a table of its own: its locks are nobody else's. */

/** What neither side changes. */
const both = `
  CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
  CREATE TABLE plain (id int PRIMARY KEY, x int);
  CREATE EXTENSION btree_gist;`;

export const one = `${both}
  CREATE TABLE gone (id int REFERENCES plain);
  CREATE TABLE dropped_column (id int, x int, y text);
  CREATE TABLE renamed_constraint (x int, CONSTRAINT before CHECK (x > 0));
  CREATE TABLE renamed_index (x int); CREATE INDEX before_index ON renamed_index (x);
  CREATE TABLE null_set (x int); CREATE TABLE null_dropped (x int NOT NULL);
  CREATE TABLE default_set (x int); CREATE TABLE default_dropped (x int DEFAULT 1);
  CREATE TABLE checked_table (x int);
  CREATE TABLE not_valid_check (x int); ALTER TABLE not_valid_check ADD CONSTRAINT old CHECK (x > 0) NOT VALID;
  CREATE TABLE refers (x int); CREATE TABLE refers_anew (x int);
  CREATE TABLE key_parent (id int PRIMARY KEY); CREATE TABLE not_valid_key (x int);
  ALTER TABLE not_valid_key ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES key_parent NOT VALID;
  CREATE TABLE primary_key (x int NOT NULL); CREATE TABLE unique_key (x int); CREATE TABLE excluding (x int);
  CREATE TABLE indexed (x int);
  CREATE TYPE more AS ENUM ('a', 'b'); CREATE TABLE of_more (x more);
  CREATE TYPE fewer AS ENUM ('a', 'b', 'c'); CREATE TABLE of_fewer (x fewer);
  CREATE TABLE seen (x int, y int); CREATE VIEW grows AS SELECT x FROM seen; CREATE VIEW changes AS SELECT x FROM seen;
  CREATE TABLE summed (x int); CREATE MATERIALIZED VIEW sums AS SELECT sum(x) AS s FROM summed;
  CREATE TABLE triggered (x int); CREATE TABLE guarded (x int); CREATE TABLE secured (x int);
  CREATE TABLE ruled (x int);
  CREATE TABLE parted (k int) PARTITION BY LIST (k); CREATE TABLE parted_1 (k int);
  CREATE SEQUENCE counts AS integer; CREATE TABLE serials (id serial);
  CREATE TABLE commented (x int); CREATE TABLE targets (x int); CREATE TABLE counted (x int, y int);
  CREATE TABLE logged (x int);
  CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE granted (x int);
  CREATE TABLE optioned (x int); CREATE TABLE replicated (x int); CREATE TABLE stored (x text);
  CREATE TABLE published (x int); CREATE PUBLICATION pub FOR TABLE plain;`;

export const other = `${both}
  CREATE TABLE dropped_column (id int, y text);
  CREATE TABLE renamed_constraint (x int, CONSTRAINT behind CHECK (x > 0));
  CREATE TABLE renamed_index (x int); CREATE INDEX behind_index ON renamed_index (x);
  CREATE TABLE null_set (x int NOT NULL); CREATE TABLE null_dropped (x int);
  CREATE TABLE default_set (x int DEFAULT 1); CREATE TABLE default_dropped (x int);
  CREATE TABLE checked_table (x int, CONSTRAINT positive CHECK (x > 0));
  CREATE TABLE not_valid_check (x int, CONSTRAINT old CHECK (x > 0));
  CREATE TABLE refers (x int REFERENCES plain); CREATE TABLE refers_anew (x int REFERENCES plain ON DELETE CASCADE);
  CREATE TABLE key_parent (id int PRIMARY KEY); CREATE TABLE not_valid_key (x int CONSTRAINT k REFERENCES key_parent);
  CREATE TABLE primary_key (x int PRIMARY KEY); CREATE TABLE unique_key (x int UNIQUE);
  CREATE TABLE excluding (x int, CONSTRAINT ex EXCLUDE USING gist (x WITH =));
  CREATE TABLE indexed (x int); CREATE INDEX on_indexed ON indexed (x);
  CREATE TYPE more AS ENUM ('a', 'between', 'b'); CREATE TABLE of_more (x more);
  CREATE TYPE fewer AS ENUM ('c', 'a'); CREATE TABLE of_fewer (x fewer);
  CREATE TABLE seen (x int, y int); CREATE VIEW grows AS SELECT x, y FROM seen; CREATE VIEW changes AS SELECT y FROM seen;
  CREATE TABLE summed (x int); CREATE MATERIALIZED VIEW sums AS SELECT max(x) AS s FROM summed;
  CREATE TABLE triggered (x int); CREATE TRIGGER t BEFORE INSERT ON triggered FOR EACH ROW EXECUTE FUNCTION touched();
  CREATE TABLE guarded (x int); CREATE POLICY p ON guarded USING (x > 0);
  CREATE TABLE secured (x int); ALTER TABLE secured ENABLE ROW LEVEL SECURITY;
  CREATE TABLE ruled (x int); CREATE RULE r AS ON DELETE TO ruled DO INSTEAD NOTHING;
  CREATE TABLE parted (k int) PARTITION BY LIST (k); CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
  CREATE SEQUENCE counts AS bigint; CREATE TABLE serials (id bigserial);
  CREATE TABLE commented (x int); COMMENT ON TABLE commented IS 'c';
  CREATE TABLE targets (x int); ALTER TABLE targets ALTER x SET STATISTICS 5;
  CREATE TABLE counted (x int, y int); CREATE STATISTICS both_columns ON x, y FROM counted;
  CREATE UNLOGGED TABLE logged (x int);
  CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2';
  CREATE TABLE granted (x int); GRANT SELECT ON granted TO PUBLIC;
  CREATE TABLE optioned (x int) WITH (fillfactor = 50); CREATE TABLE replicated (x int); ALTER TABLE replicated REPLICA IDENTITY FULL;
  CREATE TABLE stored (x text); ALTER TABLE stored ALTER x SET STORAGE EXTERNAL;
  CREATE TABLE published (x int); CREATE PUBLICATION pub FOR TABLE plain, published;`;
