import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { type Kind, numbers, type Place } from "./growth-exports.ts";

// Kinds that are about a change of the schema: what db:push does with many tables, columns and rows.

const DRIZZLE = import.meta.resolve("drizzle-orm/sqlite-core");
const PUSH = ["db:push", "--schema", "schema.mjs", "--yes"];

interface Shape {
  readonly tables: number;
  readonly columns: number;
  /** Of the last column of each table. */
  readonly last: string;
}

/** A module that declares tables of text columns. */
function writeSchema({ folder }: Place, { tables, columns, last }: Shape): void {
  const own = numbers(columns).map((nth) => `c${nth}: text()`);
  const table = (nth: number) =>
    `export const t${nth} = sqliteTable("t${nth}", { id: text().primaryKey(), ${[...own, `last: ${last}`].join(", ")} });`;
  const lines = [
    `import { integer, sqliteTable, text } from "${DRIZZLE}";`,
    ...numbers(tables).map(table),
  ];
  writeFileSync(join(folder, "schema.mjs"), lines.join("\n"));
}

/** A database with tables of one shape, and the schema of another; rows in each table. */
async function changed(place: Place, shape: Omit<Shape, "last">, rows: number): Promise<void> {
  writeSchema(place, { ...shape, last: "text()" });
  await place.run(...PUSH, "--init");
  const db = new Database(join(place.folder, "hmsync.db"));
  const names = numbers(shape.columns).map((nth) => `c${nth}`);
  for (const nth of numbers(shape.tables)) {
    db.exec(
      `with recursive n(value) as (select 1 union all select value + 1 from n where value < ${rows})
       insert into t${nth} (id, ${names.join(", ")}, last)
       select 'id' || value, ${names.map(() => "'cell ' || value % 97").join(", ")}, 'last' from n`,
    );
  }
  db.close();
  writeSchema(place, { ...shape, last: "text().notNull()" });
}

export const SCHEMA_KINDS: readonly Kind[] = [
  {
    name: "tables of a schema",
    base: 50,
    make: (place, size) => changed(place, { tables: size, columns: 5 }, 5),
    commands: [PUSH],
  },
  {
    name: "columns of a schema",
    base: 250,
    make: (place, size) => changed(place, { tables: 1, columns: size }, 5),
    commands: [PUSH],
  },
  {
    name: "rows of a schema",
    base: 250_000,
    make: (place, size) => changed(place, { tables: 1, columns: 5 }, size),
    commands: [PUSH],
  },
];
