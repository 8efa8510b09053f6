import pg from "pg";
import { shellWord } from "../../plain/shell-word.ts";
import { backfillOf, type Decisions } from "../decisions.ts";
import { columnKey } from "../written-names.ts";
import type { ChangedServerColumn } from "./compare-server.ts";
import type { ServerColumn, ServerTable } from "./server-catalog.ts";

/** Everything that a push may ever tell a server: there is no statement of any other kind. */
export type ServerStepKind =
  | "create schema"
  | "create type"
  | "add value"
  | "replace type"
  | "drop type"
  | "create sequence"
  | "drop constraint"
  | "drop index"
  | "drop policy"
  | "drop view"
  | "drop trigger"
  | "drop table"
  | "create table"
  | "add column"
  | "fill column"
  | "convert column"
  | "alter column"
  | "count on"
  | "drop column"
  | "add constraint"
  | "create index"
  | "enable rls"
  | "create policy"
  | "create view"
  | "impossible";

/** One statement of a push. */
export interface ServerStep {
  readonly kind: ServerStepKind;
  /** As decisions call it. */
  readonly table: string;
  readonly sql: string;
  /** What is asked if the server refuses it, or of which nothing but words can be said. */
  readonly question?: Question;
  /** How the values of a column come out of a cast. */
  readonly conversion?: Conversion;
}

/** Rows that stand against a statement. */
export interface Question {
  readonly what: string;
  /** SQL that counts them; undefined where there is nothing to count. */
  readonly count?: string;
  readonly cure: string;
}

/** A column whose values go through a cast. */
export interface Conversion {
  readonly table: ServerTable;
  readonly present: ServerColumn;
  readonly wanted: ServerColumn;
  /** SQL over the present column. */
  readonly cast: string;
}

export const ident = (name: string): string => pg.escapeIdentifier(name);

/** How a column is declared; a sequence that counts for it comes with its pseudo-type. */
function declaration(column: ServerColumn): string {
  const { name, type, collation, notNull, generated, identity, counting } = column;
  const counts = serialOf(column) !== undefined;
  const serial = { smallint: "smallserial", integer: "serial", bigint: "bigserial" }[type];
  const parts = [
    ident(name),
    counts ? (serial ?? type) : type,
    collation === null ? "" : `collate ${collation}`,
    column.default === null ? "" : `default ${column.default}`,
    generated === null ? "" : `generated always as (${generated}) stored`,
    identity === "" ? "" : `generated ${identityWord(identity)} as identity (${counting})`,
    notNull ? "not null" : "",
  ];
  return parts.filter(Boolean).join(" ");
}

const identityWord = (identity: "a" | "d"): string => (identity === "a" ? "always" : "by default");

/** A table with its columns; its constraints come when all tables are there. */
export function createTable({ called, written, columns }: ServerTable): ServerStep {
  const list = columns.map(declaration).join(", ");
  return { kind: "create table", table: called, sql: `create table ${written} (${list})` };
}

/** A new column, filled before anybody sees it empty. */
export function addColumn(
  present: ServerTable,
  column: ServerColumn,
  decisions: Decisions,
): ServerStep[] {
  const { called, written } = present;
  const alter = `alter table ${written}`;
  const backfill = backfillOf(decisions, called, column.name);
  const add = (one: ServerColumn): ServerStep => {
    return { kind: "add column", table: called, sql: `${alter} add column ${declaration(one)}` };
  };
  if (backfill === undefined || column.generated !== null) return [add(column)];
  const { notNull, name } = column;
  const bare = { ...column, notNull: false, default: null };
  return [
    add(bare),
    fill(present, column, `(${backfill})`),
    ...(column.default === null ? [] : [setDefault(present, column)]),
    ...(notNull ? [setNotNull(present, name)] : []),
  ];
}

