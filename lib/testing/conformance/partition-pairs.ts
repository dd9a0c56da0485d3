import type { HardPair } from "./hard-pairs";

const root = (constraints: string): string =>
  `CREATE TABLE other (id integer PRIMARY KEY); CREATE TABLE r (k integer, n integer${constraints}) PARTITION BY LIST (k);
   CREATE INDEX i ON r (n); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1)`;

const all =
  ", PRIMARY KEY (k, n), CONSTRAINT ck CHECK (n > 0), CONSTRAINT fk FOREIGN KEY (n) REFERENCES other, UNIQUE (n, k)";

/** Pairs in which tables become partitions or stop to be, and their parts of the root's indexes change names. */
export const partitionPairs: readonly HardPair[] = [
  {
    name: "a partition that is let go and keeps nothing of what came from its root, or has the same of its own",
    old: `${root(all)}; CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2); CREATE INDEX own ON r2 (k); COMMENT ON INDEX own IS 'its own';
      CREATE TABLE r3 PARTITION OF r FOR VALUES IN (3) PARTITION BY LIST (k); CREATE TABLE r31 PARTITION OF r3 FOR VALUES IN (3); CREATE TABLE r4 PARTITION OF r FOR VALUES IN (4)`,
    new: `${root(all)}; CREATE TABLE r2 (k integer, n integer); CREATE INDEX own ON r2 (k); COMMENT ON INDEX own IS 'its own';
      CREATE TABLE r3 (k integer, n integer) PARTITION BY LIST (k); CREATE TABLE r31 PARTITION OF r3 FOR VALUES IN (3);
      CREATE TABLE r4 (k integer, n integer, PRIMARY KEY (k, n), CONSTRAINT ck CHECK (n > 0), CONSTRAINT fk FOREIGN KEY (n) REFERENCES other); CREATE INDEX r4_n_idx ON r4 (n)`,
  },
  {
    name: "a partition that goes over to another root, with other checks and indexes",
    old: `${root(all)}; CREATE TABLE moves PARTITION OF r FOR VALUES IN (2); CREATE TABLE q (k integer, n integer, CHECK (k < 9), UNIQUE (k)) PARTITION BY LIST (k)`,
    new: `${root(all)}; CREATE TABLE q (k integer, n integer, CHECK (k < 9), UNIQUE (k)) PARTITION BY LIST (k); CREATE TABLE moves PARTITION OF q FOR VALUES IN (2)`,
  },
  {
    name: "chosen names that the indexes of partitions swap among them, take over from others, and leave to others",
    old: `CREATE TABLE r (k integer PRIMARY KEY, n integer) PARTITION BY LIST (k); CREATE INDEX i ON r (n); CREATE INDEX j ON r (n, k);
      CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2); CREATE TABLE other (a integer); CREATE INDEX held ON other (a);
      ALTER INDEX r1_pkey RENAME TO key_one; ALTER INDEX r2_pkey RENAME TO key_two; ALTER INDEX r1_n_idx RENAME TO one; ALTER INDEX r2_n_idx RENAME TO two; ALTER INDEX r1_n_k_idx RENAME TO three`,
    new: `CREATE TABLE r (k integer PRIMARY KEY, n integer) PARTITION BY LIST (k); CREATE INDEX i ON r (n); CREATE INDEX j ON r (n, k);
      CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2); CREATE TABLE other (a integer); CREATE INDEX kept ON other (a);
      ALTER INDEX r1_pkey RENAME TO key_two; ALTER INDEX r2_pkey RENAME TO key_one; ALTER INDEX r1_n_idx RENAME TO three; ALTER INDEX r2_n_idx RENAME TO one; ALTER INDEX r1_n_k_idx RENAME TO two; ALTER INDEX r2_n_k_idx RENAME TO held`,
  },
];
