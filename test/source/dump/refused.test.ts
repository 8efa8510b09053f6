import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openExport } from "../../../src/source/open-export.ts";
import { openTable } from "../../../src/source/read-table.ts";
import { unpackExport } from "../../../src/source/unpack-export.ts";
import { dumpFile, tableOf } from "../../support/dumps.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";
import { storedArchive } from "../../support/zip.ts";

const SMALL =
  "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nINSERT INTO t VALUES(1,'a');\nCOMMIT;\n";
const TAR = Buffer.concat([Buffer.alloc(257), Buffer.from("ustar\0"), Buffer.alloc(100)]);

describe("what is no dump that can be read", () => {
  test.each([
    ["pg_dump's own format", Buffer.from("PGDMP\x01\x0e\x00rest"), "pg_restore"],
    ["the same, gzipped", gzipSync(Buffer.from("PGDMP\x01\x0e\x00rest")), "pg_restore"],
    ["a tar archive", TAR, "pg_restore"],
    ["an SQLite database", Buffer.from("SQLite format 3\0rest"), "as the source"],
    ["a zip", Buffer.from("PK\x03\x04rest"), ".zip"],
    ["nothing", Buffer.alloc(0), "again"],
  ])("%s is refused with its cure", async (_, bytes, cure) => {
    const name = bytes[0] === 0x1f ? "backup.sql.gz" : "backup.sql";
    const failure = tableOf(dumpFile(bytes, name), "t");
    await expect(failure).rejects.toMatchObject({
      exitCode: 1,
      cure: expect.stringContaining(cure),
    });
  });

  test("a gzipped dump that is cut short is refused", async () => {
    const packed = gzipSync(Buffer.from(SMALL.repeat(50)));
    const path = dumpFile(packed.subarray(0, packed.length - 20), "backup.sql.gz");
    await expect(tableOf(path, "t")).rejects.toMatchObject({ exitCode: 1 });
  });

  test("a dump without the table names those that it has", async () => {
    const failure = tableOf(dumpFile(SMALL), "allies");
    await expect(failure).rejects.toMatchObject({ exitCode: 1, cure: "It has: t." });
  });

  test.each([
    ["INTO is another word", "CREATE TABLE t (a text);\nINSERT ITO t VALUES ('a');\n"],
    ["INTO stands twice", "CREATE TABLE t (a text);\nINSERT INTO TO t VALUES ('a');\n"],
    [
      "the definition has no end",
      "CREATE TABLE t (a text ;\nINSERT INTO t VALUES ('a');\nINSERT INTO t VALUES ('b');\n",
    ],
    ["the definition goes on in rows", "CREATE TABLE t (a text, b te'x'),\n('c', 'd');\n"],
    [
      "the mark at the end has them on its line",
      "-- MySQL dump 10.13\nINSERT INTO `t` VALUES ('a');\n-- Dump completed on 2026-01('b'),('c')\n",
    ],
    ["COPY has the first one on its line", "COPY t (a) FROM stdin;x\ny\n\\.\n"],
    [
      "a sign before INSERT makes a command of it",
      "INSERT INTO t VALUES (1);\n:INSERT INTO t VALUES (2);\n",
    ],
    ["a backslash stands behind one", "INSERT INTO t VALUES (1) \\\\ 'b'),\n(2);\n"],
    ["half of INSERT is a command", "INSERT INTO t VALUES (1);\n.NSERT INTO t VALUES (2);\n"],
    ["half of VALUES is behind the definition", "CREATE TABLE t (a text)ALUES ('x');\n"],
    [
      "a setting goes on in those of COPY",
      "--\n-- PostgreSQL database dump\n--\nSET a\n1\tx\ty\n2\tx\ty;\n-- PostgreSQL database dump complete\n",
    ],
    ["the definition is followed by a value", "CREATE TABLE t (a text)'x');\n"],
    ["a literal of hexadecimal digits holds others", "INSERT INTO t VALUES (X'Asha O''Neil');\n"],
    ["a literal of hexadecimal digits lost one", "INSERT INTO t VALUES (X'00f');\n"],
    ["a function is handed others", "INSERT INTO t VALUES (unhex('0aZZ'));\n"],
    ["the definition is followed by INTO", "CREATE TABLE t (a text)INTO t VALUES ('a');\n"],
  ])("rows are not passed over where %s", async (_, dump) => {
    await expect(tableOf(dumpFile(dump), "t")).rejects.toMatchObject({ exitCode: 1 });
  });

  test("the definition of a table with partitions holds no rows", async () => {
    const lists =
      "PARTITION BY LIST COLUMNS (a, b) (PARTITION p VALUES IN (('x', 'y'), ('z', 'w')))";
    const dump = `CREATE TABLE t (a text, b text) ${lists};\nINSERT INTO t VALUES ('x', 'y');\n`;
    expect(await tableOf(dumpFile(dump), "t")).toMatchObject({ counted: 1 });
  });

  test("a backslash is not guessed at where nothing says whose dump it is", async () => {
    const path = dumpFile("INSERT INTO t VALUES ('a\\'b');\n");
    await expect(tableOf(path, "t")).rejects.toThrow(/line 1: a backslash/);
  });
});

describe("an export of dumps", () => {
  const namesOf = async (folder: string) => {
    const { files } = await unpackExport(openExport(folder));
    const opened = await Promise.all(files.map((file) => openTable(file, {})));
    return opened.map(({ file, columns }) => [file.name, columns.join()]);
  };

  test("offers each table with rows as a file, also of a dump in an archive", async () => {
    const dump = SMALL.replace("INSERT", "CREATE TABLE none (a);\nCREATE TABLE t (x, y);\nINSERT");
    const zip = storedArchive({ "deep/backup.sql": dump });
    const folder = writeFiles(workspace(), { "a.sql": dump, "b.zip": zip, "c.sql": SMALL });
    expect(await namesOf(folder)).toEqual([
      ["a.sql#t", "x,y"],
      ["b.zip/deep/backup.sql#t", "x,y"],
      ["c.sql", "x,y"],
    ]);
  });

  test("a table's name leads nowhere, whatever it is", async () => {
    const rows = ['"../../x"', '".._.._x"', '"a\nb"'].map(
      (name) => `INSERT INTO ${name} VALUES(1);`,
    );
    const dump = SMALL.replace(/INSERT.*/, rows.join("\n"));
    const { files } = await unpackExport(openExport(dumpFile(dump)));
    expect(files.map(({ name }) => name)).toEqual([
      ...["backup.sql#.._.._x", "backup.sql#.._.._x~2", "backup.sql#a_b"],
    ]);
  });

  test("a dump of rows alone takes its columns from the dump of the schema beside it", async () => {
    const pg = (body: string) => `SET client_encoding = 'UTF8';\n${body}`;
    const folder = writeFiles(workspace(), {
      "1-schema.sql": pg("CREATE TABLE public.t (id integer, name text);\n"),
      "2-data.sql": pg("INSERT INTO public.t VALUES (1, 'a');\n"),
    });
    expect(await namesOf(folder)).toEqual([["2-data.sql", "id,name"]]);
  });
});
