import fc from "fast-check";
import { expect, test } from "vitest";
import { columnKey, readColumnKey, readName, writeName } from "../../src/evolve/written-names.ts";
import { emptyProject, type Project } from "../support/project.ts";
import { change, query } from "../support/sql.ts";

const name = fc.string({ unit: fc.constantFrom("a", ".", "=", ",", '"', " ", "'"), minLength: 1 });

test("every name that is written is read again as it was", () => {
  fc.assert(
    fc.property(name, name, (table, column) => {
      expect(readName(writeName(table))).toBe(table);
      expect(readColumnKey(columnKey(table, column))).toEqual({ table, column });
    }),
    { seed: 20260114 },
  );
});

/** Writes a schema of one table. */
function schema(own: Project, table: string, columns: Record<string, string>): void {
  const built = Object.entries(columns).map(
    ([column, type], at) => `c${at}: ${type.replace("()", `(${JSON.stringify(column)})`)}`,
  );
  own.write(
    "schema.ts",
    `import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
export const t = sqliteTable(${JSON.stringify(table)}, { ${built.join(", ")} });`,
  );
}

async function odd(): Promise<Project> {
  const own = emptyProject();
  schema(own, "a.b", { id: "integer()", "c=d": "text()", "e,f": "text()", 'g"h': "text()" });
  expect((await own.run("db:push", "--init")).exitCode).toBe(0);
  change(own.path, `INSERT INTO "a.b" VALUES (1, '007', 'two', 'three')`);
  return own;
}

/** The flag that a refusal names, as a shell would hand it on. */
async function told(own: Project, ...flags: string[]): Promise<string[]> {
  const { stdout, exitCode } = await own.run("db:push", "--json", ...flags);
  expect(exitCode).toBe(4);
  const needs: { flag: string }[] = JSON.parse(stdout).report.needs;
  return needs.map(({ flag }) => flag.replace(/ '(.*)'$/, " $1").replaceAll("'\\''", "'"));
}

test("names with dots, commas, equals signs and quotes are given to flags as the refusal says", async () => {
  const own = await odd();
  schema(own, "a.b", { id: "integer()", "c=d": "integer()", new: "text().notNull()" });
  const flags = await told(own);
  expect(flags).toEqual([
    '--allow-drop "a.b"."e,f"',
    '--allow-drop "a.b".g"h',
    '--backfill "a.b".new=<expression>',
  ]);
  const given = [
    ...['--allow-drop="a.b"."e,f","a.b"."g""h"', `--backfill="a.b".new='x,' || "e,f"`],
  ];
  expect(await told(own, ...given)).toEqual(['--allow-convert "a.b"."c=d"']);
  const done = await own.run("db:push", ...given, '--allow-convert="a.b"."c=d"', "--yes");
  expect(done.exitCode).toBe(0);
  expect(query(own.path, 'SELECT * FROM "a.b"')).toEqual([[1, 7, "x,two"]]);
});

test("a table and a column with such names are renamed, by flags and by the file", async () => {
  const own = await odd();
  schema(own, "x=y", { id: "integer()", "z.": "text()", "e,f": "text()", plain: "text()" });
  own.write(
    "schema.evolution.json",
    JSON.stringify({ renameColumns: { '"x=y"."g""h"': "plain" } }),
  );
  const flags = ['--rename-table="a.b"="x=y"', '--rename="x=y"."c=d"="z."'];
  expect((await own.run("db:push", ...flags)).exitCode).toBe(0);
  expect(query(own.path, 'SELECT id, "z.", "e,f", plain FROM "x=y"')).toEqual([
    [1, "007", "two", "three"],
  ]);
});

test("permission for one column is none for another that reads alike", async () => {
  const own = emptyProject();
  schema(own, "a", { id: "integer()", "b.c": "text()" });
  await own.run("db:push", "--init");
  change(own.path, `INSERT INTO a VALUES (1, 'kept')`);
  schema(own, "a", { id: "integer()" });
  expect(await told(own, '--allow-drop="a.b".c')).toEqual(['--allow-drop a."b.c"']);
});
