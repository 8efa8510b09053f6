import type { DriverDatabase } from "../../src/db/sqlite/driver.ts";
import type { Choices } from "./random-schema.ts";
import type { ColumnModel, SchemaModel, TableModel } from "./schema-model.ts";

type Cell = bigint | number | string | Buffer | null;

const INTEGERS: readonly Cell[] = [
  ...[0n, 1n, 2n, 3n, -1n, 9_007_199_254_740_993n, -9_223_372_036_854_775_808n],
  9_223_372_036_854_775_807n,
];
const REALS: readonly Cell[] = [0.5, 1.5, -0.1, 1e308, 5e-324, 12_345_678_901_234_568, Infinity];
const TEXTS: readonly Cell[] = [
  ...["", "a", "0000000001", "007", "12", "1.10", " 1", "1e3", "O'Brien", 'say "hi"', "😀 Ünï"],
  ...["nul\0inside", "9007199254740993", "null", "-0", "line\nbreak", "A", "é".repeat(30)],
];
const BLOBS: readonly Cell[] = [Buffer.alloc(0), Buffer.from([0, 255]), Buffer.from("12")];

/** Fills the tables of a model with rows that its constraints allow, and deletes some again. */
export function fillTables(driver: DriverDatabase, model: SchemaModel, choices: Choices) {
  driver.pragma("foreign_keys = OFF");
  for (const table of model) fillTable(driver, table, choices);
  for (const table of model) referToParents(driver, table, choices);
  for (const table of model) {
    if (choices.chance(40)) deleteRows(driver, table, choices.pick(["max", "min"]));
  }
}

/** A name as SQL takes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function fillTable(driver: DriverDatabase, table: TableModel, choices: Choices): void {
  const columns = table.columns.filter(({ generated }) => generated === undefined);
  const count = choices.pick([3, 12, 1, 0]);
  for (let at = 0; at < count; at++) {
    const given = columns.filter(({ key }) => key === "none" || choices.chance(70));
    const names = given.map(({ name }) => quoted(name));
    const cells = given.map((column) => cellFor(column, choices));
    const values =
      names.length === 0
        ? "DEFAULT VALUES"
        : `(${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
    // A row that a constraint does not take is not there.
    refusable(() =>
      driver.prepare(`INSERT OR IGNORE INTO ${quoted(table.name)} ${values}`).run(cells),
    );
  }
}

/** Text for an INTEGER PRIMARY KEY, a counter at its end: the row is not there. */
function refusable(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!/datatype mismatch|full/.test(String(error))) throw error;
  }
}

function cellFor({ type, notNull }: ColumnModel, choices: Choices): Cell {
  if (!notNull && choices.chance(20)) return null;
  // SQLite takes any value in any column.
  if (choices.chance(10)) return choices.pick([...TEXTS, ...BLOBS, ...REALS, ...INTEGERS]);
  switch (type) {
    case "integer":
      return choices.pick(INTEGERS);
    case "real":
    case "numeric":
      return choices.pick([...REALS, ...INTEGERS]);
    case "blob":
      return choices.pick(BLOBS);
    default:
      return choices.pick(TEXTS);
  }
}

/** Leaves gaps in row numbers, and counters that stand above every row. */
function deleteRows(driver: DriverDatabase, table: TableModel, which: "max" | "min"): void {
  const [name, column] = [quoted(table.name), quoted(table.columns[0]?.name ?? "")];
  driver.exec(`DELETE FROM ${name} WHERE ${column} IS (SELECT ${which}(${column}) FROM ${name})`);
}

/** Most references lead somewhere; those that do not must not get in the way of other changes. */
function referToParents(driver: DriverDatabase, table: TableModel, choices: Choices): void {
  for (const { columns, table: parent, to } of table.foreignKeys) {
    if (choices.chance(15)) continue;
    const list = (names: readonly string[]) => names.map(quoted).join(", ");
    const child = quoted(table.name);
    refusable(() =>
      driver.exec(
        `UPDATE OR IGNORE ${child} SET (${list(columns)}) =
           (SELECT ${list(to)} FROM ${quoted(parent)} p ORDER BY p.${quoted(to[0] ?? "")} LIMIT 1)`,
      ),
    );
  }
}
