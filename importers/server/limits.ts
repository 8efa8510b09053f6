import { type SQL, sql } from "drizzle-orm";
import { check, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import { isInteger, type KeptType } from "./server-type.ts";

// What the server's types refuse, as CHECKs of the twin: a record is rejected by the column that it does not fit, and
// not the whole publish.

/** Of a column: a word for the name of the CHECK, and what has to be. */
type Limit = readonly [word: string, holds: SQL];

/** The CHECKs of one column. */
export const limitsOf = (table: string, column: SQLiteColumn, type: KeptType) =>
  limits(column, type).map(([word, holds]) => check(`${table}_${column.name}_${word}`, holds));

function limits(column: SQLiteColumn, type: KeptType): Limit[] {
  const { kind, length, values } = type;
  if (values !== undefined) return [["known", sql`${column} in ${listed(values)}`]];
  if (isInteger(type)) return [["whole", wholeOf(column, type)]];
  switch (kind) {
    case "text":
    case "citext":
      return [
        ["nul", sql`instr(${column}, char(0)) = 0`],
        ...(length === undefined
          ? []
          : [[`max_${length}`, sql`length(${column}) <= ${number(length)}`] as const]),
      ];
    case "uuid":
      return [["uuid", sql`${column} glob ${UUID}`]];
    case "boolean":
      return [["boolean", sql`${column} in (0, 1)`]];
    case "date":
      return [["date", ifLike(column, DAY, isDay(column))]];
    case "time":
      return [["time", sql`(${column} = '24:00' or ${ifLike(column, CLOCK, isTime(column))})`]];
    case "timestamp":
      return [["timestamp", isMoment(column, sql`substr(${column}, 12)`, sql`1`)]];
    case "timestamptz":
      return [
        [
          "timestamptz",
          isMoment(column, sql`substr(${column}, 12, length(${column}) - 12)`, IN_UTC(column)),
        ],
      ];
    case "numeric":
      return [["numeric", decimalOf(column, type)]];
    case "json":
    case "jsonb":
      return [["json", sql`json_valid(${column})`]];
    default:
      return [];
  }
}

const number = (value: number): SQL => sql.raw(String(value));

/** A text as SQL has it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const listed = (values: readonly string[]): SQL => sql.raw(`(${values.map(literal).join(", ")})`);

const HEX = "[0-9a-f]";
const UUID = sql.raw(`'${[8, 4, 4, 4, 12].map((digits) => HEX.repeat(digits)).join("-")}'`);
const DAY = sql.raw("'[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'");
const CLOCK = sql.raw("'[0-2][0-9]:[0-5][0-9]*'");
const MOMENT = sql.raw(
  "'[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]*'",
);

/** Only what has the right shape is handed to SQLite's functions of time: to them, `now` is a time as well. */
const ifLike = (column: SQL | SQLiteColumn, shape: SQL, holds: SQL): SQL =>
  sql`case when ${column} glob ${shape} then ${holds} else ${column} is null end`;

/** SQLite turns 30 February into a day of March. */
const isDay = (text: SQL | SQLiteColumn): SQL =>
  sql`(date(${text}) is ${text} and ${text} >= '0001')`;

const isTime = (text: SQL | SQLiteColumn): SQL =>
  sql`(${text} not glob '*[^0-9:.]*' and time(${text}) is not null and ${text} < '24' and length(${text}) not in (6, 7, 9))`;

const isMoment = (column: SQLiteColumn, time: SQL, also: SQL): SQL =>
  ifLike(
    column,
    MOMENT,
    sql`(${isDay(sql`substr(${column}, 1, 10)`)} and ${isTime(time)} and ${also})`,
  );

/** Milliseconds always; six digits where the server has them. */
const IN_UTC = (column: SQLiteColumn): SQL =>
  sql`(${column} glob '*Z' and length(${column}) in (24, 27))`;

function wholeOf(column: SQLiteColumn, { bits, precision }: KeptType): SQL {
  const most =
    precision === undefined ? 2n ** BigInt((bits ?? 64) - 1) - 1n : 10n ** BigInt(precision) - 1n;
  const least = precision === undefined ? -most - 1n : -most;
  // SQLite reads the least of 64 bits as a number that is not whole.
  const range = bits === 64 ? sql`1` : sql.raw(`${"between"} ${least} and ${most}`);
  const inRange = bits === 64 ? range : sql`${column} ${range}`;
  return sql`(${column} is null or (typeof(${column}) = 'integer' and ${inRange}))`;
}

/** Digits with a point, no more of them than the column has; the server would round what is beyond. */
function decimalOf(column: SQLiteColumn, { precision, scale = 0 }: KeptType): SQL {
  const shape = sql`(${column} not glob '?*-*' and ${column} not glob '*.*.*')`;
  const holds =
    precision === undefined
      ? shape
      : sql`(${shape} and instr(ltrim(${column}, '-0') || '.', '.') <= ${number(Math.max(precision - scale, 0) + 1)} and length(rtrim(substr(${column}, instr(${column} || '.', '.') + 1), '0')) <= ${number(scale)})`;
  return sql`case when ${column} glob '*[^0-9.-]*' or ${column} not glob '*[0-9]*' then ${column} in ('NaN', 'Infinity', '-Infinity') else ${holds} end`;
}
