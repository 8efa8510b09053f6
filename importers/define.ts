import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type {
  Cell,
  Convert,
  Draft,
  Field,
  FieldContext,
  Problem,
  Reference,
  RowsOfTable,
  Severity,
  Sink,
} from "./define-field.ts";
import type { ExactDecimal, MoneyTree } from "./define-money.ts";
import { type AnyTable, type RowOf, tableOf } from "./define-table.ts";
import type { Timestamps } from "./define-timestamps.ts";
import type { TogetherFor, TogetherRule } from "./define-together.ts";
import { type Numbering, type NumberingFor, numberingOf } from "./numbering.ts";
import { fittedFields, fittedRow } from "./server/fit-fields.ts";
import { isServerTable } from "./server/server-type.ts";

export type {
  Cell,
  Convert,
  Draft,
  ExactDecimal,
  Field,
  FieldContext,
  Problem,
  Reference,
  RowsOfTable,
  Severity,
  Sink,
};

// How an importer is declared. Importers declare; the engine in src/ runs them.

/** What a rule may look at besides the row. */
export interface Facts {
  /** `YYYY-MM-DD`: what "future" is measured against. */
  readonly asOf: string;
  /** By label: the columns that a reference carries; only for rules that name the parent. */
  readonly parents: Readonly<Record<string, Draft | undefined>>;
  /** The key of the row that a reference leads to, by its label; only for rules that name a parent. */
  idOf?(label: string): string | undefined;
  /** Whether the rows that two references lead to are of one person, by their labels. */
  isSamePerson?(label: string, other: string): boolean;
}

export interface Rule extends Problem {
  /** The code without the entity: `visitDate.future`. */
  readonly code: string;
  /** The fields that the rule looks at; the first one's column is named in the issue. */
  readonly fields: readonly string[];
  /** The label of the reference whose parent the rule looks at. */
  readonly parent?: string;
  broken(row: Draft, facts: Facts): boolean;
}

/** Rows of another table that belong to a record: they come, change and go with it. */
export interface AlsoRows {
  /** The field that they are made of: a mapping without it makes none. Any mapping does unless said. */
  readonly of?: string;
  /** As an importer's. */
  readonly fromTargetId?: Importer["fromTargetId"];
  /** What they are counted as. */
  readonly entity: string;
  /** As an importer's. */
  readonly harm?: string;
  readonly table: SQLiteTable;
  /** The columns that are filled; others keep the database's default. */
  readonly columns: readonly string[];
  /** Columns that hold the key of a row which is there already, named by what stands in one of its columns. */
  readonly named: Readonly<Record<string, RowsOfTable>>;
  readonly numbers: readonly Numbering[];
  /**
   * The rows of a record, none if it has none; the nth of them stays the nth.
   *
   * @param owner the record's own row: its key, what the import fills of it, and its numbers
   */
  rows(owner: Draft): readonly Readonly<Record<string, Cell | undefined>>[];
}

/** The declaration of one entity. */
export interface Importer {
  readonly entity: string;
  /** Under which heading reports have it, where there are many. */
  readonly topic?: string;
  /** What happens to a patient if a record is lost or invented: more of them are checked before somebody signs. */
  readonly harm?: string;
  readonly table: SQLiteTable;
  readonly fields: Readonly<Record<string, Field>>;
  /** Columns that `complete` may fill without a mapped field. */
  readonly derives: readonly string[];
  /** Columns of a new row whose values follow from its target id. */
  readonly fromTargetId: Readonly<Record<string, (targetId: string) => string | number | null>>;
  /** How its amounts hang together with those of others. */
  readonly moneyTree?: MoneyTree;
  /** Numbers that people see. */
  readonly numbers?: readonly Numbering[];
  /** Rows of other tables that belong to a record. */
  readonly also?: readonly AlsoRows[];
  /** The entity whose records the rows belong to; no file is read for them. */
  readonly partOf?: string;
  /** HMSync's own, `createdAt` and `updatedAt`, unless its target says otherwise. */
  readonly timestamps?: Timestamps;
  /** What people call the application that it belongs to, as its target says. */
  readonly application?: string;
  /** Fills what follows from other fields, before the rules look. */
  complete(row: Draft): void;
  /** The row that stands for a parent that the export names and does not hold. */
  placeholder?(legacyId: string): Draft;
  readonly rules: readonly Rule[];
  /** What its records may say against each other. */
  readonly together?: readonly TogetherRule[];
  /** The entity of the target in whose table its records are rows, where a mapping gave them legacy ids of their own. */
  readonly spaceOf?: string;
  /** What the target declares in its place, where a mapping has changed it or added it: nothing, itself, or what it hides. */
  readonly declared?: readonly Importer[];
}

/** What an application is called whose name nobody gave. */
export const NAMELESS = "the application";

/** What messages call the application whose database is written to. */
export const applicationOf = ([first]: readonly Importer[]): string =>
  first?.application ?? NAMELESS;

/** The table's row with nothing required: what `complete` and the rules are handed. */
export type DraftOf<Table extends AnyTable> = {
  [Column in keyof RowOf<Table>]?: RowOf<Table>[Column] | null;
};

type ColumnOf<Name, Declared> = Declared extends { readonly column: infer Column extends string }
  ? Column
  : Name;

