import type { InferInsertModel, Table } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/pg-core";
import { expect, expectTypeOf, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import * as serverLedger from "../../shared/pg-ledger.ts";
import * as serverSchema from "../../shared/pg-schema.ts";
import * as schema from "../../shared/schema.ts";
import { serverTables } from "../../src/db/postgresql/create-tables.ts";
import { factsOf } from "../support/schema-facts.ts";

/** Rows as programs write them, table by table. */
type RowsOf<Module> = {
  [Name in keyof Module as Module[Name] extends Table ? Name : never]: Module[Name] extends Table
    ? InferInsertModel<Module[Name]>
    : never;
};

test("PostgreSQL's tables have every column, key, index and CHECK that SQLite's have", () => {
  expect(factsOf(serverSchema)).toEqual(factsOf(schema));
  expect(factsOf(serverLedger)).toEqual(factsOf(ledger));
});

test("rows are of the same types on both", () => {
  expectTypeOf<RowsOf<typeof serverSchema>>().toEqualTypeOf<RowsOf<typeof schema>>();
});

/** What a column's name says of what is in it. */
const TYPES: readonly (readonly [name: RegExp, type: string])[] = [
  [/^(created|updated|started|finished)_at$|^at$/, "timestamp with time zone"],
  [/_date$|^date_of_(birth|death)$|^valid_(from|until)$|^as_of$/, "date"],
  [/_time$/, "time"],
  [/_minor$/, "bigint"],
  [/^(is|access_to)_|^(archived|consent|committed|joined)$/, "boolean"],
];

test("days, times, instants, amounts and flags have types of their own; a key has that of what it refers to", () => {
  const wrong = serverTables({ ...serverSchema, ...serverLedger }).flatMap((table) => {
    const { name, columns, foreignKeys } = getTableConfig(table);
    const keys = new Map(
      foreignKeys.map((key) => {
        const { columns: from, foreignColumns } = key.reference();
        return [from[0]?.name, foreignColumns[0]?.getSQLType()];
      }),
    );
    return columns.flatMap((column) => {
      const said = TYPES.find(([pattern]) => pattern.test(column.name))?.[1];
      const expected = keys.get(column.name) ?? said ?? column.getSQLType();
      return column.getSQLType() === expected ? [] : [`${name}.${column.name} is no ${expected}`];
    });
  });
  expect(wrong).toEqual([]);
});

test("no name is longer than PostgreSQL keeps", () => {
  const names = serverTables(serverSchema).flatMap((table) => {
    const { foreignKeys, indexes, checks } = getTableConfig(table);
    return [
      ...foreignKeys.map((key) => key.getName()),
      ...indexes.map(({ config }) => config.name ?? ""),
      ...checks.map((check) => check.name),
    ];
  });
  expect(names.filter((name) => name.length > 63)).toEqual([]);
});
