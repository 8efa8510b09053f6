import { describe, expect, test } from "vitest";
import { dumpRows } from "../../../src/source/dump/dump-rows.ts";
import { indexDump } from "../../../src/source/dump/index-dump.ts";
import { openDump } from "../../../src/source/dump/open-dump.ts";
import { openExport } from "../../../src/source/open-export.ts";
import { unpackExport } from "../../../src/source/unpack-export.ts";
import { dumpFile, fileAt, rowsIn, shown, tableOf } from "../../support/dumps.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

// Rows without a list of columns have those that were declared where they stand.

const MYSQL = "-- MySQL dump 10.13\n";
const END = "-- Dump completed on 2026-01-14\n";
const TABLE =
  "CREATE TABLE t (id int, name varchar(20));\nINSERT INTO t VALUES (1,'Ada'),(2,'Bo');\n";
const LATER = "INSERT INTO t VALUES (3,'Cy','x');\n";

const read = (alter: string, later = LATER) => rowsIn(`${TABLE}${alter}${later}`);
const inMySql = (alter: string, later = LATER) =>
  tableOf(dumpFile(`${MYSQL}${TABLE}${alter}${later}${END}`), "t");

const ROWS = [
  ["1", "Ada", null],
  ["2", "Bo", null],
  ["3", "Cy", "x"],
];
const FILLED = [
  ["1", "Ada", "new"],
  ["2", "Bo", "new"],
  ["3", "Cy", "x"],
];

describe("rows before a column that is added have nothing in it", () => {
  test.each([
    ["ADD COLUMN", "ALTER TABLE t ADD COLUMN ward varchar(9);\n"],
    ["ADD", "ALTER TABLE t ADD ward text NULL;\n"],
    ["no sign at the end of the rows", "ALTER TABLE t ADD COLUMN IF NOT EXISTS ward text;\n"],
    ["what a database computes", "ALTER TABLE t ADD ward timestamp DEFAULT now() NOT NULL;\n"],
    ["what a database puts together", "ALTER TABLE t ADD ward text DEFAULT 'a' || session_user;\n"],
    ["NULL", "ALTER TABLE t ADD ward text DEFAULT NULL;\n"],
    ["brackets", "ALTER TABLE t ADD (ward varchar2(9));\n"],
  ])("%s", async (_, alter) => {
    expect(await read(alter)).toEqual(ROWS);
  });

  test("their statement has no sign at its end", async () => {
    const rows = TABLE.replace(/;\n$/, "\n");
    expect(await rowsIn(`${rows}ALTER TABLE t ADD COLUMN ward text;\n${LATER}`)).toEqual(ROWS);
  });
});

test.each([
  ["a text", "ALTER TABLE t ADD COLUMN ward varchar(9) NOT NULL DEFAULT 'new';\n"],
  ["with its type", "ALTER TABLE t ADD COLUMN ward text DEFAULT 'new'::text NOT NULL;\n"],
  ["in brackets", "ALTER TABLE t ADD ward text DEFAULT ('new');\n"],
])("they have its default where that is a value: %s", async (_, alter) => {
  expect(await read(alter)).toEqual(FILLED);
});

test("so have rows whose statement lists other columns, and none that comes later", async () => {
  const listed =
    "CREATE TABLE t (id int, name text);\nINSERT INTO t (name, id) VALUES ('Ada',1);\n";
  const alter = "ALTER TABLE t ADD ward text DEFAULT 'new';\n";
  const later = "INSERT INTO t VALUES (2,'Bo',NULL);\nINSERT INTO t (id, ward) VALUES (3,'x');\n";
  expect(await rowsIn(`${listed}${alter}${later}`)).toEqual([
    ["1", "Ada", "new"],
    ["2", "Bo", null],
    ["3", null, "x"],
  ]);
});

test("SQL Server says ADD once for several columns, and leaves its rows without a default", async () => {
  const head =
    "USE [hms]\nGO\nCREATE TABLE [dbo].[t]([id] [int], [name] [nvarchar](20)) ON [PRIMARY]\nGO\n";
  const first = "INSERT [dbo].[t] VALUES (1, N'Ada')\nGO\n";
  const alter =
    "ALTER TABLE [dbo].[t] ADD [ward] [int] NULL DEFAULT ((7)), [bed] [int] NOT NULL CONSTRAINT [d] DEFAULT ((4))\nGO\n";
  const later = "INSERT [dbo].[t] VALUES (2, N'Bo', 5, 6)\nGO\n";
  expect(await rowsIn(`${head}${first}${alter}${later}`)).toEqual([
    ["1", "Ada", null, "4"],
    ["2", "Bo", "5", "6"],
  ]);
});

