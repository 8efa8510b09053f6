import type { PgTable } from "drizzle-orm/pg-core";
import { legacyId } from "./convert/legacy-id.ts";
import type { AlsoRows, Cell, Draft, DraftOf, Importer, RowsOfTable } from "./define.ts";
import { type AnyTable, type RowOf, tableOf } from "./define-table.ts";
import { type NumberingFor, numberingOf } from "./numbering.ts";
import { fittedRow } from "./server/fit-fields.ts";
import { isServerTable } from "./server/server-type.ts";

// What an importer's rows have besides the columns that an export fills: numbers that people see, and rows in
// other tables that belong to the record.

type KeyOf<Table extends AnyTable> = keyof RowOf<Table> & string;

/** As `RowsOfTable`, of a table of either engine. */
interface NamedRows extends Omit<RowsOfTable, "table"> {
  readonly table: AnyTable;
}

interface AlsoDeclaration<
  Owner extends AnyTable,
  Table extends AnyTable,
  Column extends KeyOf<Table>,
> {
  readonly entity: string;
  readonly harm?: string;
  readonly of?: string;
  readonly fromTargetId?: Importer["fromTargetId"];
  readonly columns: readonly Column[];
  readonly named?: { readonly [Key in Column]?: NamedRows };
  readonly numbers?: readonly NumberingFor<DraftOf<Table>>[];
  rows(owner: DraftOf<Owner>): readonly { readonly [Key in Column]: Cell | undefined }[];
}

/** Declares rows of a table that belong to the records of another one. */
export function alsoRows<
  Owner extends AnyTable,
  Table extends AnyTable,
  const Column extends KeyOf<Table>,
>(_owner: Owner, table: Table, declaration: AlsoDeclaration<Owner, Table, Column>): AlsoRows {
  const { entity, harm, of, fromTargetId, columns, named = {}, numbers = [], rows } = declaration;
  const made = rows as unknown as AlsoRows["rows"];
  return {
    entity,
    ...(harm !== undefined && { harm }),
    ...(of !== undefined && { of }),
    ...(fromTargetId && { fromTargetId }),
    table: tableOf(table),
    columns,
    named: Object.fromEntries(
      Object.entries<NamedRows>(named as Readonly<Record<string, NamedRows>>).map(
        ([key, { table: of, by }]) => [key, { table: tableOf(of), by }],
      ),
    ),
    numbers: numbers.map((one) => numberingOf(one)),
    rows: isServerTable(table) ? fittedRows(table, made) : made,
  };
}

function fittedRows(table: PgTable, rows: AlsoRows["rows"]): AlsoRows["rows"] {
  const write = fittedRow(table);
  return (owner) =>
    rows(owner).map((row) => {
      const copy: Draft = { ...row };
      write(copy);
      return copy;
    });
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
