/** Statements that make a schema of `tables` tables, as SQL: the same text for the same number, every time. */
export function benchSchema(tables: number): string {
  const lines = ["CREATE TYPE state AS ENUM ('new', 'open', 'done', 'gone');"];
  for (let number = 0; number < tables; number++) lines.push(...table(number), ...references(number));
  for (let number = 0; number < tables; number += 10) lines.push(view(number));
  return lines.join("\n");
}

/** The statements of {@link benchSchema} with a few changes in them: what a drifted database was made from. */
export function driftedBenchSchema(tables: number): string {
  return [
    benchSchema(tables),
    "ALTER TABLE item_1 ALTER COLUMN title TYPE varchar(60);",
    "ALTER TABLE item_2 ALTER COLUMN amount SET NOT NULL;",
    "ALTER TABLE item_3 ADD COLUMN added_by_hand integer;",
    "ALTER TABLE item_4 DROP CONSTRAINT item_4_amount_positive;",
    "DROP INDEX item_5_state;",
    "CREATE INDEX item_6_by_hand ON item_6 (note);",
    "COMMENT ON TABLE item_7 IS 'changed by hand';",
  ].join("\n");
}

/** The statements of {@link benchSchema} and a change by hand of every second table: eight sorts of change in turn. */
export function muchDriftedBenchSchema(tables: number): string {
  const changes: string[] = [];
  for (let number = 1; number < tables; number += 2) changes.push(changeByHand(number, tables));
  return [benchSchema(tables), ...changes].join("\n");
}

function changeByHand(number: number, tables: number): string {
  const name = `item_${number}`;
  const seenBy = number % 10 === 9 && number + 1 < tables ? number + 1 : null;
  const sorts = [
    [
      ...(seenBy === null ? [] : [`DROP VIEW open_items_${seenBy};`]),
      `ALTER TABLE ${name} ALTER COLUMN title TYPE varchar(60);`,
      ...(seenBy === null ? [] : [view(seenBy)]),
    ].join("\n"),
    `ALTER TABLE ${name} ALTER COLUMN amount SET NOT NULL;`,
    `ALTER TABLE ${name} ADD COLUMN added_by_hand integer;`,
    `ALTER TABLE ${name} DROP CONSTRAINT ${name}_amount_positive;`,
    `DROP INDEX ${name}_state;`,
    `CREATE INDEX ${name}_by_hand ON ${name} (note);`,
    `ALTER TABLE ${name} DROP CONSTRAINT ${name}_parent;`,
    `ALTER TABLE ${name} DROP COLUMN payload;`,
  ];
  return sorts[(number >> 1) % sorts.length] ?? "";
}

/** Ten columns, a primary key, a check, two indexes and two comments each. */
function table(number: number): readonly string[] {
  const name = `item_${number}`;
  return [
    `CREATE TABLE ${name} (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  parent_id uuid,
  owner_id uuid,
  title varchar(120) NOT NULL,
  note text,
  state state DEFAULT 'new' NOT NULL,
  amount numeric(12,2) DEFAULT 0,
  tags text[] DEFAULT '{}'::text[] NOT NULL,
  payload jsonb DEFAULT '{}'::jsonb,
  created_at timestamptz DEFAULT now() NOT NULL,
  CONSTRAINT ${name}_pkey PRIMARY KEY (id),
  CONSTRAINT ${name}_amount_positive CHECK (amount >= 0 AND amount < 1000000)
);`,
    `CREATE INDEX ${name}_state ON ${name} (state, created_at DESC) WHERE state IN ('new', 'open');`,
    `CREATE INDEX ${name}_title ON ${name} (lower(title));`,
    `COMMENT ON TABLE ${name} IS 'Items of shelf ${number}';`,
    `COMMENT ON COLUMN ${name}.amount IS 'In euros, gross';`,
  ];
}

function references(number: number): readonly string[] {
  if (number === 0) return [];
  const name = `item_${number}`;
  const other = Math.floor(number / 2);
  return [
    `ALTER TABLE ${name} ADD CONSTRAINT ${name}_parent FOREIGN KEY (parent_id) REFERENCES item_${number - 1} (id) ON DELETE CASCADE;`,
    `ALTER TABLE ${name} ADD CONSTRAINT ${name}_owner FOREIGN KEY (owner_id) REFERENCES item_${other} (id);`,
  ];
}

function view(number: number): string {
  const above = Math.max(0, number - 1);
  return `CREATE VIEW open_items_${number} AS SELECT i.id, i.title, p.title AS parent, count(*) AS times, sum(i.amount) AS total
FROM item_${number} i LEFT JOIN item_${above} p ON p.id = i.parent_id WHERE i.state IN ('new', 'open') GROUP BY i.id, i.title, p.title;`;
}
