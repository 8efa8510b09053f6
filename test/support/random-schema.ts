import fc from "fast-check";
import {
  type CheckModel,
  type ColumnModel,
  CUSTOM_TYPES,
  type ForeignKeyModel,
  type IndexModel,
  type SchemaModel,
  type TableModel,
  TYPES,
  type TypeName,
} from "./schema-model.ts";

/** Random choices that fast-check can repeat and make simpler: towards the first of a list. */
export class Choices {
  /** Whether everything is to be such that drizzle-kit understands what it has written itself. */
  readonly plain: boolean;
  readonly #draw: fc.GeneratorValue;

  constructor(draw: fc.GeneratorValue) {
    this.#draw = draw;
    this.plain = this.chance(50);
  }

  /** A whole number from 0 up to, but not including, `below`; all are as likely. */
  below(below: number): number {
    return below <= 1 ? 0 : this.#draw(evenly, below - 1);
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }

  /** True in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  /** Some of a list, at least `least`, in their order. */
  some<Value>(values: readonly Value[], least = 0): Value[] {
    const kept = values.filter(() => this.chance(50));
    return kept.length >= least ? kept : values.slice(0, least);
  }
}

const evenly = (max: number) => fc.noBias(fc.nat(max));

/** Names that SQL, JavaScript or SQLite's row numbers could stumble over. */
const PLAIN_NAMES = ["t1", "t2", "t3", "order", "T_x", "group", "key", "a1", "a2", "a3", "a4"];
const TABLE_NAMES = ["t1", "t2", "t3", "order", "T_x", "Größe", 'quo"te', "it's", "two words"];
const COLUMN_NAMES = ["a", "b", "c", "d", "e", "f", "group", "rowid", "Ünï", 'q"c', "x y", "oid"];
const KEY_NAMES = ["id", "key", "_rowid_", "rowid", "ID no"];
const ACTIONS = ["cascade", "no action", "restrict", "set null", "set default"] as const;
const TESTS = ["<> 3", "is not null", "<> 'bad'", "not in (-1, 'x,y)')", "<> ''''"] as const;

/** Another name that nothing of the list has, whatever its letter case. */
export function freshName(choices: Choices, names: readonly string[], taken: readonly string[]) {
  const low = taken.map((name) => name.toLowerCase());
  const free = (choices.plain ? PLAIN_NAMES : names).filter(
    (name) => !low.includes(name.toLowerCase()),
  );
  return free.length > 0 ? choices.pick(free) : `n${taken.length}`;
}

export const freshTableName = (choices: Choices, model: SchemaModel, also: string[] = []) =>
  freshName(choices, TABLE_NAMES, [...model.map(({ name }) => name), ...also]);

export const freshColumnName = (choices: Choices, table: TableModel) =>
  freshName(
    choices,
    COLUMN_NAMES,
    table.columns.map(({ name }) => name),
  );

/** A schema of 1 to 5 tables. */
export function randomSchema(choices: Choices): SchemaModel {
  const model: SchemaModel = [];
  const count = 1 + choices.below(5);
  for (let at = 0; at < count; at++) model.push(randomTable(choices, model));
  for (const table of model) {
    const keys = choices.below(3);
    for (let at = 0; at < keys; at++) addForeignKey(choices, table, model);
  }
  return model;
}

/** A table without foreign keys: those may name tables that are made later. */
export function randomTable(choices: Choices, model: SchemaModel): TableModel {
  const name = freshTableName(choices, model);
  const table: TableModel = {
    name,
    columns: [],
    compositeKey: [],
    foreignKeys: [],
    indexes: [],
    checks: [],
  };
  setKey(choices, table);
  const count = 1 + choices.below(6);
  for (let at = 0; at < count; at++) table.columns.push(randomColumn(choices, table));
  if (choices.chance(15)) setKey(choices, table, "composite");
  const indexes = choices.below(3);
  for (let at = 0; at < indexes; at++) table.indexes.push(randomIndex(choices, table, model));
  if (!choices.plain && choices.chance(25)) table.checks.push(randomCheck(choices, table));
  return table;
}

type KeyKind = "integer" | "text" | "composite" | "none" | "autoincrement";

/** Gives a table a primary key, or none; a key column that is there already stays as a column. */
export function setKey(choices: Choices, table: TableModel, kind?: KeyKind): void {
  const kinds: KeyKind[] = ["integer", "text", "autoincrement", "none", "composite"];
  const wanted = kind ?? choices.pick(kinds);
  table.compositeKey = [];
  for (const column of table.columns) column.key = "none";
  const stored = table.columns.filter(({ generated }) => generated === undefined);
  if (wanted === "none") return;
  if (wanted === "composite") {
    if (stored.length < 2) return;
    const first = choices.below(stored.length - 1);
    table.compositeKey = stored.slice(first, first + 2 + choices.below(2)).map(({ name }) => name);
    return;
  }
  const type: TypeName = wanted === "text" ? choices.pick(["text", "blob", "real"]) : "integer";
  const fit = stored.find((column) => column.type === type && choices.chance(60));
  const column = fit ?? {
    ...plainColumn(
      freshName(
        choices,
        KEY_NAMES,
        table.columns.map(({ name }) => name),
      ),
    ),
    type,
  };
  column.key = wanted === "autoincrement" ? "autoincrement" : "plain";
  column.unique = false;
  column.default = undefined;
  if (fit === undefined) table.columns.unshift(column);
}

