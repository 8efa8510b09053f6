import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Candidate, Found } from "../../persons/candidates/candidate.ts";
import { writeWhole } from "../../plain/whole-file.ts";

/** What a search has found in one merge. */
export interface SearchedMerge extends Omit<Found, "candidates"> {
  readonly merge: string;
  readonly spaces: readonly string[];
}

/** A pair that a search proposes. */
export interface ProposedPair extends Candidate {
  readonly merge: string;
}

const VERSION = 1;

/** What the last search has found; ids of records, no values. */
export interface PersonBook {
  readonly version: typeof VERSION;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The last run that had changed anything. */
  readonly lastRun: string | null;
  readonly merges: readonly SearchedMerge[];
  readonly candidates: readonly ProposedPair[];
}

const pathIn = (folder: string): string => join(folder, "persons.json");

/** Undefined if nobody has searched yet, or an older version did: then one searches again. */
export function readBook(folder: string): PersonBook | undefined {
  const path = pathIn(folder);
  if (!existsSync(path)) return undefined;
  const book = JSON.parse(readFileSync(path, "utf8")) as PersonBook;
  return book.version === VERSION ? book : undefined;
}

/** When it returns, the disk has it. */
export async function keepBook(
  folder: string,
  found: Omit<PersonBook, "version" | "at">,
): Promise<PersonBook> {
  const book = { version: VERSION, at: new Date().toISOString(), ...found } as const;
  await writeWhole(pathIn(folder), `${JSON.stringify(book)}\n`);
  return book;
}