/** Values come by a rewrite of the table, as an UPDATE would fire the application's triggers. */
function fill({ called, written }: ServerTable, column: ServerColumn, value: string): ServerStep {
  const { name, type, collation } = column;
  const collate = collation === null ? "" : ` collate ${collation}`;
  const sql = `alter table ${written} alter column ${ident(name)} type ${type}${collate} using ${value}`;
  const question = {
    what: `${name} cannot be filled by the expression of --backfill`,
    cure: "It may name columns of the row, and no subquery; its values must be of the column's type. Correct it.",
  };
  return { kind: "fill column", table: called, sql, question };
}

function setDefault({ called, written }: ServerTable, column: ServerColumn): ServerStep {
  const to = column.default === null ? "drop default" : `set default ${column.default}`;
  const sql = `alter table ${written} alter column ${ident(column.name)} ${to}`;
  return { kind: "alter column", table: called, sql };
}

function setNotNull({ called, written }: ServerTable, name: string): ServerStep {
  const key = shellWord(`${columnKey(called, name)}=<expression>`);
  return {
    kind: "alter column",
    table: called,
    sql: `alter table ${written} alter column ${ident(name)} set not null`,
    question: {
      what: `${name} is required and empty`,
      count: `select count(*) from ${written} where ${ident(name)} is null`,
      cure: `Fill in these rows, or give a value for them: --backfill ${key}`,
    },
  };
}

const NUMBERS = ["int2", "int4", "int8", "numeric", "float4", "float8"];
const FAMILIES = [
  NUMBERS,
  ["date", "timestamp", "timestamptz"],
  ["time", "timetz", "interval"],
  ["bool", "int4"],
  ["json", "jsonb"],
];
const TEXTS = ["text", "varchar", "bpchar", "name", "citext"];

/** A cast of a column; where PostgreSQL knows none, by way of the text. */
export function castOf(present: ServerColumn, { type, base }: ServerColumn): string {
  const [from, name] = [present.base, ident(present.name)];
  const direct =
    from === base ||
    [from, base].some((one) => TEXTS.includes(one)) ||
    FAMILIES.some((family) => family.includes(from) && family.includes(base));
  const middle = present.type.endsWith("[]") ? "text[]" : "text";
  return direct ? `${name}::${type}` : `${name}::${middle}::${type}`;
}

/** What makes a column of one that is another. */
export function changeColumn(
  table: ServerTable,
  change: ChangedServerColumn,
  decisions: Decisions,
): ServerStep[] {
  const { present, wanted, retyped, recomputed } = change;
  if (recomputed) return recompute(table, change);
  const alter = altering(table, wanted);
  const defaults = present.default !== wanted.default || retyped;
  return [
    ...(present.default !== null && defaults ? [alter("drop default")] : []),
    ...valueSteps(table, change, decisions),
    ...(wanted.default !== null && defaults ? [setDefault(table, wanted)] : []),
    ...(wanted.notNull && !present.notNull ? [setNotNull(table, wanted.name)] : []),
    ...(present.identity !== "" && wanted.identity === "" ? [alter("drop identity")] : []),
    ...(!wanted.notNull && present.notNull ? [alter("drop not null")] : []),
    ...countOn(table, change),
  ];
}

const altering =
  (
    { called, written }: ServerTable,
    { name }: ServerColumn,
    kind: ServerStepKind = "alter column",
  ) =>
  (what: string): ServerStep => {
    return {
      kind,
      table: called,
      sql: `alter table ${written} alter column ${ident(name)} ${what}`,
    };
  };

/** Values go through a cast, gaps are filled, or neither. */
function valueSteps(
  table: ServerTable,
  { present, wanted, retyped }: ChangedServerColumn,
  decisions: Decisions,
): ServerStep[] {
  const empties = wanted.notNull && !present.notNull;
  const backfill = empties ? backfillOf(decisions, table.called, wanted.name) : undefined;
  if (backfill === undefined && !retyped) return [];
  const cast = retyped ? castOf(present, wanted) : ident(present.name);
  const value = backfill === undefined ? cast : `coalesce(${cast}, (${backfill})::${wanted.type})`;
  const step = fill(table, wanted, value);
  const conversion = { table, present, wanted, cast };
  return [retyped ? { ...step, kind: "convert column", conversion } : step];
}

