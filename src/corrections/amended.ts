import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Amend } from "../mapping/fit.ts";
import { OwnerOnlyFile } from "../plain/owner-only.ts";
import type { Flaw, SourceRecord } from "../source/record.ts";
import { ORIGINALS } from "./originals.ts";

const NAME = "amended.ndjson";

/** What a record is with what a person made of it. */
export interface AmendedRecord {
  readonly record: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly flaws: readonly Flaw[];
  /** Why it is not to be imported; undefined if it is. */
  readonly withdrawn?: string | undefined;
}

/** The file that records are of, and what they are read as: it may be read for several entities. */
export interface RecordsOf {
  readonly entity: string;
  readonly file: string;
}

export const keyOfRecords = ({ entity, file }: RecordsOf): string => JSON.stringify([entity, file]);

/** The amended records of an export, by what they are of and their number. */
export type AmendedRecords = Map<string, Map<number, AmendedRecord>>;

type KeptRecord = AmendedRecord & Pick<RecordsOf, "file"> & Partial<RecordsOf>;

/** A record is not in the files of corrections any more: it stays rejected. */
export const LEFT_OUT: Flaw = "left-out";

export function amend(all: AmendedRecords, of: RecordsOf, one: AmendedRecord): void {
  const key = keyOfRecords(of);
  const own = all.get(key) ?? new Map<number, AmendedRecord>();
  all.set(key, own.set(one.record, one));
}

/** Lays amended records over those of a file of the export. */
export function overlay(own: ReadonlyMap<number, AmendedRecord>): Amend {
  return (read: SourceRecord) => {
    const found = own.get(read.record);
    // What is withdrawn is the record as the export holds it.
    if (found === undefined || found.withdrawn !== undefined) return read;
    const { record, line, offset } = read;
    return { record, line, offset, cells: found.cells, flaws: found.flaws };
  };
}

/** The reasons of records that are withdrawn, by their numbers. */
export function withdrawnOf(own: ReadonlyMap<number, AmendedRecord>): Map<number, string> {
  const reasons = [...own.values()].flatMap(({ record, withdrawn }) => {
    return withdrawn === undefined ? [] : [[record, withdrawn] as const];
  });
  return new Map(reasons);
}

/**
 * Keeps what a retry amends in a whole export: where it writes nothing, since others are rejected
 * still, the next retry begins with it.
 */
export async function keepAmended(folder: string, all: AmendedRecords): Promise<void> {
  const file = new OwnerOnlyFile(join(folder, ORIGINALS, NAME));
  for (const [key, own] of all) {
    const [entity, name] = JSON.parse(key) as [string, string];
    for (const one of own.values()) {
      const waiting = file.add(`${JSON.stringify({ entity, file: name, ...one })}\n`);
      if (waiting !== undefined) await waiting;
    }
  }
  await file.close();
}

/**
 * What the retry of this report amended; nothing if it was none.
 *
 * @param entityOf what a file is read as, where an older retry does not say it
 */
export function readAmended(folder: string, entityOf: (file: string) => string): AmendedRecords {
  const path = join(folder, ORIGINALS, NAME);
  const all: AmendedRecords = new Map();
  if (!existsSync(path)) return all;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line === "") continue;
    const { file, entity = entityOf(file), ...one } = JSON.parse(line) as KeptRecord;
    // What was left out is so no longer than the file lacks it.
    const flaws = one.flaws.filter((flaw) => flaw !== LEFT_OUT);
    amend(all, { entity, file }, { ...one, flaws });
  }
  return all;
}
