import type { Decisions } from "../../src/evolve/decisions.ts";
import {
  addForeignKey,
  type Choices,
  freshColumnName,
  freshTableName,
  randomCheck,
  randomColumn,
  randomDefault,
  randomIndex,
  randomTable,
  randomType,
  setGenerated,
  setKey,
} from "./random-schema.ts";
import type { ColumnModel, SchemaModel, TableModel } from "./schema-model.ts";

/** What a schema became, and what its author declared about it. */
export interface Mutated {
  readonly model: SchemaModel;
  readonly declared: Pick<Decisions, "renames" | "renameTables" | "backfills">;
  /** What was done, for the report of a failure. */
  readonly done: readonly string[];
}

interface Mutation {
  readonly choices: Choices;
  readonly model: SchemaModel;
  readonly table: TableModel;
  readonly column: ColumnModel;
  /** Names of the schema before: a rename must not take one. */
  readonly former: readonly string[];
  readonly declared: {
    renames: { table: string; from: string; to: string; declared: true }[];
    renameTables: { from: string; to: string; declared: true }[];
    backfills: { table: string; column: string; expression: string }[];
  };
}

/** Changes a schema in 1 to 4 ways. */
export function mutatedSchema(choices: Choices, before: SchemaModel): Mutated {
  const model = structuredClone(before);
  const declared: Mutation["declared"] = { renames: [], renameTables: [], backfills: [] };
  const done: string[] = [];
  const count = 1 + choices.below(4);
  for (let at = 0; at < count; at++) {
    const table = choices.pick(model);
    const column = choices.pick(table.columns);
    const name = choices.pick(Object.keys(MUTATIONS));
    const former = before.map((one) => one.name);
    MUTATIONS[name]?.({ choices, model, table, column, former, declared });
    done.push(`${name} ${table.name}.${column.name}`);
  }
  declareBackfills(choices, model, declared);
  return { model, declared, done };
}

const MUTATIONS: Readonly<Record<string, (mutation: Mutation) => void>> = {
  addColumn({ choices, table, declared }) {
    const column = randomColumn(choices, table);
    table.columns.splice(choices.below(table.columns.length + 1), 0, column);
    if (column.generated !== undefined || !choices.chance(40)) return;
    declared.backfills.push({ table: table.name, column: column.name, expression: "'filled'" });
  },
  dropColumn({ model, table, column }) {
    dropColumn(model, table, column);
  },
  changeType({ choices, column }) {
    if (column.key === "none") column.type = randomType(choices);
  },
  changeNotNull({ column }) {
    if (column.generated === undefined) column.notNull = !column.notNull;
  },
  changeDefault({ choices, column }) {
    if (column.generated !== undefined || column.key !== "none") return;
    column.default = choices.chance(30) ? undefined : randomDefault(choices, column.type);
  },
  changeUnique({ column, model, table }) {
    if (column.key !== "none" || column.generated !== undefined) return;
    column.unique = !column.unique;
    if (!column.unique) dropReferencesTo(model, table, column.name);
  },
  changeGenerated({ choices, model, table, column }) {
    if (column.generated !== undefined && choices.chance(50)) column.generated = undefined;
    else if (column.key === "none" && !table.compositeKey.includes(column.name)) {
      dropDependents(model, table, column);
      setGenerated(choices, column, table);
    }
  },
  changeKey({ choices, model, table }) {
    const before = keyOf(table);
    setKey(choices, table);
    if (keyOf(table) !== before)
      for (const name of before.split("\n")) dropReferencesTo(model, table, name);
  },
  addTable({ choices, model }) {
    if (model.length < 6) model.push(randomTable(choices, model));
  },
  dropTable({ model, table }) {
    if (model.length < 2) return;
    model.splice(model.indexOf(table), 1);
    for (const other of model) {
      other.foreignKeys = other.foreignKeys.filter((key) => key.table !== table.name);
    }
  },
  addIndex({ choices, model, table }) {
    table.indexes.push(randomIndex(choices, table, model));
  },
  changeIndex({ choices, model, table }) {
    const [index] = table.indexes;
    if (index) table.indexes[0] = { ...randomIndex(choices, table, model), name: index.name };
  },
  dropIndex({ table }) {
    table.indexes.pop();
  },
  addCheck({ choices, table }) {
    if (!choices.plain) table.checks.push(randomCheck(choices, table));
  },
  dropCheck({ table }) {
    table.checks.pop();
  },
  addForeignKey({ choices, model, table }) {
    addForeignKey(choices, table, model);
  },
  changeForeignKey({ choices, table }) {
    const [key] = table.foreignKeys;
    if (key) key.onDelete = choices.pick(["cascade", "set null", "no action"]);
  },
  dropForeignKey({ table }) {
    table.foreignKeys.shift();
  },
  reorder({ table }) {
    table.columns.reverse();
  },
  renameColumn({ choices, model, table, column, declared }) {
    const renamed = declared.renames.some((one) => one.table === table.name);
    if (renamed) return;
    const [from, to] = [column.name, freshColumnName(choices, table)];
    renameColumn(model, table, { from, to });
    declared.renames.push({ table: table.name, from, to, declared: true });
    // The old name may be taken again by something else.
    if (choices.chance(20)) table.columns.push({ ...randomColumn(choices, table), name: from });
  },
  renameTable({ choices, model, table, former, declared }) {
    if (declared.renameTables.length > 0 || !former.includes(table.name)) return;
    const [from, to] = [table.name, freshTableName(choices, model, [...former])];
    table.name = to;
    for (const { foreignKeys } of model) {
      for (const key of foreignKeys) if (key.table === from) key.table = to;
    }
    for (const one of declared.renames) if (one.table === from) one.table = to;
    declared.renameTables.push({ from, to, declared: true });
  },
};

