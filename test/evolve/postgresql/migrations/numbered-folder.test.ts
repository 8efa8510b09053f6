import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { readNumberedFolder } from "../../../../src/evolve/postgresql/migrations/numbered-folder.ts";
import { UsageError } from "../../../../src/plain/errors.ts";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-numbered-"));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
const read = (files: Readonly<Record<string, string | Buffer>>) =>
  readNumberedFolder(folderOf(files));
const stepsOf = (sql: string) =>
  read({ "1_a.sql": sql }).migrations[0]?.steps.map(({ kind, statements }) => [
    kind,
    statements.map((one) => one.sql),
  ]);

describe("a numbered folder", () => {
  it("is in the order of its numbers, and tells those that are left out and files that are none", () => {
    const { migrations, notes } = read({
      "010_ten.sql": "select 10",
      "9_nine.sql": "select 9",
      "002_two.up.sql": "select 2",
      "002_two.down.sql": "select -2",
      "seed.sql": "select 0",
      "README.md": "read",
      "._003_mac.sql": "x",
    });
    expect(migrations.map(({ name }) => name)).toEqual(["002_two", "9_nine", "010_ten"]);
    expect(migrations.map(({ down }) => down !== undefined)).toEqual([true, false, false]);
    expect(notes.join(" ")).toMatch(/3 to 8.*seed\.sql/);
  });

  it("numbers that are times leave no gaps", () => {
    expect(
      read({ "20240101120000_a.sql": "select 1", "20250101120000_b.sql": "select 2" }).notes,
    ).toEqual([]);
  });

  it("a byte order mark and line ends of Windows change neither statements nor checksum", () => {
    const [plain] = read({ "1_a.sql": "select 1;\nselect 2;\n" }).migrations;
    const [windows] = read({ "1_a.sql": "\uFEFFselect 1;\r\nselect 2;\r\n" }).migrations;
    expect(windows?.sha256).toBe(plain?.sha256);
    expect(windows?.steps).toEqual(
      plain?.steps.map((step) => expect.objectContaining({ kind: step.kind })),
    );
    expect(windows?.steps[0]?.statements.map(({ sql }) => sql)).toEqual(["select 1", "select 2"]);
  });

  it("a file is one transaction, with BEGIN and COMMIT or without", () => {
    const one = [["inside", ["select 1", "select 2"]]];
    expect(stepsOf("select 1; select 2;")).toEqual(one);
    expect(stepsOf("begin; select 1; commit; start transaction; select 2; end;")).toEqual(one);
  });

  it.each([
    "create unique index concurrently i on t (a)",
    "drop index concurrently i",
    "reindex table concurrently t",
    "reindex schema public",
    "vacuum (analyze) t",
    "alter table t detach partition u concurrently",
  ])("%s stands outside of transactions", (sql) => {
    expect(stepsOf(`select 1; ${sql}; select 2;`)).toEqual([
      ["inside", ["select 1"]],
      ["outside", [sql]],
      ["inside", ["select 2"]],
    ]);
  });

  it("an enum's new value is committed before it is used, unless the type is as new", () => {
    const add = "alter type mood add value 'calm'";
    const use = "update t set m = 'calm'";
    expect(stepsOf(`${add}; ${use}`)?.map(([kind]) => kind)).toEqual(["outside", "inside"]);
    expect(stepsOf(`${add}; select 1`)?.map(([kind]) => kind)).toEqual(["inside"]);
    const made = `create type mood as enum ('sad'); ${add}; ${use}`;
    expect(stepsOf(made)?.map(([kind]) => kind)).toEqual(["inside"]);
  });

  it("what may be lost stands in the file", () => {
    const header = '-- Drops the phone.\n-- hmsync: {"allowDrop":["patients.phone"]}\n';
    const [migration] = read({ "1_a.sql": `${header}select 1;` }).migrations;
    expect(migration?.permissions).toEqual({
      allowDrop: ["patients.phone"],
      allowDropTable: [],
      allowConvert: [],
      allowDropObject: [],
    });
  });

  it.each([
    ["an empty file", "-- nothing\n;\n", /1_a\.sql/],
    ["UTF-16", Buffer.from("\uFEFFselect 1", "utf16le"), /UTF-16/],
    ["Latin-1", Buffer.from("select 'é'", "latin1"), /UTF-8/],
    ["a zero byte", "select 1;\0", /UTF-8/],
    ["a rollback", "select 1;\nrollback;", /line 2/],
    ["begin alone", "begin;\nselect 1;", /line 1/],
    ["commit alone", "select 1;\ncommit;", /line 2/],
    ["begin within begin", "begin;\nbegin;\ncommit;", /line 2/],
    ["another isolation", "begin isolation level serializable;\ncommit;", /line 1/],
    [
      "an index made outside within begin",
      "begin;\ncreate index concurrently i on t (a);\ncommit;",
      /line 2/,
    ],
    ["another database", "create database other;", /line 1/],
    ["a program of the server", "copy t from program 'ls';", /line 1/],
    ["a file of the server", "copy t from '/etc/passwd';", /line 1/],
    ["rows written out", "copy t to stdout;", /line 1/],
    ["triggers off", "set session_replication_role = replica;", /line 1/],
    ["other strings", "set standard_conforming_strings = off;", /line 1/],
    ["another encoding", "set client_encoding to 'LATIN1';", /line 1/],
    ["decisions that are no JSON", "-- hmsync: {allow}\nselect 1;", /line 1/],
  ])("%s is refused by name", (_, content, place) => {
    const reading = () => read({ "1_a.sql": content });
    expect(reading).toThrow(UsageError);
    expect(reading).toThrow(place);
  });

  it("two of one number, an empty folder and a missing one are refused", () => {
    expect(() => read({ "1_a.sql": "select 1", "001_b.sql": "select 2" })).toThrow(
      /1_a\.sql.*001_b|001_b.*1_a/,
    );
    expect(() => read({ "seed.sql": "select 1" })).toThrow(UsageError);
    expect(() => readNumberedFolder("/nowhere/at/all")).toThrow(UsageError);
    const folder = folderOf({});
    mkdirSync(join(folder, "001_folder.sql"));
    expect(() => readNumberedFolder(folder)).toThrow(UsageError);
  });
});
