import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HmsyncError } from "../../../src/plain/errors.ts";
import { askOfDumps } from "../../../src/source/dump/ask-of-dumps.ts";
import { openExport } from "../../../src/source/open-export.ts";
import { openTable, readTable } from "../../../src/source/read-table.ts";
import { ByteReader } from "../../../src/source/source-file.ts";
import { unpackExport } from "../../../src/source/unpack-export.ts";
import { dumpFile } from "../../support/dumps.ts";

// Any dump, and any single damage to it: the right rows, or a refusal, never other rows without a word.

type Row = readonly [id: string, name: string, town: string];

const text = fc
  .array(
    fc.constantFrom("a", "é", "''", "; ", "--", "GO", "(", ")", "INSERT INTO p VALUES ", "/*", ","),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));
const rows = fc
  .array(fc.tuple(text, text), { minLength: 1, maxLength: 8 })
  .map((all) => all.map(([name, town], at): Row => [`P${at + 1}`, name, town]));

const cell = (value: string) => `'${value}'`;
const tuple = (row: Row) => `(${row.map(cell).join(", ")})`;
const shown = (row: Row) => row.map((value) => value.replaceAll("''", "'"));

/** The statements of a dump, each with the sign that ends it. */
interface Form {
  readonly head: readonly string[];
  rows(all: readonly Row[]): string[];
  readonly tail: readonly string[];
}

const single = (into: string, end: string) => (all: readonly Row[]) =>
  all.map((row) => `${into} ${tuple(row)}${end}`);

const FORMS: Readonly<Record<string, Form>> = {
  "plain INSERTs": {
    head: ["CREATE TABLE p (id varchar(9), name text, town text);\n"],
    rows: single("INSERT INTO p VALUES", ";\n"),
    tail: [],
  },
  mysqldump: {
    head: [
      "-- MySQL dump 10.13\n",
      "DROP TABLE IF EXISTS `p`;\n",
      "CREATE TABLE `p` (\n  `id` varchar(9) NOT NULL,\n  `name` text,\n  `town` text,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n",
      "LOCK TABLES `p` WRITE;\n",
    ],
    rows: (all) => [`INSERT INTO \`p\` VALUES ${all.map(tuple).join(",")};\n`],
    tail: ["UNLOCK TABLES;\n", "-- Dump completed on 2026-01-14\n"],
  },
  "SQL Server": {
    head: [
      "USE [ward]\nGO\n",
      "CREATE TABLE [dbo].[p]([id] [varchar](9), [name] [nvarchar](99), [town] [nvarchar](99))\nGO\n",
    ],
    rows: single("INSERT [dbo].[p] ([id], [name], [town]) VALUES", "\nGO\n"),
    tail: ["SET NOCOUNT OFF\n"],
  },
  "pg_dump --inserts": {
    head: [
      "--\n-- PostgreSQL database dump\n--\n",
      "SET standard_conforming_strings = on;\n",
      "CREATE TABLE public.p (\n    id text,\n    name text,\n    town text\n);\n",
    ],
    rows: single("INSERT INTO public.p VALUES", ";\n"),
    tail: ["--\n-- PostgreSQL database dump complete\n--\n"],
  },
  Oracle: {
    head: ["SET DEFINE OFF;\n", "REM INSERTING into P\n"],
    rows: single("Insert into p (id,name,town) values", ";\n"),
    tail: ["COMMIT;\n"],
  },
};

/** The rows as an import gets them, or `refused`. */
async function outcomeOf(content: string): Promise<readonly string[][] | "refused"> {
  try {
    const { files } = await unpackExport(openExport(dumpFile(content)));
    askOfDumps(files, { oneAlone: "is open" });
    const found: string[][] = [];
    for (const file of files) {
      const table = await openTable(file, {});
      for await (const group of readTable(table, new ByteReader(file)).groups) {
        // A record with a flaw, or of another width, is an issue.
        if (group.some(({ flaws, cells }) => flaws.length > 0 || cells.length !== 3))
          return "refused";
        found.push(...group.map(({ cells }) => [...cells]));
      }
    }
    return found;
  } catch (error) {
    if (error instanceof HmsyncError) return "refused";
    throw error;
  }
}

