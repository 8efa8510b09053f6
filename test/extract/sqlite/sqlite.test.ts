import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { SqliteDriver } from "../../../src/db/sqlite/driver.ts";
import { isDatabase } from "../../../src/extract/open-legacy-database.ts";
import { openLegacySqlite } from "../../../src/extract/sqlite/open-sqlite.ts";
import { SourceError, UsageError } from "../../../src/plain/errors.ts";
import { cellsOf, readSqlite, sqliteFile } from "../../support/extract.ts";
import { workspace } from "../../support/workspace.ts";

const rowsOf = async (path: string, table: string) =>
  (await readSqlite(path)).tables.get(table)?.map(cellsOf);

test("keys, references, lists of values and types come with the tables", async () => {
  const path = sqliteFile(`
    create table wards (code text primary key) without rowid;
    create table beds (ward text not null references wards, number int, state text default 'free'
      check (state in ('free', 'it''s taken') or state is null), primary key (ward, number));
    create unique index one_label on beds (state, number);
    create unique index partly on beds (number) where number > 3;`);
  const { manifest } = await readSqlite(path);
  const beds = manifest.tables.find(({ name }) => name === "beds")?.table;
  expect(beds?.declared).toEqual({
    primaryKey: ["ward", "number"],
    unique: [["state", "number"]],
    foreignKeys: [{ columns: ["ward"], to: ["wards"], toColumns: [] }],
    notNull: ["ward", "number"],
  });
  expect(beds?.columns).toEqual([
    { name: "ward", type: "text", nullable: false },
    { name: "number", type: "int", nullable: false },
    { name: "state", type: "text", nullable: true, values: ["free", "it's taken"] },
  ]);
});

test("all kinds of tables are read or told, and none passed over in silence", async () => {
  const path = sqliteFile(`
    create table plain (a); insert into plain values (1), (2);
    create table twice (a, b as (a * 2)); insert into twice values (3);
    create table strict_one (a integer) strict; insert into strict_one values (4);
    create table empty (a);
    create table "select" ("order" text, "with space" text); insert into "select" values ('x', 'y');
    create table numbered (rowid text, oid text, _rowid_ text); insert into numbered values ('r', 'o', '_');
    create virtual table notes using fts5(body); insert into notes values ('seen');
    create view fine as select a + 1 as more from plain;
    create view broken as select lost from nowhere;`);
  const { tables, ignored } = await readSqlite(path);
  expect(Object.fromEntries([...tables].map(([name, rows]) => [name, rows.map(cellsOf)]))).toEqual({
    plain: [["1"], ["2"]],
    twice: [["3", "6"]],
    strict_one: [["4"]],
    empty: [],
    select: [["x", "y"]],
    numbered: [["r", "o", "_"]],
    notes: [["seen"]],
  });
  const told = ignored.map(({ name }) => name);
  expect(told).toEqual(expect.arrayContaining(["fine", "broken", "notes_content", "notes_idx"]));
  const asked = await readSqlite(path, { tables: ["fine", "pla*"] });
  expect(asked.tables.get("fine")?.map(cellsOf)).toEqual([["2"], ["3"]]);
  expect([...asked.tables.keys()]).toEqual(["fine", "plain"]);
  const left = await readSqlite(path, { tables: ["!*e*", "!numbered"] });
  expect([...left.tables.keys()]).toEqual(["plain"]);
  await expect(readSqlite(path, { tables: ["plian"] })).rejects.toThrow(UsageError);
});

test("names of tables never lead out of the folder, and never meet", async () => {
  const names = [
    "../../up",
    "a/b",
    "a\\b",
    "a:b",
    "Con",
    "x".repeat(300),
    "é",
    "e\u0301",
    "..",
    "",
    " ",
  ];
  const path = sqliteFile(
    names
      .map((name, at) => `create table "${name}" (a); insert into "${name}" values (${at});`)
      .join("\n"),
  );
  const { tables, manifest } = await readSqlite(path);
  const files = manifest.tables.map(({ file }) => file);
  expect(files.every((file) => !/[/\\:]/.test(file) && Buffer.byteLength(file) < 200)).toBe(true);
  const folded = files.map((file) => file.normalize("NFKC").toLowerCase());
  expect(new Set(folded).size).toBe(names.length);
  const found = [...tables.values()].map((rows) => rows[0]?.cells[0]).sort();
  expect(found).toEqual(names.map((_, at) => String(at)).sort());
});

test("2,000 columns are read", async () => {
  const columns = Array.from({ length: 2_000 }, (_, at) => `c${at}`);
  const path = sqliteFile(
    `create table wide (${columns}); insert into wide (c0, c1999) values ('first', 'last')`,
  );
  const [row = []] = (await rowsOf(path, "wide")) ?? [];
  expect([row.length, row[0], row[1], row[1_999]]).toEqual([2_000, "first", null, "last"]);
});

test("a cell that is no UTF-8 is a flaw of its record alone", async () => {
  const path = sqliteFile(
    `create table t (a); insert into t values ('fine'), (cast(x'41ff42' as text));`,
  );
  const { tables } = await readSqlite(path);
  expect(tables.get("t")?.map(({ flaws }) => flaws)).toEqual([[], ["encoding"]]);
});

test("a cell longer than a record of a file may be is read whole", async () => {
  const path = sqliteFile(
    "create table scans (id, image); insert into scans values (1, zeroblob(1500000)), (2, null)",
  );
  const rows = (await rowsOf(path, "scans")) ?? [];
  expect(rows.map((row) => row.map((cell) => cell?.length ?? null))).toEqual([
    [1, 3_000_002],
    [1, null],
  ]);
});

