import { describe, expect, test } from "vitest";
import { indexDump } from "../../../src/source/dump/index-dump.ts";
import { openDump } from "../../../src/source/dump/open-dump.ts";
import { dumpFile, fileAt, rowsIn } from "../../support/dumps.ts";

const MYSQL = "-- MySQL dump 10.13\n";
const END = "-- Dump completed on 2026-01-14\n";
const mysql = (body: string) => `${MYSQL}${body}${END}`;

/** What a dump leaves open of each table: the lines. */
async function openIn(content: string, passOver: readonly number[] = []) {
  const { tables } = await indexDump(await openDump(fileAt(dumpFile(content))), { passOver });
  return Object.fromEntries(
    tables
      .filter(({ open }) => open.length > 0)
      .map(({ table, open }) => [table, open.map(({ line }) => line)]),
  );
}

const BOTH = [
  ["1", "a"],
  ["2", "b"],
];

describe("rows are read however their statement ends", () => {
  test.each([
    ["no sign at all", "INSERT INTO t VALUES (1,'a')\nINSERT INTO t VALUES (2,'b')\n"],
    ["one line", "SET IDENTITY_INSERT t ON INSERT INTO t VALUES (1,'a') INSERT t VALUES (2,'b');"],
    [
      "a CREATE TABLE without a sign",
      "CREATE TABLE t (x int, y text)\nINSERT INTO t VALUES (1,'a'),(2,'b');\n",
    ],
    ["a setting without a sign", "UNLOCK TABLES\nINSERT INTO t VALUES (1,'a'),(2,'b');\n"],
    ["GO", "INSERT t VALUES (1,'a')\nGO\ninsert t values (2,N'b')\n go 1\n"],
    ["a slash", "INSERT INTO t VALUES (1,'a')\n/\nINSERT INTO t VALUES (2,'b')\n/\n"],
    ["DELIMITER", "DELIMITER //\nINSERT INTO t VALUES (1,'a')//\nINSERT INTO t VALUES (2,'b')//\n"],
    [
      "comments in the list",
      "INSERT INTO t VALUES -- x\n(1,'a'), /* ; */\n-- (3,'c'),\n(2,'b')\n;\n",
    ],
    ["INSERT ... SET", "INSERT INTO t SET x = 1, y = 'a';\nINSERT INTO t SET x = 2, y = 'b';\n"],
    ["SELECT of values", "INSERT INTO t SELECT 1, 'a' AS y UNION ALL SELECT 2, 'b';\n"],
    ["INSERT ALL", "INSERT ALL INTO t VALUES (1,'a') INTO t VALUES (2,'b') SELECT * FROM dual;\n"],
    ["VALUES ROW", "INSERT INTO t VALUES ROW(1,'a'), ROW(2,'b');\n"],
    [
      "a block",
      "BEGIN\n  INSERT INTO t VALUES (1,'a');\n  INSERT INTO t VALUES (2,'b');\nEND;\n/\n",
    ],
    [
      "a transaction of T-SQL",
      "BEGIN TRY\nBEGIN TRAN\nINSERT t VALUES (1,'a')\nINSERT t VALUES (2,'b')\nCOMMIT\nEND TRY\nBEGIN CATCH\nROLLBACK\nEND CATCH\nGO\n",
    ],
    [
      "ON CONFLICT",
      "INSERT INTO t VALUES (1,'a') ON CONFLICT DO NOTHING\nINSERT INTO t VALUES (2,'b');\n",
    ],
    [
      "SQL*Plus lines",
      "REM don't\nPROMPT it's\nINSERT INTO t VALUES (1,'a');\nINSERT INTO t VALUES (2,'b');\n",
    ],
  ])("%s", async (_, content) => {
    expect(await rowsIn(content)).toEqual(BOTH);
    expect(await openIn(content)).toEqual({});
  });

  test("what no statement claims is refused with its line", async () => {
    const semicolon = rowsIn("INSERT INTO t VALUES (1,'a');\n(2,'b');\n");
    await expect(semicolon).rejects.toThrow(/line 2: this is not a statement/);
    const comma = rowsIn("INSERT INTO t VALUES (1,'a')\n(2,'b');\n");
    await expect(comma).rejects.toThrow(/line 2: a row is followed/);
    const copy =
      "SET client_encoding = 'UTF8';\nCOPY t (x) FROM stdin;\n1\nCOPY u (x) FROM stdin;\n2\n\\.\n";
    await expect(rowsIn(copy)).rejects.toThrow(/line 4: the rows of a COPY/);
    await expect(
      rowsIn("INSERT INTO t VALUES (1,'a');\nINSERT INTO t VALUES (2,'b')"),
    ).rejects.toThrow(/cut short/);
  });
});

