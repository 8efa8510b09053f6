import pg from "pg";
import {
  calledSo,
  type ServerCatalog,
  type ServerColumn,
  type ServerEnum,
  type ServerTable,
} from "./server-catalog.ts";
import { ident, type ServerStep } from "./server-steps.ts";

interface Input {
  readonly current: ServerCatalog;
  readonly wanted: ServerCatalog;
  /** Whether new values must be there before the transaction ends. */
  readonly enums: "add" | "replace";
}

/** Enums that are missing, and those that have other values. */
export function draftEnums(input: Input): ServerStep[] {
  const { current, wanted } = input;
  return wanted.enums.flatMap((type): ServerStep[] => {
    const present = calledSo(current.enums, type.called);
    if (present === undefined) return [createType(type.called, type)];
    if (present.values.join("\n") === type.values.join("\n")) return [];
    const grows = isOnlyLonger(present.values, type.values);
    return grows && input.enums === "add"
      ? addValues(present, type)
      : replaceType(present, type, current.tables);
  });
}

const listOf = ({ values }: ServerEnum): string =>
  values.map((value) => pg.escapeLiteral(value)).join(", ");

const createType = (table: string, type: ServerEnum): ServerStep => {
  return {
    kind: "create type",
    table,
    sql: `create type ${type.written} as enum (${listOf(type)})`,
  };
};

/** Whether all values stay, in their order. */
function isOnlyLonger(present: readonly string[], wanted: readonly string[]): boolean {
  const stay = wanted.filter((value) => present.includes(value));
  return stay.join("\n") === present.join("\n");
}

function addValues({ values, written, called }: ServerEnum, wanted: ServerEnum): ServerStep[] {
  const added = wanted.values.filter((value) => !values.includes(value));
  return added.map((value) => {
    const before = wanted.values[wanted.values.indexOf(value) - 1];
    const first = values[0];
    const place =
      before !== undefined
        ? ` after ${pg.escapeLiteral(before)}`
        : first === undefined
          ? ""
          : ` before ${pg.escapeLiteral(first)}`;
    const sql = `alter type ${written} add value ${pg.escapeLiteral(value)}${place}`;
    return { kind: "add value", table: called, sql };
  });
}

const ASIDE = "hmsync_former";

/**
 * A type of the same name with other values: the columns go over by their texts, and a value that is in use and gone
 * is refused by the cast.
 */
function replaceType(
  present: ServerEnum,
  wanted: ServerEnum,
  tables: readonly ServerTable[],
): ServerStep[] {
  const { called, written } = present;
  const step = (sql: string): ServerStep => ({ kind: "replace type", table: called, sql });
  const aside = `${written.replace(/"?[^".]*"?$/, "")}${ident(ASIDE)}`;
  const users = tables.flatMap((table) =>
    table.columns
      // A part goes over with the whole.
      .filter(({ type }) => !table.child && (type === written || type === `${written}[]`))
      .map((column) => ({ table, column })),
  );
  const gone = present.values.filter((value) => !wanted.values.includes(value));
  return [
    step(`alter type ${written} rename to ${ident(ASIDE)}`),
    createType(called, wanted),
    ...users.flatMap(({ table, column }) => overTo(table, column, gone)),
    { kind: "drop type", table: called, sql: `drop type ${aside}` },
  ];
}

function overTo(table: ServerTable, column: ServerColumn, gone: readonly string[]): ServerStep[] {
  const name = ident(column.name);
  const alter = `alter table ${table.written} alter column ${name}`;
  const step = (sql: string): ServerStep => ({ kind: "replace type", table: table.called, sql });
  const middle = column.type.endsWith("[]") ? "text[]" : "text";
  const used = gone.map((value) => pg.escapeLiteral(value)).join(", ");
  const any =
    middle === "text" ? `${name}::text in (${used})` : `${name}::text[] && array[${used}]`;
  return [
    ...(column.default === null ? [] : [step(`${alter} drop default`)]),
    {
      ...step(`${alter} type ${column.type} using ${name}::${middle}::${column.type}`),
      question:
        gone.length === 0
          ? {
              what: `an index or a CHECK compares ${column.name} with a value of the former type`,
              cure: "Drop it by name first, and make it anew afterwards; or leave the enum as it is.",
            }
          : {
              what: `${column.name} has values that its type is to lose (${gone.join(", ")})`,
              count: `select count(*) from ${table.written} where ${any}`,
              cure: "Correct these rows, or leave the values in the enum.",
            },
    },
    ...(column.default === null ? [] : [step(`${alter} set default ${column.default}`)]),
  ];
}
