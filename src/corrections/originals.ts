import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { parse } from "csv-parse";
import { z } from "zod";
import { unguard } from "../plain/csv.ts";
import { SourceError } from "../plain/errors.ts";
import { OwnerOnlyFile } from "../plain/owner-only.ts";
import { planColumns, REJECT_COLUMNS } from "./reject-columns.ts";

/** The folder of a report that holds what `rejected/` was when the run wrote it. */
export const ORIGINALS = "originals";
const INDEX = "index.json";
const VERSION = 1;

/** The rejected records of one entity, and the files that they are of. */
export interface RejectedEntity {
  readonly entity: string;
  readonly records: number;
  readonly files: readonly { readonly name: string; readonly header: readonly string[] }[];
}

/** The same as they were kept: with what tells that they are as they were. */
export interface KeptEntity extends RejectedEntity {
  readonly crc: number;
}

/** What a report has kept of the rejected records of its run. */
export interface KeptRejects {
  readonly entities: readonly KeptEntity[];
  /** Of the workbook, where one was written. */
  readonly workbookCrc?: number | undefined;
}

const Index = z.object({
  version: z.literal(VERSION),
  workbookCrc: z.number().optional(),
  entities: z.array(
    z.object({
      entity: z.string(),
      records: z.number(),
      crc: z.number(),
      files: z.array(z.object({ name: z.string(), header: z.array(z.string()) })),
    }),
  ),
});

/** Writes down what the copies of `rejected/` are copies of. */
export async function keepOriginals(
  folder: string,
  { entities, workbookCrc }: KeptRejects,
): Promise<void> {
  const kept = entities.map(({ entity, records, crc, files }) => ({ entity, records, crc, files }));
  const index = new OwnerOnlyFile(join(folder, ORIGINALS, INDEX));
  const content = JSON.stringify({ version: VERSION, workbookCrc, entities: kept });
  await index.close(Buffer.from(content));
}

/** Whether a report has all of them: the last thing that a run writes of them says so. */
export const hasOriginals = (folder: string): boolean => existsSync(join(folder, ORIGINALS, INDEX));

export const originalPath = (folder: string, entity: string): string =>
  join(folder, ORIGINALS, `${entity}.csv`);

/**
 * What a run has kept of its rejected records; undefined if its report has no rejected records.
 *
 * @throws SourceError if it is not what the run wrote
 */
export async function readOriginals(folder: string): Promise<KeptRejects | undefined> {
  const path = join(folder, ORIGINALS, INDEX);
  if (!existsSync(path)) return undefined;
  const { success, data } = Index.safeParse(jsonIn(path));
  if (!success) throw damaged(`${ORIGINALS}/${INDEX}`);
  for (const { entity, crc } of data.entities) {
    const copy = originalPath(folder, entity);
    if (!existsSync(copy) || (await crcOf(copy)) !== crc) {
      throw damaged(`${ORIGINALS}/${entity}.csv`);
    }
  }
  return data;
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const damaged = (name: string): SourceError =>
  new SourceError(`${name} differs from what the run wrote, so corrections cannot be recognised.`, {
    cure: "Put the folder back from a copy of the report, or correct the export and import it again.",
  });

/** Of a file's bytes. */
export async function crcOf(path: string): Promise<number> {
  let crc = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    crc = crc32(chunk as Buffer, crc);
  }
  return crc;
}

/** A rejected record as the run wrote it. */
export interface OriginalRecord {
  /** The position of its file among those of the entity. */
  readonly file: number;
  readonly record: number;
  readonly line: number;
  readonly codes: readonly string[];
  /** The same in words. */
  readonly what: string;
  /** Each in its column; what stood beyond the header follows. */
  readonly laid: readonly string[];
}

/** The rejected records of an entity, in the order of files and records. */
export async function* originalRecords(
  folder: string,
  { entity, files }: RejectedEntity,
): AsyncGenerator<OriginalRecord> {
  const byName = new Map(files.map(({ name }, at) => [name, at]));
  const { columns } = planColumns(files.map(({ header }) => header));
  const width = REJECT_COLUMNS.length + columns.length;
  const source = createReadStream(originalPath(folder, entity));
  const rows = source.pipe(parse({ bom: true, from: 2, relax_column_count: true }));
  try {
    for await (const row of rows) {
      const cells = (row as string[]).map(unguard);
      while (cells.length < width) cells.push("");
      const [record, file = "", line, codes = "", what = ""] = cells;
      yield {
        file: byName.get(file) ?? 0,
        record: Number(record),
        line: Number(line),
        codes: codes === "" ? [] : codes.split(" "),
        what,
        laid: cells.slice(REJECT_COLUMNS.length),
      };
    }
  } finally {
    // Whoever does not read to the end leaves no file open.
    source.destroy();
  }
}