test("the ledger of an HMSync database is left out and told", async () => {
  const path = sqliteFile("create table ledger_runs (id); create table patients (id)");
  const { tables, ignored } = await readSqlite(path);
  expect([...tables.keys()]).toEqual(["patients"]);
  expect(ignored.map(({ name }) => name)).toEqual(["ledger_runs"]);
});

const filesBeside = (path: string) => readdirSync(dirname(path)).sort();

test("a database is told by its bytes, whatever it is called", () => {
  const path = sqliteFile("create table t (a)", join(workspace(), "patients.csv"));
  expect(isDatabase(path)).toBe(true);
  expect(isDatabase(dirname(path))).toBe(false);
});

test("the rows of a write-ahead log in use are read, and its files are left alone", async () => {
  const path = sqliteFile("create table t (a)");
  const writer = new SqliteDriver(path);
  writer.pragma("journal_mode = wal");
  writer.exec("insert into t values ('in the log')");
  expect(await rowsOf(path, "t")).toEqual([["in the log"]]);
  writer.exec("insert into t values ('and later')");
  writer.close();
  expect(filesBeside(path)).toEqual(["legacy.db"]);
});

test("a database that keeps a log is read where nothing can be written, and left as it was", async () => {
  const path = sqliteFile(
    "pragma journal_mode = wal; create table t (a); insert into t values (1)",
  );
  const before = { bytes: readFileSync(path), modified: statSync(path).mtimeMs };
  chmodSync(dirname(path), 0o500);
  const { tables, notes } = await readSqlite(path);
  expect(tables.get("t")?.map(cellsOf)).toEqual([["1"]]);
  expect(notes).toHaveLength(1);
  chmodSync(dirname(path), 0o700);
  expect(filesBeside(path)).toEqual(["legacy.db"]);
  expect({ bytes: readFileSync(path), modified: statSync(path).mtimeMs }).toEqual(before);
});

test("the private copy of a process that was killed is removed by the next one", async () => {
  const path = sqliteFile("pragma journal_mode = wal; create table t (a)");
  const temporary = workspace();
  const copies = () => readdirSync(temporary).filter((name) => name.includes("extract"));
  vi.stubEnv("TMPDIR", temporary);
  try {
    const database = await openLegacySqlite(path, { timeoutMs: 300 });
    const [name = ""] = copies();
    await database.close();
    expect(copies()).toEqual([]);
    const { pid } = spawnSync(process.execPath, ["--version"]);
    mkdirSync(join(temporary, name.replace(String(process.pid), String(pid))));
    await (await openLegacySqlite(path, { timeoutMs: 300 })).close();
    expect(copies()).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test("a copy with its log has what the log holds", async () => {
  const path = sqliteFile("create table t (a)");
  const writer = new SqliteDriver(path);
  writer.pragma("journal_mode = wal");
  writer.exec("insert into t values ('in the log')");
  const copy = join(workspace(), "copy.db");
  for (const side of ["", "-wal"]) copyFileSync(`${path}${side}`, `${copy}${side}`);
  writer.close();
  expect(await rowsOf(copy, "t")).toEqual([["in the log"]]);
  expect(filesBeside(copy)).toEqual(["copy.db", "copy.db-wal"]);
});

test("a database that stays locked is refused", async () => {
  const path = sqliteFile("create table t (a)");
  const writer = new SqliteDriver(path);
  writer.exec("begin exclusive");
  await expect(readSqlite(path)).rejects.toThrow(SourceError);
  writer.exec("rollback");
  expect(await rowsOf(path, "t")).toEqual([]);
  writer.close();
});

test("half of a change that was never taken back is refused, and left as it was", async () => {
  const path = sqliteFile(
    "pragma page_size = 512; create table t (a); insert into t values (zeroblob(9000))",
  );
  const writer = new SqliteDriver(path);
  writer.pragma("cache_size = 2");
  writer.exec("begin; update t set a = randomblob(9000); insert into t values (randomblob(90000))");
  const copy = join(workspace(), "copy.db");
  for (const side of ["", "-journal"]) copyFileSync(`${path}${side}`, `${copy}${side}`);
  writer.exec("rollback");
  writer.close();
  const before = readFileSync(copy);
  await expect(readSqlite(copy)).rejects.toThrow(SourceError);
  expect(readFileSync(copy).equals(before) && existsSync(`${copy}-journal`)).toBe(true);
});

test("a database that was cut short is refused, and nothing of it is kept", async () => {
  const path = sqliteFile(
    "pragma page_size = 512; create table t (a); insert into t select value from (with recursive n(value) as (select 1 union all select value + 1 from n limit 2000) select value from n)",
  );
  truncateSync(path, 2_048);
  await expect(readSqlite(path)).rejects.toThrow(SourceError);
});

test("behind the first bytes may be anything: it is refused", async () => {
  const path = join(workspace(), "legacy.db");
  writeFileSync(path, Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(2_000, 7)]));
  await expect(readSqlite(path)).rejects.toThrow(SourceError);
});

test("a database in UTF-16 comes out as UTF-8", async () => {
  const path = sqliteFile(
    `pragma encoding = 'UTF-16le'; create table t (a, b, c); insert into t values ('é "\u{1F600}"', x'00ff', 1.5)`,
  );
  expect(await rowsOf(path, "t")).toEqual([['é "\u{1F600}"', "\\x00ff", "1.5"]]);
});

test("a link leads to the database and to its log", async () => {
  const path = sqliteFile("create table t (a)");
  const writer = new SqliteDriver(path);
  writer.pragma("journal_mode = wal");
  writer.exec("insert into t values ('in the log')");
  const link = join(workspace(), "link.db");
  symlinkSync(path, link);
  expect(await rowsOf(link, "t")).toEqual([["in the log"]]);
  writer.close();
});