describe("what changes rows that were read is done to them", () => {
  const ROWS = "INSERT INTO t (x, y) VALUES ('P1','a'),('P2','b'),('P3',NULL);\n";

  test("UPDATE and DELETE by value; rows behind them stay as they are", async () => {
    const content = `${ROWS}UPDATE t SET y = 'it''s', z = 3 WHERE x = 'P2' AND y = 'b';\nDELETE FROM t WHERE X IN ('P3', 'P9');\nINSERT INTO t (x, y, z) VALUES ('P3','new',1);\n`;
    expect(await rowsIn(content)).toEqual([
      ["P1", "a", null],
      ["P2", "it's", "3"],
      ["P3", "new", "1"],
    ]);
  });

  test("TRUNCATE, DELETE of all and DROP leave what comes behind them", async () => {
    const again = "INSERT INTO t (x, y) VALUES ('P9','z');\n";
    for (const statement of ["TRUNCATE TABLE t", "DELETE FROM t", "DROP TABLE IF EXISTS t"])
      expect(await rowsIn(`${ROWS}${statement};\n${again}`)).toEqual([["P9", "z"]]);
    const before = `DROP TABLE IF EXISTS t;\nDELETE FROM t;\n${ROWS}`;
    expect((await rowsIn(before)).length).toBe(3);
    expect(await openIn(before)).toEqual({});
  });

  test("a value that some database takes for another is not guessed at", async () => {
    for (const wanted of ["p2", "P2 ", "P\u0301" + "2"]) {
      const content = `${ROWS}UPDATE t SET y = 'c' WHERE x = '${wanted}';\n`;
      await expect(rowsIn(content)).rejects.toThrow(/line 2 changes rows of t/);
    }
    const number = "INSERT INTO t (x, y) VALUES ('007','a');\nDELETE FROM t WHERE x = 7;\n";
    await expect(rowsIn(number)).rejects.toThrow(/depends on the database/);
  });
});

describe("what cannot be done is left open, with its line", () => {
  const T = "INSERT INTO t (x, y) VALUES (1,'a'),(2,'b');\n";

  test.each([
    ["UPDATE of an expression", `${T}UPDATE t SET y = upper(y);\n`],
    ["UPDATE through an alias", `${T}UPDATE p SET y = 'c' FROM t p WHERE p.x = 1;\n`],
    ["UPDATE with a join", `${T}UPDATE t JOIN u ON u.x = t.x SET t.y = 'c';\n`],
    ["DELETE with a comparison", `${T}DELETE FROM t WHERE x > 1;\n`],
    [
      "MERGE",
      `${T}MERGE INTO t USING u ON (t.x = u.x) WHEN NOT MATCHED THEN INSERT (x) VALUES (2);\n`,
    ],
    ["RENAME", `${T}RENAME TABLE t TO u;\n`],
    ["ALTER ... RENAME", `${T}ALTER TABLE t RENAME TO u;\n`],
    ["ALTER ... CHANGE", `${T}ALTER TABLE t CHANGE x z int;\n`],
    ["a partition", `${T}ALTER TABLE t TRUNCATE PARTITION p0;\n`],
    ["DROP COLUMN", `${T}ALTER TABLE t DROP COLUMN y;\n`],
    ["INSERT ... SELECT", `${T}INSERT INTO t SELECT * FROM u;\n`],
    ["SELECT ... INTO", `${T}SELECT * INTO t FROM u;\n`],
    ["LOAD DATA", `${T}LOAD DATA INFILE 'x.csv' INTO TABLE t;\n`],
    ["a procedure", `${T}CALL fill_t();\n`],
    ["a procedure of T-SQL", `${T}EXEC dbo.fill\n`],
    ["SQL in a string", `${T}EXEC sp_executesql N'UPDATE t SET y = 1'\n`],
    ["DO", `${T}DO $$ BEGIN UPDATE t SET y = 'c'; END $$;\n`],
    ["WITH", `${T}WITH u AS (SELECT 1) DELETE FROM t USING u;\n`],
    ["GO with a count", `${T}GO 3\n`],
    ["a slash behind a semicolon", `${T}/\n`],
    ["another file", `${T}@more.sql\n`],
    ["a word that nobody knows", `${T}FROBNICATE ALL;\n`],
    ["rows without a table", `${T}VALUES (3,'c');\n`],
  ])("%s", async (_, content) => {
    expect(await openIn(content)).toEqual({ t: [2] });
    expect(await openIn(content, [2])).toEqual({});
  });

  test("CREATE TABLE once more without a DROP mixes two tables", async () => {
    const once = "CREATE TABLE t (x int);\nINSERT INTO t VALUES (1);\n";
    expect(await openIn(`${once}${once}`)).toEqual({ t: [3] });
    expect(await openIn(`${once}DROP TABLE t;\n${once}`)).toEqual({});
  });

  test("REPLACE and its like are plain rows, unless they meet a key that is there", async () => {
    const table = "CREATE TABLE `t` (`x` int, `y` text, PRIMARY KEY (`x`)) ENGINE=InnoDB;\n";
    for (const into of ["REPLACE INTO", "INSERT IGNORE INTO", "INSERT OR REPLACE INTO"]) {
      const plain = `${table}${into} \`t\` VALUES (1,'a'),(2,'a');\n`;
      expect(await openIn(mysql(plain))).toEqual({});
      expect(await openIn(mysql(`${plain}${into} t VALUES (2,'c');\n`))).toEqual({ t: [4] });
    }
  });

  test("what does nothing to rows leaves nothing open", async () => {
    const noise = [
      ...[
        "ALTER TABLE t ADD PRIMARY KEY (x)",
        "ALTER TABLE t CHANGE x x bigint",
        "GRANT INSERT, UPDATE ON t TO u",
      ],
      ...[
        "CREATE INDEX i ON t (x)",
        "ANALYZE TABLE t",
        "UPDATE STATISTICS t",
        "COMMENT ON TABLE t IS 'DELETE FROM t'",
      ],
      ...[
        "EXEC sys.sp_addextendedproperty @value = N'Update of t'",
        "SELECT setval('t_x_seq', 2)",
        "PRINT 'DELETE FROM t'",
      ],
      ...[
        "UPDATE u SET y = 1",
        "DELETE FROM u WHERE x = 1",
        "DROP TABLE u",
        "SET @x = 1",
        "LOCK TABLES t WRITE",
      ],
      ...[
        "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES t (x) ON DELETE CASCADE ON UPDATE SET NULL",
      ],
    ];
    for (const statement of noise) {
      const content = `${T}${statement};\nINSERT INTO t (x, y) VALUES (3,'c');\n`;
      expect([statement, await openIn(content), (await rowsIn(content)).length]).toEqual([
        statement,
        {},
        3,
      ]);
    }
  });
});

