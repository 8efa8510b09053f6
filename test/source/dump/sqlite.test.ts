import { expect, test } from "vitest";
import { dumpFile, rowsIn, tableOf } from "../../support/dumps.ts";

const whole = (body: string) => `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n${body}COMMIT;\n`;
const CREATE = `CREATE TABLE IF NOT EXISTS "t" (id integer primary key, "a b" text, [c] blob, g as (id + 1) stored, \`d\`);\n`;

test("names, blobs, numbers, line ends and control characters come back", async () => {
  const dump = whole(
    String.raw`${CREATE}INSERT INTO t VALUES(1,'a''b\n',X'00ff',-1.5e300);
INSERT INTO t VALUES(2,replace(replace('x\ny\rz','\r',char(13)),'\n',char(10)),NULL,9223372036854775807);
INSERT INTO "t" VALUES(3,unistr('bell \u0007, \\, \+01F600'),x'',1e999);
INSERT INTO t VALUES(4,'',X'',0.10000000000000000555);
`,
  );
  const { columns, rows } = await tableOf(dumpFile(dump), "T");
  expect(columns).toEqual(["id", "a b", "c", "d"]);
  expect(rows).toEqual([
    ["1", "a'b\\n", "bytes 00ff", "-1.5e300"],
    ["2", "x\ny\rz", null, "9223372036854775807"],
    ["3", "bell \u0007, \\, 😀", "bytes ", "1e999"],
    ["4", "", "bytes ", "0.10000000000000000555"],
  ]);
});

test("rows in triggers and views are no rows, and SQLite's own tables are not offered", async () => {
  const dump = whole(`${CREATE}CREATE TRIGGER x AFTER INSERT ON t BEGIN
  INSERT INTO t VALUES (1,'a',NULL,2); SELECT CASE WHEN 1 THEN 2 ELSE 3 END; END;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('t',3);
INSERT INTO t(rowid,id,"a b") VALUES(5,5,'x');
`);
  expect(await tableOf(dumpFile(dump), "t")).toMatchObject({
    columns: ["id", "a b", "c", "g", "d", "rowid"],
    rows: [["5", "x", null, null, null, "5"]],
  });
});

test("what sqlite3 could not read to the end is refused", async () => {
  const dump = `${whole("INSERT INTO t VALUES(1);\n").replace("COMMIT;\n", "")}/****** CORRUPTION ERROR *******/\nROLLBACK; -- due to errors\n`;
  await expect(rowsIn(dump)).rejects.toThrow(/incomplete/);
  await expect(
    rowsIn(whole("INSERT INTO t VALUES(1);\n").replace("COMMIT;\n", "")),
  ).rejects.toThrow(/cut short/);
});

test("a column's name may hold the signs that end a column", async () => {
  const dump = whole(
    `CREATE TABLE t ([it's, (a] text, "b""'(" text, \`c,'\` text);\nINSERT INTO t VALUES('1','2','3');\n`,
  );
  const { columns, rows } = await tableOf(dumpFile(dump), "t");
  expect(columns).toEqual(["it's, (a", "b\"'(", "c,'"]);
  expect(rows).toEqual([["1", "2", "3"]]);
});
