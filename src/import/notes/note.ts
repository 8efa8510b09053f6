import type { Issue, Outcome } from "../../ledger/issue.ts";
import type { RunException, RunPlace } from "../../ledger/run-exception.ts";
import type { OriginalCells } from "../prepare/original-cells.ts";
import type { Awaited } from "./new-note.ts";
import type { NotePage } from "./note-page.ts";

/** A note as it stands on its page. */
export class Note implements RunPlace {
  readonly #page: NotePage;
  readonly #at: number;

  constructor(page: NotePage, at: number) {
    this.#page = page;
    this.#at = at;
  }

  get seq(): number {
    return this.#page.head.first + this.#at;
  }

  get file(): number {
    return this.#page.head.file;
  }

  get entity(): string {
    return this.#page.entityAt(this.#at);
  }

  get record(): number {
    return this.#page.numberAt(this.#at, "record");
  }

  get line(): number {
    return this.#page.numberAt(this.#at, "line");
  }

  get offset(): number | null {
    return this.#page.offsetAt(this.#at);
  }

  /** Null where the note is of no exception. */
  get outcome(): Outcome | null {
    return this.#page.outcomeAt(this.#at);
  }

  get fingerprint(): number {
    return this.#page.numberAt(this.#at, "fingerprint");
  }

  get legacyId(): string | null {
    return this.#page.texts.legacyId[this.#at] ?? null;
  }

  get targetId(): string | null {
    return this.#page.texts.targetId[this.#at] ?? null;
  }

  get former(): string | null {
    return this.#page.texts.former[this.#at] ?? null;
  }

  get issues(): readonly Issue[] {
    return this.#page.issuesAt(this.#at);
  }

  /** JSON. */
  get issuesText(): string {
    return this.#page.writtenIssuesAt(this.#at);
  }

  /** Those of its issues that were not told of the record before. */
  get news(): readonly Issue[] {
    const news = this.#page.numberAt(this.#at, "news");
    const { issues } = this;
    return news === issues.length ? issues : issues.slice(issues.length - news);
  }

  /** Undefined if only the source has them. */
  get cells(): OriginalCells | undefined {
    return this.#page.cellsAt(this.#at);
  }

  get awaited(): Awaited | undefined {
    return this.#page.awaitedAt(this.#at);
  }

  /** The exception that it is of. */
  exception(): RunException {
    return {
      entity: this.entity,
      file: this.file,
      record: this.record,
      line: this.line,
      offset: this.offset,
      legacyId: this.legacyId,
      targetId: this.targetId,
      outcome: this.outcome as Outcome,
      issues: this.issues,
      former: this.former,
      fingerprint: this.fingerprint,
    };
  }
}

/** All notes of a page, in their order. */
export function notesOf(page: NotePage): Note[] {
  const notes: Note[] = [];
  for (let at = 0; at < page.size; at++) notes.push(new Note(page, at));
  return notes;
}

/** The last note on a record. */
export function lastNoteOf(page: NotePage, record: number): Note | undefined {
  for (let at = page.size - 1; at >= 0; at--) {
    if (page.numberAt(at, "record") === record) return new Note(page, at);
  }
  return undefined;
}