type OutputOf<Declared> = Declared extends { readonly blank: infer Output }
  ? NonNullable<Output>
  : never;

type ValueOf<Row, Column> = Column extends keyof Row ? NonNullable<Row[Column]> : never;

/** Each field must have a column of the table, and a value that the column takes. */
type FieldsFor<Table extends AnyTable, Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { readonly stored: false }
    ? unknown
    : [StoredOf<Fields[Name], Table, Name>] extends [
          ValueOf<RowOf<Table>, ColumnOf<Name, Fields[Name]>>,
        ]
      ? unknown
      : IfWithoutColumn<Name, RowOf<Table>>;
};

/** What a field puts into its column: a reference the key of a row, a text or a number as that is. */
type StoredOf<Declared, Table extends AnyTable, Name> = Declared extends {
  readonly reference: Reference;
}
  ?
      | Extract<ValueOf<RowOf<Table>, ColumnOf<Name, Declared>>, string | number>
      | NoColumn<ColumnOf<Name, Declared>, RowOf<Table>>
  : OutputOf<Declared>;

type NoColumn<Column, Row> = Column extends keyof Row ? never : string;

/** The crosswalk knows the legacy id of a row whose table has no column for it. */
type IfWithoutColumn<Name, Row> = Name extends "legacyId"
  ? Name extends keyof Row
    ? never
    : unknown
  : never;

/** The values of fields that the table has no column for. */
type UnstoredOf<Fields> = {
  [Name in keyof Fields as Fields[Name] extends { readonly stored: false }
    ? Name
    : never]?: OutputOf<Fields[Name]> | null;
};

interface RuleFor<Row, Name> extends Problem {
  readonly code: string;
  readonly fields: readonly Name[];
  readonly parent?: string;
  broken(row: Row, facts: Facts): boolean;
}

type FromTargetId<Value> = (targetId: string) => Exclude<Value, undefined | boolean>;

interface Declaration<Table extends AnyTable, Fields extends Record<string, Field>> {
  readonly entity: string;
  readonly topic?: string;
  readonly harm?: string;
  readonly moneyTree?: MoneyTree;
  readonly table: Table;
  readonly fields: Fields & FieldsFor<Table, Fields>;
  readonly derives?: readonly (keyof RowOf<Table> & string)[];
  readonly fromTargetId?: {
    readonly [Column in keyof RowOf<Table>]?: FromTargetId<RowOf<Table>[Column]>;
  };
  readonly numbers?: readonly NumberingFor<DraftOf<Table>>[];
  readonly also?: readonly AlsoRows[];
  /** What columns hold of which a record says nothing; filled in before `complete`. */
  readonly defaults?: { readonly [Column in keyof RowOf<Table>]?: RowOf<Table>[Column] & Cell };
  readonly complete?: (row: DraftOf<Table> & UnstoredOf<Fields>) => void;
  readonly placeholder?: (legacyId: string) => RowOf<Table>;
  readonly rules?: readonly RuleFor<DraftOf<Table> & UnstoredOf<Fields>, keyof Fields & string>[];
  readonly together?: readonly TogetherFor<keyof RowOf<Table> & string>[];
}

/**
 * Declares an importer. The Drizzle table is the contract: a field without a column, or one whose
 * converter gives what the column does not take, does not compile.
 */
export function defineImporter<Table extends AnyTable, const Fields extends Record<string, Field>>(
  declaration: Declaration<Table, Fields>,
): Importer {
  const { placeholder, numbers, also, topic, harm, moneyTree, together } = declaration;
  const { table } = declaration;
  const defaults: Draft = declaration.defaults ?? {};
  const complete = completing(defaults, declaration.complete as Importer["complete"] | undefined);
  return {
    entity: declaration.entity,
    ...(topic !== undefined && { topic }),
    ...(harm !== undefined && { harm }),
    ...(moneyTree && { moneyTree }),
    table: tableOf(table),
    fields: isServerTable(table) ? fittedFields(table, declaration.fields) : declaration.fields,
    derives: [...Object.keys(defaults), ...(declaration.derives ?? [])],
    fromTargetId: (declaration.fromTargetId ?? {}) as Importer["fromTargetId"],
    ...(numbers && { numbers: numbers.map(numberingOf) }),
    ...(also && { also }),
    complete: isServerTable(table) ? thenFitted(complete, fittedRow(table)) : complete,
    ...(placeholder && { placeholder: (legacyId) => placeholder(legacyId) as Draft }),
    rules: (declaration.rules ?? []) as readonly Rule[],
    ...(together && { together }),
  };
}

function completing(
  defaults: Draft,
  complete: Importer["complete"] = () => undefined,
): Importer["complete"] {
  const said = Object.entries(defaults);
  if (said.length === 0) return complete;
  return (row) => {
    for (const [key, value] of said) row[key] ??= value;
    complete(row);
  };
}

const thenFitted =
  (complete: Importer["complete"], write: (row: Draft) => void): Importer["complete"] =>
  (row) => {
    complete(row);
    write(row);
  };

/** A field that the table has no column for: other columns and the rules are made of it. */
export const unstored = <Output extends Cell>(
  field: Field<Output>,
): Field<Output> & { readonly stored: false } => ({ ...field, stored: false });
