import type { InferInsertModel } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { legacyId } from "./convert/legacy-id.ts";
import type { AlsoRows, Cell, DraftOf, Importer, RowsOfTable } from "./define.ts";
import { type NumberingFor, numberingOf } from "./numbering.ts";

// What an importer's rows have besides the columns that an export fills: numbers that people see, and rows in
// other tables that belong to the record.

type RowOf<Table extends SQLiteTable> = InferInsertModel<Table>;
type KeyOf<Table extends SQLiteTable> = keyof RowOf<Table> & string;

interface AlsoDeclaration<
  Owner extends SQLiteTable,
  Table extends SQLiteTable,
  Column extends KeyOf<Table>,
> {
  readonly entity: string;
  readonly harm?: string;
  readonly of?: string;
  readonly fromTargetId?: Importer["fromTargetId"];
  readonly columns: readonly Column[];
  readonly named?: { readonly [Key in Column]?: RowsOfTable };
  readonly numbers?: readonly NumberingFor<DraftOf<Table>>[];
  rows(owner: DraftOf<Owner>): readonly { readonly [Key in Column]: Cell | undefined }[];
}

/** Declares rows of a table that belong to the records of another one. */
export function alsoRows<
  Owner extends SQLiteTable,
  Table extends SQLiteTable,
  const Column extends KeyOf<Table>,
>(_owner: Owner, table: Table, declaration: AlsoDeclaration<Owner, Table, Column>): AlsoRows {
  const { entity, harm, of, fromTargetId, columns, named = {}, numbers = [], rows } = declaration;
  return {
    entity,
    ...(harm !== undefined && { harm }),
    ...(of !== undefined && { of }),
    ...(fromTargetId && { fromTargetId }),
    table,
    columns,
    named: named as AlsoRows["named"],
    numbers: numbers.map((one) => numberingOf(one)),
    rows: rows as unknown as AlsoRows["rows"],
  };
}

/** What the rows that belong to an importer's records are imported by. */
export function importersOfRows({ entity: partOf, also = [] }: Importer): Importer[] {
  return also.map(({ entity, harm, table, columns, numbers, fromTargetId = {} }) => ({
    entity,
    ...(harm !== undefined && { harm }),
    table,
    fields: { legacyId: legacyId() },
    derives: columns,
    fromTargetId,
    numbers,
    partOf,
    complete: () => undefined,
    rules: [],
  }));
}