const plainColumn = (name: string): ColumnModel => ({
  name,
  type: "text",
  notNull: false,
  unique: false,
  default: undefined,
  key: "none",
  generated: undefined,
});

/** A column that the table may get. */
export function randomColumn(choices: Choices, table: TableModel): ColumnModel {
  const column = plainColumn(freshColumnName(choices, table));
  column.type = randomType(choices);
  if (choices.chance(12)) {
    setGenerated(choices, column, table);
    if (column.generated !== undefined) return column;
  }
  column.notNull = choices.chance(35);
  column.unique = choices.chance(12);
  if (choices.chance(35)) column.default = randomDefault(choices, column.type);
  return column;
}

export const randomType = (choices: Choices): TypeName => {
  if (choices.plain) return choices.pick(PLAIN_TYPES);
  return choices.pick(choices.chance(15) ? CUSTOM_TYPES : TYPES);
};

const PLAIN_TYPES = ["integer", "text", "real", "numeric", "blob"] as const;

/** Constants and expressions; none that depends on the time, to be compared. */
export function randomDefault(choices: Choices, type: TypeName): ColumnModel["default"] {
  if (choices.plain) return type === "text" ? choices.pick(["", "General", "007"]) : undefined;
  if (choices.chance(25)) {
    return { sql: choices.pick(["(1 + 1)", "(lower('AB'))", "(x'00ff')", "(-5)", "(hex('é'))"]) };
  }
  if (["integer", "real", "numeric"].includes(type)) {
    const number = choices.pick([0, 42, -7, 1.5, 1e300, 2 ** 53]);
    return type === "numeric" ? String(number) : type === "integer" ? Math.trunc(number) : number;
  }
  if (type === "blob") return { sql: choices.pick(["x'beef'", "''", "(zeroblob(2))"]) };
  return choices.pick(["", "General", "007", "a b", "😀", "(not sql)", 'say "hi"', "null"]);
}

/** Computes the column from another that is stored. */
export function setGenerated(choices: Choices, column: ColumnModel, table: TableModel): void {
  const stored = table.columns.filter((one) => one.generated === undefined && one !== column);
  if (stored.length === 0) return;
  const from = `"${choices.pick(stored).name.replaceAll('"', '""')}"`;
  const expression = choices.pick([`lower(${from})`, `length(${from}) + 1`, `${from} || '!'`]);
  column.generated = { sql: expression, mode: choices.pick(["virtual", "stored"]) };
  column.default = undefined;
  column.notNull = false;
  column.unique = false;
}

const INDEX_NAMES = ["i", "index", "Ï"];

/** Index names are the database's, not the table's. */
export function randomIndex(choices: Choices, table: TableModel, model: SchemaModel): IndexModel {
  const taken = [...model, table].flatMap(({ indexes }) => indexes.map(({ name }) => name));
  const numbers = taken.map((name) => Number(name.split(" ")[1]));
  const unique = choices.chance(25);
  return {
    name: `${choices.pick(INDEX_NAMES)} ${1 + Math.max(0, ...numbers)}`,
    unique,
    columns: choices.some(
      table.columns.map(({ name }) => name),
      1,
    ),
    lower: !choices.plain && choices.chance(10),
    partial: !choices.plain && choices.chance(10),
  };
}

export function randomCheck(choices: Choices, table: TableModel): CheckModel {
  const taken = table.checks.map(({ name }) => name);
  const name = freshName(choices, ["c1", "c2", "c3"], taken);
  return { name, column: choices.pick(table.columns).name, test: choices.pick(TESTS) };
}

/** Adds a reference to a key or a unique column of any table, the own one too. */
export function addForeignKey(choices: Choices, table: TableModel, model: SchemaModel): void {
  const parent = choices.pick(model);
  const targets = [
    ...parent.columns
      .filter(({ key, unique }) => key !== "none" || unique)
      .map(({ name }) => [name]),
    ...(parent.compositeKey.length > 0 ? [parent.compositeKey] : []),
  ];
  const stored = table.columns.filter(({ generated }) => generated === undefined);
  const to = targets.length === 0 ? undefined : choices.pick(targets);
  if (to === undefined || stored.length < to.length) return;
  const first = choices.below(stored.length - to.length + 1);
  const columns = stored.slice(first, first + to.length).map(({ name }) => name);
  if (table.foreignKeys.some((key) => key.columns.join() === columns.join())) return;
  const actions = (): ForeignKeyModel["onDelete"] => choices.pick(ACTIONS);
  const key = { columns, table: parent.name, to, onDelete: actions(), onUpdate: actions() };
  table.foreignKeys.push(key);
}