describe("values that programs write as calls are read", () => {
  test.each([
    ["to_date('10-MAY-70','DD-MON-RR')", "1970-05-10"],
    ["TO_DATE('2024-01-05 14:03:00', 'YYYY-MM-DD HH24:MI:SS')", "2024-01-05 14:03:00"],
    [
      "to_timestamp('05-JAN-24 10.15.00.500000000 PM','DD-MON-RR HH.MI.SSXFF AM')",
      "2024-01-05 22:15:00.5",
    ],
    ["STR_TO_DATE('05/01/2024','%d/%m/%Y')", "2024-01-05"],
    ["CAST(N'2020-01-01' AS Date)", "2020-01-01"],
    ["CAST(0x0000A2A500000000 AS DateTime)", "2013-12-31 00:00:00"],
    ["CAST(0x5B950A00 AS Date)", "1900-01-01"],
    ["CAST(12.50 AS Decimal(10, 2))", "12.50"],
    ["CONVERT(datetime, '20240105', 112)", "2024-01-05"],
    ["'a'||chr(10)||'b'", "a\nb"],
    ["N'a' + CHAR(13) + N'b'", "a\rb"],
    ["DATE '2024-01-05'", "2024-01-05"],
    ["{ts '2024-01-05 10:00:00'}", "2024-01-05 10:00:00"],
    ["#1/5/2024#", "2024-01-05"],
    ["U&'caf\\00e9'", "café"],
    ["q'[it's]'", "it's"],
    ["((0))", "0"],
    ["N'x' COLLATE Latin1_General_CI_AS", "x"],
  ])("%s", async (value, shown) => {
    expect(await rowsIn(`INSERT INTO t (x) VALUES (${value});\n`)).toEqual([[shown]]);
  });

  test.each([
    "to_date('5 mai 2024','DD MON YYYY')",
    "SYSDATE",
    "CAST('abcdef' AS varchar(3))",
    "CAST(1.7 AS int)",
    "@x",
    "1 || now()",
  ])("%s would have to be computed", async (value) => {
    await expect(rowsIn(`INSERT INTO t (x) VALUES (${value});\n`)).rejects.toThrow(
      /line 1: a value/,
    );
  });
});

test("names in another case are the same table and the same columns", async () => {
  const content =
    "CREATE TABLE Pat (PatId int, Name text);\ninsert into pat (name, PATID) values ('a', 1);\n";
  expect(await rowsIn(content, "pat")).toEqual([["1", "a"]]);
});