test("MySQL puts columns among the others, and moves them", async () => {
  const first = await inMySql(
    "ALTER TABLE t ADD ward int FIRST;\n",
    "INSERT INTO t VALUES (9,3,'Cy');\n",
  );
  expect(first).toMatchObject({
    columns: ["ward", "id", "name"],
    rows: [
      [null, "1", "Ada"],
      [null, "2", "Bo"],
      ["9", "3", "Cy"],
    ],
  });
  const after = await inMySql(
    "ALTER TABLE t ADD COLUMN a int AFTER `id`, ADD b int DEFAULT 5;\nINSERT INTO t VALUES (3,8,'Cy',6);\nALTER TABLE t MODIFY b int AFTER id;\n",
    "INSERT INTO t VALUES (4,7,9,'Di');\n",
  );
  expect(after).toMatchObject({
    columns: ["id", "b", "a", "name"],
    rows: [
      ["1", "5", null, "Ada"],
      ["2", "5", null, "Bo"],
      ["3", "6", "8", "Cy"],
      ["4", "7", "9", "Di"],
    ],
  });
});

test("what rows before it have is told with its line; a row of another width stays one", async () => {
  const content = `${TABLE}ALTER TABLE t ADD ward text;\nINSERT INTO t VALUES (3,'Cy');\n`;
  const { tables } = await indexDump(await openDump(fileAt(dumpFile(content))));
  expect(tables.flatMap(({ told }) => told)).toEqual([
    "line 3 (ALTER TABLE) adds the column ward: the 2 rows before it have nothing in it",
  ]);
  expect((await rowsIn(content)).map((row) => row.length)).toEqual([3, 3, 2]);
});

describe("a dump of data alone has the columns that its rows show, and those that are added", () => {
  const added = "ALTER TABLE t ADD ward text DEFAULT 'new';\n";
  test.each([
    [
      "rows without a list",
      ["INSERT INTO t VALUES (1,'Ada'),(2,'Bo');\n", LATER],
      ["column 1", "column 2", "ward"],
    ],
    [
      "rows with a list",
      [
        "INSERT INTO t (id, name) VALUES (1,'Ada'),(2,'Bo');\n",
        "INSERT INTO t (name, ward, id) VALUES ('Cy','x',3);\n",
      ],
      ["id", "name", "ward"],
    ],
    [
      "a list, and none behind it",
      ["INSERT INTO t (id, name) VALUES (1,'Ada'),(2,'Bo');\n", LATER],
      ["id", "name", "ward"],
    ],
  ])("%s", async (_, rows, columns) => {
    const found = await tableOf(dumpFile(`${MYSQL}${rows.join(added)}${END}`), "t");
    expect(found).toEqual({ columns, rows: FILLED, counted: 3 });
  });

  test("a table that is made behind its rows has the columns that are declared", async () => {
    const content = `INSERT INTO t VALUES (1,'Ada');\n${added}DROP TABLE t;\n${TABLE}`;
    const found = await tableOf(dumpFile(`${MYSQL}${content}${END}`), "t");
    expect(found).toEqual({
      columns: ["id", "name"],
      rows: ROWS.slice(0, 2).map((row) => row.slice(0, 2)),
      counted: 2,
    });
  });

  test("and the names that a dump of definitions says, by their place", async () => {
    const folder = writeFiles(workspace(), {
      "a.sql": `${MYSQL}CREATE TABLE t (no int, who text, bed text);\n${END}`,
      "b.sql": `${MYSQL}INSERT INTO t VALUES (1,'Ada'),(2,'Bo');\n${added}${LATER}${END}`,
    });
    const { files } = await unpackExport(openExport(folder));
    const of = files.find(({ table }) => table !== undefined)?.table;
    const rows: unknown[] = [];
    for await (const group of of === undefined ? [] : dumpRows(of.dump, of.table)) {
      rows.push(...group.map(({ values }) => values.map(shown)));
    }
    expect(of?.table.columns.map(({ name }) => name)).toEqual(["no", "who", "bed"]);
    expect(rows).toEqual(FILLED);
  });
});
