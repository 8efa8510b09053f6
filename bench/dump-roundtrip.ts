import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { SqliteDriver } from "../src/db/sqlite/driver.ts";
import { dumpRows } from "../src/source/dump/dump-rows.ts";
import { cellOf, type DumpValue } from "../src/source/dump/dump-value.ts";
import { findTable, indexDump } from "../src/source/dump/index-dump.ts";
import { openDump } from "../src/source/dump/open-dump.ts";
import { sourceFile } from "../src/source/open-export.ts";

// Any table content, written by the real pg_dump and sqlite3 and read back, must be equal.
// `npx tsx bench/dump-roundtrip.ts --runs 200 --pg "host=/tmp/pg user=postgres"`; without --pg sqlite3 alone.

const { values: given } = parseArgs({
  options: {
    runs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    pg: { type: "string" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "hmsync-dumps-"));
const out = (text: string) => process.stdout.write(`${text}\n`);

/** A cell for comparison: what it is, and what it holds. */
type Plain = string | null;

const plain = (value: DumpValue): Plain => {
  if (value === null) return null;
  if (Buffer.isBuffer(value)) return `bytes ${value.toString("hex")}`;
  return cellOf(value);
};

async function readBack(path: string, table: string, asPlain = plain): Promise<Plain[][]> {
  const index = await indexDump(await openDump(sourceFile(path, statSync(path))));
  const found: Plain[][] = [];
  for await (const rows of dumpRows(index.dump, findTable(index, table))) {
    for (const row of rows) {
      if (row.undecoded !== undefined) throw new TypeError("a row that is no text");
      found.push(row.values.map(asPlain));
    }
  }
  return found;
}

/** Halves of letters become what UTF-8 makes of them. */
const wellFormed = (one: string): string => Buffer.from(one).toString("utf8");

/** Text without NUL, which no database takes, and without halves of letters. */
const text = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }) },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
    fc.constantFrom(
      "",
      "\\N",
      "\\.",
      "NULL",
      "'",
      "''",
      "\\",
      "\\\\",
      "\\'",
      "a\nb",
      "\r\n",
      "\t",
      "$$",
      "$a$",
    ),
    fc.constantFrom(
      "-- x",
      "/* x",
      "*/",
      ";",
      "');",
      "E'",
      "\\x41",
      "\\101",
      "COPY t FROM stdin;",
      "#",
    ),
    fc.constantFrom(
      "\u0001",
      "\u007f",
      "\ufeff",
      "é",
      "𝄞",
      "\u2028",
      "`",
      '"',
      "?",
      "%s",
      "\b\f\v",
    ),
  )
  .map((one) => wellFormed(one.replaceAll("\0", "")));
const bytes = fc.uint8Array({ maxLength: 20 }).map((one) => Buffer.from(one));
const nullable = <Value>(one: fc.Arbitrary<Value>) => fc.option(one, { freq: 5 });

const pgRow = fc.tuple(
  ...([nullable(text), nullable(text), nullable(bytes), nullable(fc.boolean())] as const),
  ...([
    nullable(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    nullable(fc.double()),
  ] as const),
  ...([nullable(fc.array(nullable(text), { maxLength: 4 })), nullable(fc.integer())] as const),
);
const PG_COLUMNS = `id serial, "we""ird \\ name" text, plain varchar(200), raw bytea, flag boolean, big bigint,
  real double precision, list text[], "Select" integer, n numeric generated always as (1) stored`;

const hexText = (one: string | null) =>
  one === null
    ? "null"
    : `convert_from(decode('${Buffer.from(one).toString("hex")}', 'hex'), 'UTF8')`;

function pgValues(row: readonly unknown[]): string {
  const [odd, name, raw, flag, big, real, list, int] = row as [
    ...[string | null, string | null, Buffer | null, boolean | null, bigint | null],
    ...[number | null, (string | null)[] | null, number | null],
  ];
  const items = list?.map(hexText).join(", ");
  return [
    ...["default", hexText(odd), hexText(name === null ? null : wellFormed(name.slice(0, 60)))],
    raw === null ? "null" : `decode('${raw.toString("hex")}', 'hex')`,
    ...[String(flag), String(big), real === null ? "null" : `'${real}'::float8`],
    list === null ? "null" : `array[${items}]::text[]`,
    ...[String(int), "default"],
  ].join(", ");
}

const psql = (sql: string, args: readonly string[] = []) =>
  execFileSync("psql", ["-q", "-At", "-v", "ON_ERROR_STOP=1", ...args, given.pg ?? ""], {
    input: sql,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });

const PG_NAMES = [
  "id",
  'we"ird \\ name',
  "plain",
  "raw",
  "flag",
  "big",
  "real",
  "list",
  "Select",
  "n",
];

/** What PostgreSQL itself says that the table holds. */
function pgExpected(): Plain[][] {
  const columns = PG_NAMES.map((name) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    if (name === "raw") return `coalesce('bytes ' || encode(${quoted}, 'hex'), 'N')`;
    return `coalesce('T' || encode(convert_to(${quoted}::text, 'UTF8'), 'hex'), 'N')`;
  });
  const lines = psql(`select ${columns.join(", ")} from "odd ""table" order by id`)
    .split("\n")
    .filter(Boolean);
  return lines.map((line) =>
    line.split("|").map((cell) => {
      if (cell === "N") return null;
      return cell.startsWith("T") ? Buffer.from(cell.slice(1), "hex").toString("utf8") : cell;
    }),
  );
}