interface Damage {
  readonly kind: string;
  readonly parts: readonly string[];
  /** What the rows are then, one or the other way to see it. */
  readonly right: readonly (readonly string[][])[];
}

const damaged = (form: Form, all: readonly Row[], at: number): Damage[] => {
  const rowParts = form.rows(all);
  const parts = [...form.head, ...rowParts, ...form.tail];
  const whole = all.map(shown);
  const nth = at % parts.length;
  const put = (...more: readonly string[]) => [
    ...parts.slice(0, nth),
    ...more,
    ...parts.slice(nth),
  ];
  const without = (sign: RegExp, instead = "") =>
    parts.map((part, place) => (place === nth ? part.replace(sign, instead) : part));
  const [first = ""] = shown(all[0] ?? ["", "", ""]);
  const before = nth - form.head.length;
  const isMany = rowParts.length > 1;
  // Whether the first row was there before the statement that was put in.
  const hadFirst = isMany ? before > 0 : nth > form.head.length;
  const changed = whole.map((row, place) =>
    hadFirst && place === 0 ? [row[0] ?? "", "X", row[2] ?? ""] : row,
  );
  const count = isMany ? Math.min(Math.max(before, 0), whole.length) : hadFirst ? whole.length : 0;
  // It is of a table that goes, or of one in another database.
  const isDropped = parts.slice(nth).some((part) => /^(?:DROP|USE)/.test(part));
  const doubled = parts[nth] ?? "";
  const isRows = rowParts.includes(doubled);
  const twice = isMany
    ? [...whole.slice(0, before + 1), ...whole.slice(before)]
    : [...whole, ...whole];
  return [
    { kind: "nothing", parts, right: [whole] },
    { kind: "no semicolon", parts: without(/;\n$/, "\n"), right: [whole] },
    {
      kind: "no semicolon, no line end",
      parts: without(/;\n$/, " "),
      right: [whole],
    },
    {
      kind: "an UPDATE",
      parts: put(`UPDATE p SET name = 'X' WHERE id = '${first}';\n`),
      right: [changed],
    },
    {
      kind: "a DELETE",
      parts: put(`DELETE FROM p WHERE id = '${first}';\n`),
      right: [hadFirst ? whole.slice(1) : whole],
    },
    { kind: "a DELETE of all", parts: put("DELETE FROM p;\n"), right: [whole.slice(count)] },
    { kind: "a TRUNCATE", parts: put("TRUNCATE TABLE p\n"), right: [whole.slice(count)] },
    {
      kind: "an UPDATE of an expression",
      parts: put("UPDATE p SET name = lower(name);\n"),
      right: [hadFirst ? [] : whole],
    },
    {
      kind: "an INSERT ... SELECT",
      parts: put("INSERT INTO p SELECT * FROM q;\n"),
      right: isDropped ? [whole] : [],
    },
    { kind: "a part twice", parts: put(doubled), right: [isRows ? twice : whole] },
    { kind: "no bracket", parts: without(/\)(?=[^)]*$)/), right: [whole] },
    { kind: "no comma", parts: without(/(?<='P\d'), /), right: [whole] },
    { kind: "a line of something", parts: put("(9 rows affected\n"), right: [whole] },
  ];
};

describe.each(Object.entries(FORMS))("%s", (_, form) => {
  test("is read as what it says, or refused, whatever single damage it has", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(40), fc.nat(40), async (all, at, which) => {
        const damages = damaged(form, all, at);
        const damage = damages[which % damages.length];
        if (damage === undefined) return;
        const found = await outcomeOf(damage.parts.join(""));
        if (found === "refused") {
          // What is whole is never refused.
          expect([damage.kind, damage.kind === "nothing"]).toEqual([damage.kind, false]);
          return;
        }
        const { kind, right } = damage;
        const isRight = right.some((one) => JSON.stringify(one) === JSON.stringify(found));
        expect([kind, damage.parts.join(""), isRight, found]).toEqual([
          kind,
          damage.parts.join(""),
          true,
          found,
        ]);
      }),
      { seed: 31, numRuns: process.env["HMSYNC_NIGHT"] === undefined ? 80 : 4_000 },
    );
  });
});
