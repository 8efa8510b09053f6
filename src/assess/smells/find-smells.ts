import type { OpenScratch } from "../../db/database.ts";
import type { Pause } from "../../plain/breath.ts";
import type { FileProfile, FileProposal, ReferenceFound, Smell } from "../assessment.ts";
import { ofFile, toFile } from "../of-file.ts";
import { tableRecords } from "../profile/profile-file.ts";
import { type FileRoles, rolesOf } from "../roles.ts";
import { cellWatches } from "./cell-smells.ts";
import { dayOrderWatches } from "./day-watches.ts";
import { LifeSpans } from "./life-spans.ts";
import { fileSmells, referenceSmells } from "./profile-smells.ts";
import type { Watch } from "./watch.ts";

/** What is known when smells are looked for. */
export interface Known {
  readonly files: readonly FileProfile[];
  readonly references: readonly ReferenceFound[];
  readonly repeatedKeys: ReadonlyMap<string, readonly number[]>;
  readonly proposals: readonly FileProposal[];
}

interface Looking {
  readonly openScratch: OpenScratch;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  readonly told: (step: string) => void;
  readonly pause: Pause;
}

/**
 * Finds what smells, by reading every file once more: files that others point to first, for a visit is
 * compared with the birth of its patient.
 */
export async function findSmells(known: Known, looking: Looking): Promise<Smell[]> {
  const { files, references, proposals } = known;
  const pointedTo = new Set(references.map((one) => one.toFile));
  const all = files.map((file) => rolesOf(file, ofFile(proposals, file.file)[0]));
  const ordered = [...all].sort(
    (one, other) => Number(pointedTo.has(other.file.file)) - Number(pointedTo.has(one.file.file)),
  );
  const lives = new LifeSpans(looking.openScratch);
  try {
    const found = new Map<FileRoles, readonly Smell[]>();
    for (const roles of ordered) {
      looking.told(`looking for problems in ${roles.file.file}`);
      const watches = [
        ...roles.file.columns.flatMap((column) => cellWatches(roles, column, looking.asOf)),
        ...dayOrderWatches(roles),
        ...lifeWatches(roles, references, lives),
      ];
      found.set(roles, await watchFile(roles.file, watches, looking.pause));
    }
    const placed = all.flatMap((roles) => [
      ...fileSmells(roles, known),
      ...(found.get(roles) ?? []),
    ]);
    return [...placed, ...referenceSmells(references, files)];
  } finally {
    lives.close();
  }
}

/** A file that is pointed to gives the lives, one that points to it is compared with them. */
function lifeWatches(
  roles: FileRoles,
  references: readonly ReferenceFound[],
  lives: LifeSpans,
): Watch[] {
  const { file, columns } = roles.file;
  const ids = new Set(toFile(references, file).map(({ toColumn }) => toColumn));
  const recorders = columns
    .filter(({ header }) => ids.has(header))
    .map((column) => lives.recorder(roles, column));
  const comparers = ofFile(references, file).map((reference) => lives.comparer(roles, reference));
  return [...recorders, ...comparers].filter((watch) => watch !== undefined);
}

async function watchFile(
  { headed, records }: FileProfile,
  watches: readonly Watch[],
  pause: Pause,
): Promise<Smell[]> {
  if (watches.length > 0 && records !== 0) {
    for await (const group of tableRecords(headed)) {
      await pause();
      for (const record of group) for (const watch of watches) watch.see(record);
    }
  }
  return watches.flatMap((watch) => watch.found());
}
