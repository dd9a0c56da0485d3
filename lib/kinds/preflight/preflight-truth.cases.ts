import { constraintCases } from "./preflight-truth.constraint-cases";

/** Pairs of tables with rows that let a fix through and rows that stop it. Each stands in a schema of its own. */
export interface PreflightCase {
  readonly name: string;
  readonly from?: number;
  readonly expected: string;
  readonly actual: string;
  /** Rows that Postgres lets through; nothing is tried where absent. */
  readonly good?: string;
  /** Rows that it refuses. */
  readonly bad?: string;
  /** Majors on which nothing can be asked: the type's own reading is the only judge, and cannot be had without an error. */
  readonly unasked?: readonly number[];
}

const valueCases: readonly PreflightCase[] = [
  {
    name: "too long",
    expected: "CREATE TABLE t (c varchar(3));",
    actual: "CREATE TABLE t (c text);",
    good: "INSERT INTO t VALUES ('abc'), (NULL), ('abc   ');",
    bad: "INSERT INTO t VALUES ('abcd');",
  },
  {
    name: "char to shorter varchar",
    expected: "CREATE TABLE t (c varchar(3));",
    actual: "CREATE TABLE t (c char(9));",
    good: "INSERT INTO t VALUES ('abc');",
    bad: "INSERT INTO t VALUES ('abcd');",
  },
  {
    name: "int to short varchar",
    expected: "CREATE TABLE t (c varchar(3));",
    actual: "CREATE TABLE t (c int);",
    good: "INSERT INTO t VALUES (123);",
    bad: "INSERT INTO t VALUES (1234);",
  },
  {
    name: "text array too long",
    expected: "CREATE TABLE t (c varchar(3)[]);",
    actual: "CREATE TABLE t (c text[]);",
    good: "INSERT INTO t VALUES ('{a,abc}');",
    bad: "INSERT INTO t VALUES ('{a,abcd}');",
  },
  {
    name: "text to int",
    expected: "CREATE TABLE t (c int);",
    actual: "CREATE TABLE t (c text);",
    good: "INSERT INTO t VALUES (' 12 '), ('-3');",
    bad: "INSERT INTO t VALUES ('12a');",
  },
  {
    name: "text to int range",
    expected: "CREATE TABLE t (c int);",
    actual: "CREATE TABLE t (c text);",
    bad: "INSERT INTO t VALUES ('99999999999');",
  },
  {
    name: "text to date",
    expected: "CREATE TABLE t (c date);",
    actual: "CREATE TABLE t (c text);",
    good: "INSERT INTO t VALUES ('2024-02-29');",
    bad: "INSERT INTO t VALUES ('2023-02-29');",
  },
  ...["{'a'}", '{"a"}', "[1,]", "01", "1 2", '"a', "", "[1}", '"\\u0000"', "nulltrue", '"\\x"'].map(
    (text) => ({
      name: `text that is no jsonb: ${text}`,
      expected: "CREATE TABLE t (c jsonb);",
      actual: "CREATE TABLE t (c text);",
      bad: `INSERT INTO t VALUES ($$${text}$$);`,
    }),
  ),
  {
    name: "text to json",
    expected: "CREATE TABLE t (c json);",
    actual: "CREATE TABLE t (c varchar(60));",
    good: `INSERT INTO t VALUES ('{"a":[true,"\\u0000"]}');`,
    bad: "INSERT INTO t VALUES ('[1,2');",
  },
  {
    name: "text to jsonb",
    expected: "CREATE TABLE t (c jsonb);",
    actual: "CREATE TABLE t (c text);",
    good: `INSERT INTO t VALUES ('{"a": [1, {"b": null}], "c": "x\\\\\\"y"}'), ('-0.5e+3'), (' [ ] '), ('"\\\\u0000"'), (NULL);`,
    bad: "INSERT INTO t VALUES ('{a:1}');",
  },
  {
    name: "text to numeric(5,2)",
    expected: "CREATE TABLE t (c numeric(5,2));",
    actual: "CREATE TABLE t (c text);",
    good: "INSERT INTO t VALUES ('123.45');",
    bad: "INSERT INTO t VALUES ('1234.5');",
  },
  {
    name: "text to timestamptz",
    expected: "CREATE TABLE t (c timestamptz);",
    actual: "CREATE TABLE t (c text);",
    good: "INSERT INTO t VALUES ('2024-01-01 00:00:00+02');",
    bad: "INSERT INTO t VALUES ('gestern');",
  },
  {
    name: "text to uuid",
    expected: "CREATE TABLE t (c uuid PRIMARY KEY);",
    actual: "CREATE TABLE t (c varchar(40) PRIMARY KEY);",
    good: "INSERT INTO t VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');",
    bad: "INSERT INTO t VALUES ('x');",
  },
  {
    name: "case twins",
    expected: "CREATE TABLE t (c uuid PRIMARY KEY);",
    actual: "CREATE TABLE t (c varchar(40) PRIMARY KEY);",
    bad: "INSERT INTO t VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), ('A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11');",
  },
  {
    name: "case twins unique index",
    expected: "CREATE TABLE t (c uuid); CREATE UNIQUE INDEX u ON t (c);",
    actual: "CREATE TABLE t (c varchar(40)); CREATE UNIQUE INDEX u ON t (c);",
    good: "INSERT INTO t VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');",
    bad: "INSERT INTO t VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), ('A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11');",
  },
  {
    name: "twins by rounding",
    expected: "CREATE TABLE t (c int PRIMARY KEY);",
    actual: "CREATE TABLE t (c numeric PRIMARY KEY);",
    good: "INSERT INTO t VALUES (1), (2);",
    bad: "INSERT INTO t VALUES (1), (1.2);",
  },
  {
    name: "twins by text to int",
    expected: "CREATE TABLE t (c int UNIQUE);",
    actual: "CREATE TABLE t (c text UNIQUE);",
    good: "INSERT INTO t VALUES ('1'), ('2');",
    bad: "INSERT INTO t VALUES ('1'), ('01');",
  },
  {
    name: "twins by trailing blanks",
    expected: "CREATE TABLE t (c varchar(2) UNIQUE);",
    actual: "CREATE TABLE t (c text UNIQUE);",
    good: "INSERT INTO t VALUES ('ab'), ('cd');",
    bad: "INSERT INTO t VALUES ('ab'), ('ab ');",
  },
  {
    name: "timestamp to date key",
    expected: "CREATE TABLE t (c date UNIQUE);",
    actual: "CREATE TABLE t (c timestamp UNIQUE);",
    good: "INSERT INTO t VALUES ('2024-01-01 01:00');",
    bad: "INSERT INTO t VALUES ('2024-01-01 01:00'), ('2024-01-01 02:00');",
  },
  {
    name: "text to bool",
    expected: "CREATE TABLE t (c boolean);",
    actual: "CREATE TABLE t (c text);",
    good: "INSERT INTO t VALUES ('yes'), ('0');",
    bad: "INSERT INTO t VALUES ('2');",
  },
  {
    name: "text to enum",
    expected: "CREATE TYPE mood AS ENUM ('sad', 'it''s'); CREATE TABLE t (c mood);",
    actual: "CREATE TYPE mood AS ENUM ('sad', 'it''s'); CREATE TABLE t (c text);",
    good: "INSERT INTO t VALUES ('sad'), ('it''s');",
    bad: "INSERT INTO t VALUES ('Sad');",
  },
  {
    name: "bigint to int",
    expected: "CREATE TABLE t (c int);",
    actual: "CREATE TABLE t (c bigint);",
    good: "INSERT INTO t VALUES (2147483647), (-2147483648);",
    bad: "INSERT INTO t VALUES (2147483648);",
  },
  {
    name: "float to int",
    expected: "CREATE TABLE t (c int);",
    actual: "CREATE TABLE t (c float8);",
    good: "INSERT INTO t VALUES (2147483647.4), (1.5);",
    bad: "INSERT INTO t VALUES (2147483647.6);",
  },
  {
    name: "float nan to int",
    expected: "CREATE TABLE t (c int);",
    actual: "CREATE TABLE t (c float8);",
    bad: "INSERT INTO t VALUES ('NaN');",
  },
  {
    name: "float inf to numeric(5,2)",
    expected: "CREATE TABLE t (c numeric(5,2));",
    actual: "CREATE TABLE t (c float8);",
    good: "INSERT INTO t VALUES (999.99), ('NaN');",
    bad: "INSERT INTO t VALUES ('Infinity');",
  },
  {
    name: "numeric infinity to int",
    expected: "CREATE TABLE t (c int);",
    actual: "CREATE TABLE t (c numeric);",
    bad: "INSERT INTO t VALUES ('Infinity');",
  },
  {
    name: "float8 to float4",
    expected: "CREATE TABLE t (c real);",
    actual: "CREATE TABLE t (c float8);",
    good: "INSERT INTO t VALUES (1.5);",
    bad: "INSERT INTO t VALUES (1e300);",
  },
  {
    name: "numeric to float8",
    expected: "CREATE TABLE t (c float8);",
    actual: "CREATE TABLE t (c numeric);",
    good: "INSERT INTO t VALUES (1.5);",
    bad: "INSERT INTO t VALUES (('1e400')::numeric);",
  },
  {
    name: "numeric to money",
    expected: "CREATE TABLE t (c money);",
    actual: "CREATE TABLE t (c numeric);",
    good: "INSERT INTO t VALUES (1.5);",
    bad: "INSERT INTO t VALUES (1e30);",
  },
  {
    name: "bigint to oid",
    expected: "CREATE TABLE t (c oid);",
    actual: "CREATE TABLE t (c bigint);",
    good: "INSERT INTO t VALUES (4294967295);",
    bad: "INSERT INTO t VALUES (4294967296);",
  },
  {
    name: "bit",
    expected: "CREATE TABLE t (c bit(3));",
    actual: "CREATE TABLE t (c varbit);",
    good: "INSERT INTO t VALUES ('101');",
    bad: "INSERT INTO t VALUES ('1011');",
  },
  {
    name: "varbit shrink",
    expected: "CREATE TABLE t (c varbit(3));",
    actual: "CREATE TABLE t (c varbit);",
    good: "INSERT INTO t VALUES ('10');",
    bad: "INSERT INTO t VALUES ('1011');",
  },
  {
    name: "macaddr8 to macaddr",
    expected: "CREATE TABLE t (c macaddr);",
    actual: "CREATE TABLE t (c macaddr8);",
    good: "INSERT INTO t VALUES ('08:00:2b:ff:fe:01:02:03');",
    bad: "INSERT INTO t VALUES ('08:00:2b:01:02:03:04:05');",
  },
  {
    name: "timestamptz infinity to time",
    expected: "CREATE TABLE t (c date);",
    actual: "CREATE TABLE t (c timestamp);",
    good: "INSERT INTO t VALUES ('infinity');",
  },
  {
    name: "domain check",
    expected:
      "CREATE DOMAIN d AS varchar(36) CHECK (VALUE = lower(VALUE)) CHECK (VALUE <> 'VALUE'); CREATE TABLE t (c d);",
    actual:
      "CREATE DOMAIN d AS varchar(36) CHECK (VALUE = lower(VALUE)) CHECK (VALUE <> 'VALUE'); CREATE TABLE t (c text);",
    good: "INSERT INTO t VALUES ('abc'), (NULL);",
    bad: "INSERT INTO t VALUES ('Abc');",
  },
  {
    name: "domain not null",
    expected: "CREATE DOMAIN d AS int NOT NULL; CREATE TABLE t (c d);",
    actual: "CREATE DOMAIN d AS int NOT NULL; CREATE TABLE t (c int);",
    good: "INSERT INTO t VALUES (1);",
    bad: "INSERT INTO t VALUES (NULL);",
  },
];

export const preflightCases: readonly PreflightCase[] = [...valueCases, ...constraintCases];
