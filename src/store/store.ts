import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import { besideAt } from "../db/shadows.ts";
import { flush, writeAll } from "../plain/copy-owner-only.ts";
import { HmsyncError, SystemError, UsageError } from "../plain/errors.ts";
import { makeFolder, openToAppend, unwritable } from "../plain/owner-only.ts";
import { isProcessAlive } from "../plain/process-alive.ts";
import { explainSystem } from "../plain/system-failure.ts";
import { readFile } from "./read-file.ts";

/** What is under way stands in a folder of its own: nothing that has a hash for a name is half a file. */
const UNDER_WAY = "incoming";
const MARK = ".hmsync-new-";
const LIST = "added-";
const LEFT_BY = /^(added-|\.hmsync-new-)(\d+)-/;
const OWNER_ONLY_FILE = 0o600;
const FAN = /^[0-9a-f]{2}$/;
/** Copies that get their names together. */
const AT_ONCE = 500;
const HASH = /^[0-9a-f]{64}$/;

/** The place of a file in the store, below its folder: a name that says what must be in it. */
export const placeInStore = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256}`;

/** Where files are kept unless said: beside the database. */
export function storeBeside(database: string): string {
  const path = besideAt(database);
  return join(dirname(resolve(path)), `${basename(path, extname(path))}.files`);
}

/** A copy that was asked for. */
export interface WantedFile {
  /** As `placeInStore` says. */
  readonly storedAs: string;
  /** Without links. */
  readonly from: string;
  /** What messages call it. */
  readonly called: string;
}

/**
 * A folder of files by their SHA-256, which only its owner can read. A file is written aside and renamed when it is
 * whole. What was added since the last commit stands in a list on the disk: whoever comes after a process that was
 * killed takes away what no record has come to need.
 */
export class Store {
  readonly folder: string;
  readonly #list: string;
  #noted: string[] = [];
  /** Copies that are whole, and have no name yet. */
  #copies: { readonly storedAs: string; readonly aside: string }[] = [];
  readonly #touched = new Set<string>();
  /** Anything was put aside or noted since then. */
  #isUsed = false;

  constructor(folder: string) {
    this.folder = folder;
    this.#list = join(folder, UNDER_WAY, `${LIST}${process.pid}-${randomBytes(4).toString("hex")}`);
  }

  /**
   * Files of others are not mixed with those of a store: its folder is new, or empty, or one of a store.
   *
   * @param files the folder that is copied from
   * @throws UsageError
   */
  refuseForeign(files: string): void {
    const own = realOf(this.folder);
    if (own === undefined) return;
    const from = realOf(files) ?? files;
    const what = `${from}${sep}`.startsWith(`${own}${sep}`)
      ? `${this.folder} is where the files come from.`
      : foreignIn(own, this.folder);
    if (what === undefined) return;
    throw new UsageError(what, { cure: "Name a new or an empty folder with --store." });
  }

  pathOf(storedAs: string): string {
    return join(this.folder, storedAs);
  }

  /** Whether a file is there, whatever is in it. */
  has(storedAs: string): boolean {
    return lstatSync(this.pathOf(storedAs), { throwIfNoEntry: false })?.isFile() === true;
  }

  /**
   * Puts a copy aside, unless the very bytes are there; `settle` gives it its name.
   *
   * @returns how many bytes were written; undefined if it was there
   * @throws SystemError if the file is not what it was, or cannot be written
   */
  add({ storedAs, from, called }: WantedFile): number | undefined {
    const path = this.pathOf(storedAs);
    try {
      if (this.has(storedAs) && readFile(path)?.sha256 === basename(storedAs)) return undefined;
      const aside = this.#aside();
      this.#copies.push({ storedAs, aside });
      return copyInto(aside, { from, called, sha256: basename(storedAs) });
    } catch (error) {
      throw error instanceof HmsyncError ? error : unwritable(path, error);
    }
  }

  /** Whether so many copies are aside that they should get their names. */
  get isFull(): boolean {
    return this.#copies.length >= AT_ONCE;
  }

  /**
   * Gives the copies that are aside their names: many at once, for each time the disk is waited for takes longer than
   * a letter's copy.
   *
   * @param whenThere is called after each of them
   * @throws SystemError
   */
  settle(whenThere?: () => void): void {
    if (this.#copies.length === 0) return;
    try {
      // A damaged one of a name is replaced by what it was: nothing to be taken back.
      const fresh = this.#copies.filter(({ storedAs }) => !this.has(storedAs));
      this.note(fresh.map(({ storedAs }) => storedAs));
      for (let copy = this.#copies.pop(); copy !== undefined; copy = this.#copies.pop()) {
        const path = this.pathOf(copy.storedAs);
        makeFolder(dirname(path));
        renameSync(copy.aside, path);
        this.#touched.add(dirname(path));
        whenThere?.();
      }
    } catch (error) {
      throw explained(this.folder, error);
    }
  }

  /** Has the disk keep which files the folders hold: before their records are committed. */
  flush(): void {
    try {
      for (const folder of this.#touched) flush(folder);
      if (this.#touched.size > 0) flush(this.folder);
      this.#touched.clear();
    } catch (error) {
      throw explained(this.folder, error);
    }
  }

  #aside(): string {
    const folder = this.#underWay();
    return join(folder, `${MARK}${process.pid}-${randomBytes(6).toString("hex")}`);
  }

  #underWay(): string {
    const folder = join(this.folder, UNDER_WAY);
    this.#isUsed = true;
    makeFolder(folder);
    return folder;
  }

  /**
   * Says on the disk, before it is so, which files no record will need: those that are about to be added, until their
   * records are committed, or those whose records are about to go.
   */
  note(places: readonly string[]): void {
    this.#underWay();
    const handle = openToAppend(this.#list);
    try {
      writeAll(handle, Buffer.from(places.map((storedAs) => `${storedAs}\n`).join("")));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    this.#noted.push(...places);
  }

  /** What was noted stays: its records are committed, or did not go. */
  keep(): void {
    if (!this.#isUsed) return;
    this.#isUsed = false;
    this.#noted = [];
    rmSync(this.#list, { force: true });
    removeIfEmpty(join(this.folder, UNDER_WAY));
    removeIfEmpty(this.folder);
  }

  /** What was noted goes: its records were not committed, or have gone. */
  forget(): void {
    for (const { aside } of this.#copies) rmSync(aside, { force: true });
    this.#copies = [];
    for (const storedAs of this.#noted) this.#remove(storedAs);
    this.keep();
  }

  /** Takes a file away, and the folder with its last. */
  #remove(storedAs: string): void {
    const path = this.pathOf(storedAs);
    rmSync(path, { force: true });
    removeIfEmpty(dirname(path));
    removeIfEmpty(this.folder);
  }

  /**
   * Takes away what runs that were killed have left: halves, and files of records that were never committed.
   *
   * @param isNeeded whether any record, or any former state of one, has a file
   */
  sweep(isNeeded: (storedAs: string) => boolean): void {
    const folder = join(this.folder, UNDER_WAY);
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
      const [, kind, pid] = LEFT_BY.exec(name) ?? [];
      if (pid === undefined || isAtWork(Number(pid))) continue;
      const list = join(folder, name);
      const places = kind === LIST ? readFileSync(list, "utf8").split("\n") : [];
      for (const storedAs of places) {
        if (isPlace(storedAs) && !isNeeded(storedAs)) this.#remove(storedAs);
      }
      rmSync(list, { force: true });
    }
    removeIfEmpty(folder);
    removeIfEmpty(this.folder);
  }

  /** All files that it holds, by folder; what is no file of its own comes with its path as it is. */
  *all(): Generator<string> {
    if (!existsSync(this.folder)) return;
    for (const folder of readdirSync(this.folder, { withFileTypes: true })) {
      if (folder.name === UNDER_WAY) continue;
      if (!folder.isDirectory()) yield folder.name;
      else
        for (const name of readdirSync(join(this.folder, folder.name)))
          yield `${folder.name}/${name}`;
    }
  }
}

/** Whether a text is a place of the store: what stands in a list could be anything. */
export function isPlace(storedAs: string): boolean {
  const name = storedAs.slice(3);
  return HASH.test(name) && storedAs === placeInStore(name);
}

const explained = (folder: string, error: unknown): Error =>
  error instanceof HmsyncError ? error : (explainSystem(error) ?? unwritable(folder, error));

interface Copy {
  readonly from: string;
  readonly called: string;
  readonly sha256: string;
}

/** @returns its size */
function copyInto(path: string, { from, called, sha256 }: Copy): number {
  const copy = openSync(path, "wx", OWNER_ONLY_FILE);
  try {
    const content = readSource(from, called, (bytes) => writeAll(copy, bytes));
    if (content?.sha256 !== sha256) throw changed(called);
    fsyncSync(copy);
    return content.size;
  } finally {
    closeSync(copy);
  }
}

function readSource(from: string, called: string, take: (bytes: Buffer) => void) {
  try {
    return readFile(from, take);
  } catch (error) {
    const { code = "", syscall } = error as NodeJS.ErrnoException;
    // What the copy could not take is said of the copy.
    if (syscall === "write") throw error;
    throw new SystemError(`${called} cannot be read (${code}).`, {
      cure: "Check its rights and its disk, then run again.",
      cause: error,
    });
  }
}

const changed = (called: string): SystemError =>
  new SystemError(`${called} has changed since the import read it.`, {
    cure: "Keep other programs from writing into the folder given with --files; then run again.",
  });

function foreignIn(folder: string, called: string): string | undefined {
  if (!statSync(folder).isDirectory()) return undefined;
  const held = readdirSync(folder).filter((name) => !name.startsWith("."));
  if (held.length === 0 || held.some((name) => name === UNDER_WAY || FAN.test(name)))
    return undefined;
  return `${called} holds files that are not those of a store, such as ${held[0]}.`;
}

/** Undefined if nothing is there. */
function realOf(path: string): string | undefined {
  return existsSync(path) ? realpathSync.native(path) : undefined;
}

/** In a container the next process often has the number of the last one. */
const isAtWork = (pid: number): boolean => pid !== process.pid && isProcessAlive(pid);

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something, or is gone.
  }
}