const PG_FORMS: readonly (readonly [name: string, flags: readonly string[], options?: string])[] = [
  ["COPY", []],
  ["INSERT", ["--inserts"]],
  ["INSERT with columns", ["--column-inserts"]],
  ["INSERT of 7 rows", ["--rows-per-insert=7", "--on-conflict-do-nothing"]],
  ["COPY, names quoted", ["--quote-all-identifiers", "--no-owner"]],
  ["INSERT, backslashes escape", ["--inserts"], "-c standard_conforming_strings=off"],
  ["COPY, bytea escape", [], "-c bytea_output=escape"],
  ["INSERT, bytea escape", ["--inserts"], "-c bytea_output=escape"],
  ["data only", ["--data-only", "--column-inserts"]],
];

async function pgRound(rows: readonly (readonly unknown[])[]): Promise<void> {
  psql(`drop table if exists "odd ""table"; create table "odd ""table" (${PG_COLUMNS});
    ${rows.map((row) => `insert into "odd ""table" values (${pgValues(row)});`).join("\n")}`);
  const expected = pgExpected();
  for (const [name, flags, options] of PG_FORMS) {
    const path = join(folder, "pg.sql");
    const env = { ...process.env, ...(options && { PGOPTIONS: options }) };
    execFileSync("pg_dump", [...flags, "-f", path, "-t", '"odd ""table"', given.pg ?? ""], { env });
    const found = await readBack(path, 'odd "table');
    compare(name, withoutComputed(found, flags), withoutComputed(expected, flags));
  }
}

/**
 * COPY and lists of columns leave out what is computed, the last one. Where the types are left out, too,
 * bytes are the text that PostgreSQL writes for them.
 */
const withoutComputed = (rows: readonly Plain[][], flags: readonly string[]) =>
  rows.map((row) =>
    row
      .slice(0, PG_NAMES.length - 1)
      .map((cell) => (flags.includes("--data-only") ? cell?.replace(/^bytes /, "\\x") : cell)),
  );

function compare(form: string, found: unknown, expected: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new TypeError(`${form}: ${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
}

const sqliteCell = fc.oneof(
  ...[text, fc.constant(null), bytes, fc.integer(), fc.double({ noNaN: true })],
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);

async function sqliteRound(rows: readonly (readonly unknown[])[]): Promise<void> {
  const path = join(folder, "round.db");
  rmSync(path, { force: true });
  const db = new SqliteDriver(path);
  db.exec(`create table "odd ""table" (id integer primary key autoincrement, "a b" text, "c,d" blob, [e(f] any,
      g generated always as (id + 1), h text default ');--');
    create table log (line); create trigger kept after delete on "odd ""table" begin
      insert into log values ('a;b'); select case when 1 then 2 end; end;
    create view seen as select ';' as x from "odd ""table";`);
  const insert = db.prepare(
    `insert into "odd ""table" ("a b", "c,d", [e(f], h) values (?, ?, ?, ?)`,
  );
  for (const row of rows) insert.run(row);
  // As sqlite3 itself would write the numbers, in full.
  const expected = db
    .prepare(`select id, "a b", "c,d", [e(f], h from "odd ""table" order by id`)
    .safeIntegers()
    .raw()
    .all() as unknown[][];
  db.close();
  const dump = join(folder, "sqlite.sql");
  writeFileSync(dump, execFileSync("sqlite3", [path, ".dump"], { maxBuffer: 2 ** 28 }));
  const found = await readBack(dump, 'odd "table', typed);
  compare(
    "sqlite3 .dump",
    found,
    expected.map((row) => row.map(sqlitePlain)),
  );
  writeFileSync(`${dump}.gz`, gzipSync(execFileSync("sqlite3", [path, ".dump"])));
  compare("sqlite3 .dump, gzipped", await readBack(`${dump}.gz`, 'odd "table', typed), found);
}

/** As `plain`, but a number is told from the text that looks like it. */
const typed = (value: DumpValue): Plain =>
  value !== null && typeof value === "object" && "number" in value
    ? canonical(value.number)
    : plain(value);

const sqlitePlain = (value: unknown): Plain => {
  if (value === null || typeof value === "string") return value;
  if (Buffer.isBuffer(value)) return `bytes ${value.toString("hex")}`;
  return typeof value === "bigint" ? `number ${value}` : canonical(value as number);
};

/** 1.5 and 1.5000000000000000000 are one number; the digits of integers are compared as they are. */
function canonical(number: string | number): string {
  if (typeof number === "string" && /^[+-]?\d+$/.test(number)) return `number ${number}`;
  return `real ${Number(number) + 0}`;
}

const settings = { numRuns: Number(given.runs), seed: Number(given.seed) };
mkdirSync(folder, { recursive: true });
try {
  const started = Date.now();
  const sqliteRows = fc.array(fc.tuple(sqliteCell, sqliteCell, sqliteCell, nullable(text)), {
    maxLength: 30,
  });
  await fc.assert(fc.asyncProperty(sqliteRows, sqliteRound), settings);
  out(`sqlite3 .dump: ${given.runs} databases came back row for row (${Date.now() - started} ms)`);
  if (given.pg !== undefined) {
    const from = Date.now();
    await fc.assert(
      fc.asyncProperty(fc.array(pgRow, { minLength: 1, maxLength: 25 }), pgRound),
      settings,
    );
    out(
      `pg_dump: ${given.runs} tables in ${PG_FORMS.length} forms came back row for row (${Date.now() - from} ms)`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
