import { NumberTable } from "../../digest/number-table.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import type { Note } from "./note.ts";
import type { NoteStore } from "./note-store.ts";

/** As many as a hospital's records of one entity that are rejected; more are looked up one by one. */
const REMEMBERED = 100_000;
/** How often all is read anew, because what was noted has changed. */
const MOST_TIMES = 3;

/** Where a record stands, as an issue names it. */
export type NamedPlace = Omit<RunPlace, "offset">;

/** File, record and line. */
const NUMBERS = 3;

/**
 * Where the first rejected record of each legacy id stands, of one entity: in lists side by side, as
 * `ParentTable` has the parents that are there.
 */
export class RejectedPlaces {
  readonly #notes: NoteStore;
  readonly #entity: string;
  #numbers = new NumberTable();
  readonly #legacyIds: string[] = [];
  readonly #places: number[] = [];
  #sought = "";
  readonly #isSought = (number: number): boolean => this.#legacyIds[number - 1] === this.#sought;
  /** The last note that was looked at, and what the notes were like then. */
  #seen = 0;
  #version: number;
  #times = 0;

  constructor(notes: NoteStore, entity: string) {
    this.#notes = notes;
    this.#entity = entity;
    this.#version = notes.version;
  }

  /**
   * @param last the last note on a record of the entity
   * @returns whether it could be found out here
   */
  find(legacyId: string, last: number): NamedPlace | "none" | "not known" {
    if (this.#seen < last || this.#version !== this.#notes.version) this.#catchUp();
    const number = this.#search(legacyId);
    if (number === 0) return this.#isWhole ? "none" : "not known";
    const at = (number - 1) * NUMBERS;
    const [file = 0, record = 0, line = 0] = this.#places.slice(at, at + NUMBERS);
    return { file, record, line };
  }

  /** Which of the legacy ids it is, counted from 1; 0 if it is not one of them. */
  #search(legacyId: string): number {
    this.#sought = legacyId;
    return this.#numbers.search(legacyId, this.#isSought);
  }

  get #isFull(): boolean {
    return this.#legacyIds.length >= REMEMBERED;
  }

  get #isWhole(): boolean {
    return !this.#isFull && this.#times <= MOST_TIMES;
  }

  #catchUp(): void {
    if (this.#version !== this.#notes.version) {
      this.#version = this.#notes.version;
      this.#numbers = new NumberTable();
      this.#legacyIds.length = 0;
      this.#places.length = 0;
      this.#seen = 0;
      this.#times++;
    }
    if (!this.#isWhole) return;
    for (const notes of this.#notes.since(this.#seen + 1)) {
      for (const note of notes) this.#add(note);
    }
    this.#seen = this.#notes.last;
  }

  #add(note: Note): void {
    const { entity, outcome, legacyId } = note;
    if (entity !== this.#entity || outcome !== "rejected" || legacyId === null) return;
    if (this.#isFull || this.#search(legacyId) > 0 || !this.#notes.holds(note)) return;
    const { file, record, line } = note;
    this.#legacyIds.push(legacyId);
    this.#places.push(file, record, line);
    this.#numbers.add(legacyId, this.#legacyIds.length);
  }
}
