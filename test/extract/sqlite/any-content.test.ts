import fc from "fast-check";
import { expect, test } from "vitest";
import { SqliteDriver } from "../../../src/db/sqlite/driver.ts";
import { runsOf } from "../../support/at-night.ts";
import { cellsOf, readSqlite, sqliteFile } from "../../support/extract.ts";

/** Everything that a column of SQLite can hold. */
const value = fc.oneof(
  fc.constant(null),
  fc.constantFrom("", '"', ",", "\n", "\r\n", "a\0b", " ", "NULL", "\\x00", "\u{1F600}", "''"),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes)),
);

/** As SQL's own cast writes it; bytes in hexadecimal. */
function expected(cells: readonly unknown[]): (string | null)[] {
  const driver = new SqliteDriver(":memory:");
  const cast = driver.prepare("select cast(? as text)").pluck();
  const texts = cells.map((cell) => {
    if (cell === null || typeof cell === "string") return cell;
    return Buffer.isBuffer(cell) ? `\\x${cell.toString("hex")}` : String(cast.get(cell));
  });
  driver.close();
  return texts;
}

test("whatever a table of SQLite holds comes out equal, NULL and the empty text apart", async () => {
  const rows = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.array(fc.array(value, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 9,
    }),
  );
  await fc.assert(
    fc.asyncProperty(rows, async (all) => {
      const columns = (all[0] ?? []).map((_, at) => `"c ""${at}"`);
      const path = sqliteFile(`create table t (${columns.join(", ")})`);
      const driver = new SqliteDriver(path);
      const insert = driver.prepare(`insert into t values (${columns.map(() => "?").join(", ")})`);
      for (const row of all) insert.run(...row);
      driver.close();
      const { tables, manifest } = await readSqlite(path);
      expect(tables.get("t")?.map(cellsOf)).toEqual(all.map(expected));
      expect(manifest.tables[0]?.rows).toBe(all.length);
    }),
    runsOf(1_000, 25),
  );
});
