import { onTestFinished } from "vitest";
import { type Location, parseLocation } from "../../src/db/connecting/location.ts";
import type {
  LegacyDatabase,
  LegacyTable,
  OpenOptions,
} from "../../src/extract/legacy-database.ts";
import { openMysql } from "../../src/extract/mysql/open-mysql.ts";
import { SourceError } from "../../src/plain/errors.ts";
import type { TestDatabase } from "./mariadb.ts";

/** Where a database is. */
export function located(url: string): Location {
  const location = parseLocation(url);
  if (location !== undefined) return location;
  throw new SourceError("This is no URL of a database.", { cure: "Write another test." });
}

/** A test's database, opened as a source; closed behind the test. */
export async function opened(
  { url }: Pick<TestDatabase, "url">,
  options: Partial<OpenOptions> = {},
): Promise<LegacyDatabase> {
  const location = located(url);
  const password = location.password === undefined ? {} : { password: location.password };
  const source = await openMysql(location, { timeoutMs: 60_000, ...password, ...options });
  onTestFinished(() => source.close());
  return source;
}

/** A table of a source by its name. */
export async function tableOf(source: LegacyDatabase, name: string): Promise<LegacyTable> {
  const found = (await source.tables({})).find((table) => table.name === name);
  if (found !== undefined) return found;
  throw new SourceError(`There is no table ${name}.`, { cure: "Write another test." });
}

/** Rows of a table as they are spooled, taken apart. */
export async function spooledRows(source: LegacyDatabase, name: string): Promise<Cells[]> {
  return rowsOf(await spooledText(source, await tableOf(source, name)));
}

/** The very text. */
export async function spooledText(source: LegacyDatabase, table: LegacyTable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.rows(table)) chunks.push(chunk);
  return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
}

/** NULL is null. */
export type Cells = (string | null)[];

const CELL = /(?:"((?:[^"]|"")*)")?(,|\n)/gy;

function rowsOf(text: string): Cells[] {
  const rows: Cells[] = [];
  let cells: Cells = [];
  let end = 0;
  for (const { 0: whole, 1: value, 2: sign } of text.matchAll(CELL)) {
    end += whole.length;
    cells.push(value === undefined ? null : value.replaceAll('""', '"'));
    if (sign === ",") continue;
    rows.push(cells);
    cells = [];
  }
  if (end === text.length) return rows;
  throw new SourceError(`The text is not in the spool's dialect at ${end}.`, { cure: "" });
}
