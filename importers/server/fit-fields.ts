import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Cell, Convert, Draft, Field } from "../define-field.ts";
import { isInteger, type KeptType, keptType } from "./server-type.ts";
import { isKeptBy, keptColumns } from "./twin-columns.ts";
import { canonical } from "./twin-default.ts";

type Fields = Readonly<Record<string, Field>>;

/**
 * The fields of an importer, whose values are written as the server gives them back: a decimal without zeros that say
 * nothing, a UUID in small letters, an instant in UTC. Otherwise a row would look edited the next time.
 *
 * @throws TypeError if a field goes into a column that is left to the server
 */
export function fittedFields(table: PgTable, fields: Fields): Fields {
  const columns = getTableColumns(table) as Readonly<Record<string, PgColumn>>;
  const kept = keptColumns(table);
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const key = field.column ?? name;
      const column = columns[key];
      if (field.stored === false || column === undefined) return [name, field];
      const type = keptType(column);
      if (!isKeptBy(kept, key) || type === undefined || type.kind === "jsonb") {
        throw new TypeError(
          `The field ${name} goes into ${getTableName(table)}.${column.name}, which is ${column.getSQLType()} and left to the server.`,
        );
      }
      return [name, fitted(field, type)];
    }),
  );
}

function fitted(field: Field, type: KeptType): Field {
  const write = writingOf(type);
  if (write === undefined) return field;
  const { compileText = field.compile } = isDecimal(type) ? field : {};
  return {
    ...field,
    compile: (options, context): Convert<Cell> => {
      const convert = compileText.call(field, options, context);
      return (text, sink) => write(convert(text, sink));
    },
  };
}

const isDecimal = (type: KeptType): boolean => type.kind === "numeric" && !isInteger(type);

/** Writes a value as the server gives it back; undefined where any value is one. */
function writingOf(type: KeptType): ((value: Cell) => Cell) | undefined {
  if (isDecimal(type)) return (value) => (value === null ? null : canonical(String(value), type));
  if (type.kind === "uuid") return ofText((text) => text.toLowerCase());
  if (type.kind === "time")
    return ofText((text) => text.replace(/^(\d\d:\d\d):00(?:\.0+)?$/, "$1"));
  if (type.kind === "timestamp") return ofText(writtenTimestamp);
  return type.kind === "timestamptz" ? ofText(writtenInstant) : undefined;
}

const ofText = (write: (text: string) => string) => (value: Cell) =>
  typeof value === "string" ? write(value) : value;

/** A day alone is its midnight, as the server has it. */
const writtenTimestamp = (text: string): string =>
  text
    .replace(/^(\d{4}-\d\d-\d\d)$/, "$1T00:00:00")
    .replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)$/, "$1T$2:00")
    .replace(/^(\d{4}-\d\d-\d\d) /, "$1T")
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");

const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d(?::?\d\d)?)$/;

/** Without its zone a text is no instant, and the twin refuses it. */
function writtenInstant(text: string): string {
  if (!INSTANT.test(text)) return text;
  const instant = new Date(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
  return Number.isNaN(instant.getTime()) ? text : instant.toISOString();
}

/** What `complete` and others fill a row with, written as the server gives it back. */
export function fittedRow(table: PgTable): (row: Draft) => void {
  const writing = keptColumns(table).flatMap(({ key, type }) => {
    const write = writingOf(type);
    return write === undefined ? [] : [[key, write] as const];
  });
  return (row) => {
    for (const [key, write] of writing) {
      const value = row[key];
      if (value !== undefined && value !== null) row[key] = write(value);
    }
  };
}
