import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Amend } from "../mapping/fit-mapping.ts";
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

/** The amended records of an export, by the name of their file and their number. */
export type AmendedRecords = Map<string, Map<number, AmendedRecord>>;

/** A record is not in the files of corrections any more: it stays rejected. */
export const LEFT_OUT: Flaw = "left-out";

export function amend(all: AmendedRecords, file: string, one: AmendedRecord): void {
  const own = all.get(file) ?? new Map<number, AmendedRecord>();
  all.set(file, own.set(one.record, one));
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
  for (const [name, own] of all) {
    for (const one of own.values()) {
      const waiting = file.add(`${JSON.stringify({ file: name, ...one })}\n`);
      if (waiting !== undefined) await waiting;
    }
  }
  await file.close();
}

/** What the retry of this report amended; nothing if it was none. */
export function readAmended(folder: string): AmendedRecords {
  const path = join(folder, ORIGINALS, NAME);
  const all: AmendedRecords = new Map();
  if (!existsSync(path)) return all;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line === "") continue;
    const { file, ...one } = JSON.parse(line) as AmendedRecord & { file: string };
    // What was left out is so no longer than the file lacks it.
    const flaws = one.flaws.filter((flaw) => flaw !== LEFT_OUT);
    amend(all, file, { ...one, flaws });
  }
  return all;
}
