import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../../importers/define.ts";
import { keyColumn } from "../../db/key-column.ts";
import { rowTimestamps } from "../../ledger/row-timestamps.ts";
import type { Merge } from "../merge.ts";
import type { WrittenPerson } from "./read-person.ts";

type Named = keyof WrittenPerson;

/** By what a record of a table is compared: the SQL names of its columns; one that has none is not in it. */
export interface TraitColumns extends Partial<Readonly<Record<Named, string>>> {
  /** How much of a birth date is known. */
  readonly precision?: string;
}

const HELD: Readonly<Record<string, Named>> = {
  firstName: "firstName",
  lastName: "lastName",
  fullName: "fullName",
  birth: "birth",
  gender: "gender",
  phone: "phone",
  email: "email",
  address: "address",
  nationalId: "nationalId",
};

/** Reads them off an importer's fields. */
export function traitColumns({ table, fields }: Pick<Importer, "table" | "fields">): TraitColumns {
  const columns: Record<string, SQLiteColumn> = getTableColumns(table);
  const found: Record<string, string> = {};
  for (const [name, { holds, column = name, companion }] of Object.entries(fields)) {
    const trait = HELD[holds ?? ""];
    const sql = columns[column]?.name;
    if (trait === undefined || sql === undefined || found[trait] !== undefined) continue;
    found[trait] = sql;
    const precision = columns[companion?.column ?? ""]?.name;
    if (trait === "birth" && precision !== undefined) found["precision"] = precision;
  }
  return found;
}

/** Whether records of it are people that can be told to be one: by a name, and something else that few share. */
export function knowsPeople(columns: TraitColumns): boolean {
  const isNamed = [columns.fullName, columns.firstName, columns.lastName].some(Boolean);
  const others = [columns.birth, columns.phone, columns.email, columns.nationalId];
  return isNamed && others.some(Boolean);
}

/** The merge of a table that no mapping says anything of: its own records, where a person finds some to be the same. */
export function ownMerge(importer: Importer): Merge {
  const { table, entity } = importer;
  const columns: Record<string, SQLiteColumn> = getTableColumns(table);
  const traits = traitColumns(importer);
  const { created, updated } = rowTimestamps(importer);
  const nameOf = (key: string | undefined) => columns[key ?? ""]?.name;
  const fields = new Set(Object.entries(importer.fields).map(([name, of]) => of.column ?? name));
  const companions = Object.entries(importer.fields).flatMap(([name, { column, companion }]) => {
    const [main, beside] = [nameOf(column ?? name), nameOf(companion?.column)];
    return main === undefined || beside === undefined ? [] : [[main, beside]];
  });
  const own = [
    ...[created, updated, "legacyId", "publicId", "isActive"].map(nameOf),
    ...(importer.numbers ?? []).map(({ column }) => nameOf(column)),
    ...Object.keys(importer.fromTargetId).map(nameOf),
  ].filter((name) => name !== undefined);
  const gender = Object.values(columns).find(({ name }) => name === traits.gender);
  const usual = fields.has("gender") && gender?.hasDefault ? gender.default : undefined;
  const told = [traits.birth, traits.gender].filter((name) => name !== undefined);
  return {
    name: entity,
    table: getTableName(table),
    key: keyColumn(table).column.name,
    spaces: [entity],
    links: [],
    groups: companions,
    prefer: {},
    compare: told,
    contest: told.length === 2 ? told : [],
    blanks: typeof usual === "string" && gender !== undefined ? { [gender.name]: usual } : {},
    own: [...new Set(own)],
    expect: [],
    references: [],
  };
}
