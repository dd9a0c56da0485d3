import type { HardPair } from "./hard-pairs";

/** Pairs in which several things want the same: a name, what a parent hands down, the statement that comes first. */
export const contestedPairs: readonly HardPair[] = [
  {
    name: "a check that goes from the parent while its child is let go",
    old: "CREATE TABLE p (id integer, a text); CREATE TABLE c (id integer, a text, z integer)",
    new: "CREATE TABLE p (id integer, a text, CHECK (id > 0)); CREATE TABLE c (z integer) INHERITS (p)",
  },
  {
    name: "a domain over an enum that gives way to a new one, and changes besides",
    old: `CREATE TYPE mood AS ENUM ('low', 'mid', 'high'); CREATE DOMAIN felt AS mood DEFAULT 'low' CONSTRAINT ok CHECK (VALUE <> 'mid');
      COMMENT ON DOMAIN felt IS 'one'; CREATE TABLE t (m felt, n felt[])`,
    new: `CREATE TYPE mood AS ENUM ('high', 'low'); CREATE DOMAIN felt AS mood DEFAULT 'high' NOT NULL CONSTRAINT also CHECK (VALUE <> 'low');
      COMMENT ON DOMAIN felt IS 'two'; CREATE TABLE t (m felt, n felt[])`,
  },
  {
    name: "an operator that gives way to one of its name for other operands, under a view",
    old: `CREATE TABLE t (a integer); CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq, COMMUTATOR = ===);
      CREATE VIEW o AS SELECT a === 1 AS e FROM t`,
    new: `CREATE TABLE t (a integer); CREATE OPERATOR === (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8eq, COMMUTATOR = ===);
      CREATE VIEW o AS SELECT a::bigint === 1::bigint AS e FROM t`,
  },
];