const keyOf = ({ columns, compositeKey }: TableModel): string =>
  [...columns.filter(({ key }) => key !== "none").map(({ name }) => name), ...compositeKey].join(
    "\n",
  );

function dropColumn(model: SchemaModel, table: TableModel, column: ColumnModel): void {
  if (table.columns.filter(({ generated }) => generated === undefined).length < 2) return;
  dropDependents(model, table, column);
  table.columns.splice(table.columns.indexOf(column), 1);
}

/** Takes away everything that names a column. */
function dropDependents(model: SchemaModel, table: TableModel, { name }: ColumnModel): void {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  dropReferencesTo(model, table, name);
  table.compositeKey = table.compositeKey.includes(name) ? [] : table.compositeKey;
  table.indexes = table.indexes.filter(({ columns }) => !columns.includes(name));
  table.checks = table.checks.filter(({ column }) => column !== name);
  table.foreignKeys = table.foreignKeys.filter(({ columns }) => !columns.includes(name));
  for (const other of table.columns) {
    if (other.generated?.sql.includes(quoted)) other.generated = undefined;
  }
}

function dropReferencesTo(model: SchemaModel, table: TableModel, column: string): void {
  for (const other of model) {
    other.foreignKeys = other.foreignKeys.filter(
      (key) => !(key.table === table.name && key.to.includes(column)),
    );
  }
}

function renameColumn(
  model: SchemaModel,
  table: TableModel,
  { from, to }: { from: string; to: string },
): void {
  const renamed = (names: string[]) => names.map((name) => (name === from ? to : name));
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  // Not a part of another name that has quotes.
  const own = new RegExp(`(?<!")${quoted(from)}(?!")`);
  for (const column of table.columns) {
    if (column.name === from) column.name = to;
    const { generated } = column;
    if (generated) generated.sql = generated.sql.replace(own, () => quoted(to));
  }
  table.compositeKey = renamed(table.compositeKey);
  for (const index of table.indexes) index.columns = renamed(index.columns);
  for (const check of table.checks) check.column = check.column === from ? to : check.column;
  for (const key of table.foreignKeys) key.columns = renamed(key.columns);
  for (const key of model.flatMap(({ foreignKeys }) => foreignKeys)) {
    if (key.table === table.name) key.to = renamed(key.to);
  }
}

/** Some columns that must have a value are given one for rows that are there. */
function declareBackfills(
  choices: Choices,
  model: SchemaModel,
  declared: Mutation["declared"],
): void {
  for (const table of model) {
    for (const { name, notNull, key, generated } of table.columns) {
      if (!notNull || key !== "none" || generated !== undefined || !choices.chance(30)) continue;
      const expression = choices.pick(["0", "'filled'", "x'00'", "7.5", "'a=b'"]);
      declared.backfills.push({ table: table.name, column: name, expression });
    }
  }
}
