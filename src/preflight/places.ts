import {
  accessSync,
  constants,
  existsSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { grouped } from "../plain/columns.ts";
import { type Check, fine, problem } from "./check.ts";

/** Where a run writes. */
export interface Places {
  /** The database file. */
  readonly database: string;
  readonly report: string;
  readonly backups: string;
  /** Where copies of files go that records name, and how many bytes these have; undefined if there are none. */
  readonly store?: { readonly folder: string; readonly bytes: number } | undefined;
}

/** Whether a run may write everywhere where it has to. */
export function checkWriteRights({ database, report, backups, store }: Places): Check {
  const name = "Write rights";
  const refused = [
    ...(existsSync(database) && !isWritable(database) ? [database] : []),
    ...[dirname(resolve(database)), report, backups, ...(store ? [store.folder] : [])].filter(
      (folder) => !takesFiles(folder),
    ),
  ];
  if (refused.length === 0) {
    return fine(name, `database, ${report} and ${backups} can be written`);
  }
  const cure = "Get write permission there, and move any file that has the name of a folder.";
  return problem(name, `Nothing can be written to ${[...new Set(refused)].join(", ")}.`, cure);
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Tried, not asked: rights are not all that may keep a file from being made. */
function takesFiles(folder: string): boolean {
  const trial = join(nearestThere(folder), `.hmsync-preflight-${process.pid}`);
  try {
    writeFileSync(trial, "", { flag: "wx" });
    rmSync(trial);
    return true;
  } catch {
    return false;
  }
}

/** A folder, or the one above that it would be made in. */
function nearestThere(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) || dirname(path) === path ? path : nearestThere(dirname(path));
}

// Bytes for each byte of CSV, measured on generated exports: a database takes 9.5 with its indexes and
// ledger, a compressed copy 0.3. What a run notes of records that it rejects goes into temporary files.
const DATABASE = 12;
const ARCHIVE = 0.5;
const NOTES = 1;
const MB = 1_000_000;

/** Whether there is room for what a first import of so many bytes takes at its worst. */
export function checkDiskSpace(places: Places, exportBytes: number): Check {
  const name = "Disk space";
  const size = statSync(places.database, { throwIfNoEntry: false })?.size ?? 0;
  const needs = [
    // The journal keeps pages as they were: at its worst all of them.
    { folder: dirname(resolve(places.database)), bytes: DATABASE * exportBytes + size },
    { folder: places.backups, bytes: size },
    { folder: places.report, bytes: ARCHIVE * exportBytes },
    { folder: tmpdir(), bytes: NOTES * exportBytes },
    ...(places.store ? [places.store] : []),
  ];
  const disks = new Map<number, { folders: string[]; needed: number; free: number }>();
  for (const { folder, bytes } of needs) {
    const there = nearestThere(folder);
    const { dev } = statSync(there);
    const { bavail, bsize } = statfsSync(there);
    const disk = disks.get(dev) ?? { folders: [], needed: 0, free: bavail * bsize };
    disks.set(dev, { ...disk, folders: [...disk.folders, folder], needed: disk.needed + bytes });
  }
  const short = [...disks.values()].filter(({ needed, free }) => needed > free);
  if (short.length === 0) {
    const needed = needs.reduce((sum, { bytes }) => sum + bytes, 0);
    const free = Math.min(...[...disks.values()].map((disk) => disk.free));
    return fine(name, `up to ${megabytes(needed)} needed, ${megabytes(free)} free`);
  }
  const told = short.map(({ folders, needed, free }) => {
    return `${folders[0]} has ${megabytes(free)} free and may need ${megabytes(needed)}`;
  });
  return problem(name, `${told.join("; ")}.`, "Free some space, or use another disk.");
}

const megabytes = (bytes: number): string => `${grouped(Math.ceil(bytes / MB))} MB`;
