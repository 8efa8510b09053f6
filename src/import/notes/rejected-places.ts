import type { RunPlace } from "../run-exception.ts";
import type { Note } from "./note.ts";
import type { NoteStore } from "./note-store.ts";

/** As many as a hospital's records of one entity that are rejected; more are looked up one by one. */
const REMEMBERED = 100_000;
/** How often all is read anew, because what was noted has changed. */
const MOST_TIMES = 3;

/** Where a record stands, as an issue names it. */
export type NamedPlace = Omit<RunPlace, "offset">;

/** Where the first rejected record of each legacy id stands, of one entity. */
export class RejectedPlaces {
  readonly #notes: NoteStore;
  readonly #entity: string;
  readonly #places = new Map<string, NamedPlace>();
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
    const place = this.#places.get(legacyId);
    if (place !== undefined) return place;
    return this.#isWhole ? "none" : "not known";
  }

  get #isWhole(): boolean {
    return this.#places.size < REMEMBERED && this.#times <= MOST_TIMES;
  }

  #catchUp(): void {
    if (this.#version !== this.#notes.version) {
      this.#version = this.#notes.version;
      this.#places.clear();
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
    if (this.#places.has(legacyId) || this.#places.size >= REMEMBERED) return;
    if (!this.#notes.holds(note)) return;
    const { file, record, line } = note;
    this.#places.set(legacyId, { file, record, line });
  }
}