/** What counts for a column; undefined for none. */
const serialOf = ({ identity, sequence }: ServerColumn): string | undefined =>
  identity === "" && sequence !== null ? sequence : undefined;

/** What a column counts with from now on: never from below where it stood. */
function countOn(table: ServerTable, { present, wanted }: ChangedServerColumn): ServerStep[] {
  const former = serialOf(present);
  const step = (sql: string): ServerStep => ({ kind: "count on", table: table.called, sql });
  const alter = altering(table, wanted, "count on");
  if (wanted.identity !== "" && present.identity !== "") {
    const same = wanted.identity === present.identity;
    return same ? [] : [alter(`set generated ${identityWord(wanted.identity)}`)];
  }
  if (wanted.identity !== "") return toIdentity(table, wanted, former);
  if (serialOf(wanted) !== undefined && former === undefined) return toSerial(table, wanted);
  if (former === undefined) return [];
  if (serialOf(wanted) === undefined) return [alter("drop default")];
  // The sequence of a serial column ends where its own type does.
  return present.type === wanted.type ? [] : [step(`alter sequence ${former} as ${wanted.type}`)];
}

function toIdentity(
  table: ServerTable,
  wanted: ServerColumn,
  former: string | undefined,
): ServerStep[] {
  const step = (sql: string): ServerStep => ({ kind: "count on", table: table.called, sql });
  const alter = altering(table, wanted, "count on");
  const word = identityWord(wanted.identity === "a" ? "a" : "d");
  const add = alter(`add generated ${word} as identity (${wanted.counting})`);
  if (former === undefined) return [add, goOn(table, wanted)];
  return [
    alter("drop default"),
    step(`alter sequence ${former} owned by none`),
    add,
    goOn(table, wanted, former),
    step(`drop sequence ${former}`),
  ];
}

function toSerial(table: ServerTable, wanted: ServerColumn): ServerStep[] {
  const { schema, name, written, called } = table;
  const sequence = `${ident(schema)}.${ident(`${name}_${wanted.name}_seq`)}`;
  const sql = `create sequence ${sequence} as ${wanted.type} owned by ${written}.${ident(wanted.name)}`;
  const alter = altering(table, wanted, "count on");
  return [
    { kind: "count on", table: called, sql },
    alter(`set default nextval(${pg.escapeLiteral(sequence)}::regclass)`),
    goOn(table, wanted),
  ];
}

/** The next number is behind every one that is there, and behind where a former sequence stood. */
function goOn(
  { written, called }: ServerTable,
  { name }: ServerColumn,
  former?: string,
): ServerStep {
  const last = former === undefined ? "" : ` union all select last_value from ${former}`;
  const numbers = `select max(${ident(name)})::int8 as n from ${written}${last}`;
  const sequence = `pg_get_serial_sequence(${pg.escapeLiteral(written)}, ${pg.escapeLiteral(name)})`;
  const sql = `select setval(${sequence}, max(n)) from (${numbers}) counted having max(n) > 0`;
  return { kind: "count on", table: called, sql };
}

function recompute(table: ServerTable, change: ChangedServerColumn): ServerStep[] {
  const { called, written } = table;
  const { present, wanted } = change;
  const alter = `alter table ${written}`;
  const column = ident(wanted.name);
  if (wanted.generated === null) {
    const sql = `${alter} alter column ${column} drop expression`;
    return [{ kind: "alter column", table: called, sql }];
  }
  const what = `${wanted.name} holds values, and is to be computed`;
  const cure = `Give the computed column another name, or lose the values first:  --allow-drop ${shellWord(columnKey(called, wanted.name))}  with a schema that lacks it.`;
  if (present.generated === null)
    return [{ kind: "impossible", table: called, sql: "", question: { what, cure } }];
  return [
    { kind: "drop column", table: called, sql: `${alter} drop column ${column}` },
    { kind: "add column", table: called, sql: `${alter} add column ${declaration(wanted)}` },
  ];
}
