import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { trimText } from "../../../shared/trim-text.ts";
import { decodeFixes } from "../../corrections/decode-fixes.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { sha256OfText } from "../../plain/hash-file.ts";
import { writeAmongOthers } from "../../plain/whole-file.ts";
import { correctionsIn, editOf, fixesText, SumOfCorrections } from "./fixes-sheet.ts";
import { Held, recordsIn } from "./held.ts";
import {
  type Correction,
  type Entry,
  type NewEntry,
  type NewStep,
  type PastStep,
  type RecordKey,
  realChanges,
  type Step,
  type StepEntry,
} from "./step.ts";
import { newEntryId, StepLog } from "./step-log.ts";

/** The file of corrections in a chain's folder, and the history that it follows from. */
export const FIXES = "fixes.csv";
export const STEPS = "steps.jsonl";

/** Whoever edited `fixes.csv`: the file does not say. */
export const ITS_EDITOR = "unknown (edited fixes.csv)";

/** That somebody else may not have added a step since. */
export interface Expecting {
  /** The version that was looked at. */
  readonly expect?: number | undefined;
}

/**
 * The corrections of a chain, and the steps that led to them. Several processes may have them open: each sees what
 * the others add, and none loses a step. What `add`, `undo` and `redo` have returned is on the disk.
 */
export class Corrections {
  readonly folder: string;
  readonly #log: StepLog;
  #done: Step[] = [];
  /** The last undone is redone first. */
  #undone: Step[] = [];
  #past: Step[] = [];
  /** By the id of their entry. */
  readonly #byEntry = new Map<string, Step>();
  #held = new Held();
  /** What `fixes.csv` has been, and the entry that it was so after. */
  readonly #known = new Map<string, number>();
  #toldOfFile: string[] = [];
  /** Version and `fixes.csv` that agree. */
  #seen = "";
  #taken = 0;

  private constructor(folder: string) {
    this.folder = folder;
    this.#log = new StepLog(join(folder, STEPS));
  }

  /**
   * Opens the corrections of a chain; of one that has none, nothing is made yet. Where somebody edited `fixes.csv`,
   * that becomes a step.
   *
   * @param folder `chainFolder`
   * @throws UsageError or DecisionNeeded if `fixes.csv` was edited and does not say what is meant; SourceError
   */
  static async open(folder: string): Promise<Corrections> {
    const corrections = new Corrections(folder);
    await corrections.refresh();
    return corrections;
  }

  /** Sees what others have added since. @throws as `open` */
  async refresh(): Promise<void> {
    this.#read();
    this.#takeUp();
  }

  /** Counts steps, undos and redos; 0 if there was none. */
  get version(): number {
    return this.#log.version;
  }

  /** The file of corrections. */
  get file(): string {
    return join(this.folder, FIXES);
  }

  /** Of what holds, however `fixes.csv` is laid out. */
  get digest(): string {
    return sha256OfText(fixesText(this.list()));
  }

  /** What is to be told of the history: lines that a killed process left. */
  get notes(): readonly string[] {
    const torn = this.#log.broken.map(
      (line) =>
        `${STEPS} line ${line} is not whole and is left out: a program was stopped while it wrote it.`,
    );
    return [...torn, ...this.#toldOfFile];
  }

  /** The corrections that hold. */
  list(): Correction[] {
    return this.#held.all();
  }

  /** All steps, the oldest first. */
  steps(): PastStep[] {
    const [done, undone] = [new Set(this.#done), new Set(this.#undone)];
    return this.#past.map((step) => ({
      ...step,
      state: done.has(step) ? "done" : undone.has(step) ? "undone" : "given up",
    }));
  }

  /** What a cell is with its corrections. @param column as `columnName` calls it */
  valueOf(record: RecordKey, column: string, cell: string): string {
    const bare = trimText(cell);
    const value = this.#held.valueOf(record, column, bare);
    return value === bare ? cell : value;
  }

  /** What was decided about a record as a whole: that it is withdrawn, or meant as written. */
  decisionOf(record: RecordKey): Correction | undefined {
    return this.#held.decisionOf(record);
  }

  /**
   * Adds a step, and with it gives up what was undone before.
   *
   * @throws DecisionNeeded if somebody else has corrected one of its cells since, or added any step since `expect`;
   *   UsageError if it changes nothing
   */
  async add(step: NewStep, expecting: Expecting = {}): Promise<Step> {
    const changes = realChanges(step.changes);
    if (changes.length === 0) {
      throw new UsageError("That changes nothing.", { cure: "Give another value." });
    }
    const { kind, who, why } = step;
    const entry = await this.#append({ what: "step", kind, who, why, changes }, expecting);
    const added = this.#byEntry.get(entry.id);
    if (added === undefined) throw noStep(undefined, "redo");
    return added;
  }

  /**
   * Undoes the last step, or all steps back to the named one and that one too.
   *
   * @returns what was undone, the last first
   * @throws UsageError if there is no such step
   */
  async undo(who: string, step?: string, expecting: Expecting = {}): Promise<Step[]> {
    this.#read();
    const wanted = step ?? this.#done.at(-1)?.id;
    const from = this.#done.findIndex(({ id }) => id === wanted);
    if (wanted === undefined || from < 0) throw noStep(step, "undo");
    const undone = this.#done.slice(from).reverse();
    await this.#append({ what: "undo", who, step: wanted }, expecting);
    return undone;
  }

  /**
   * Redoes the step that was undone last, or all up to the named one.
   *
   * @returns what was redone, in order
   * @throws UsageError if there is no such step
   */
  async redo(who: string, step?: string, expecting: Expecting = {}): Promise<Step[]> {
    this.#read();
    const wanted = step ?? this.#undone.at(-1)?.id;
    const from = this.#undone.findIndex(({ id }) => id === wanted);
    if (wanted === undefined || from < 0) throw noStep(step, "redo");
    const redone = this.#undone.slice(from).reverse();
    await this.#append({ what: "redo", who, step: wanted }, expecting);
    return redone;
  }

  async #append(added: NewEntry, { expect }: Expecting): Promise<Entry> {
    await this.refresh();
    const entry = this.#log.append((n) => {
      this.#read();
      if (expect !== undefined && expect !== this.version) throw othersWere(this.version - expect);
      if (added.what === "step") this.#held.check(added.changes);
      else if (this.#moved(added) === undefined) throw noStep(added.step, added.what);
      return { ...added, ...this.#place(n) };
    });
    this.#read();
    this.#writeFixes();
    return entry;
  }

  #place(n: number) {
    const at = new Date().toISOString();
    return { n, id: newEntryId(), at, before: this.#held.sum };
  }

  #read(): void {
    this.#log.refresh();
    const { entries } = this.#log;
    if (entries.length < this.#taken) this.#forget();
    for (const entry of entries.slice(this.#taken)) this.#take(entry);
    this.#taken = entries.length;
  }

  #forget(): void {
    this.#taken = 0;
    this.#done = [];
    this.#undone = [];
    this.#past = [];
    this.#byEntry.clear();
    this.#held = new Held();
    this.#known.clear();
  }

  #take(entry: Entry): void {
    this.#known.set(entry.before, entry.n - 1);
    if (entry.what === "step") {
      const step = stepOf(entry, this.#past.length + 1);
      this.#byEntry.set(entry.id, step);
      this.#past.push(step);
      this.#done.push(step);
      this.#undone = [];
      this.#held.take(step);
      return;
    }
    const moved = this.#moved(entry);
    if (moved === undefined) return;
    const { done, undone } = moved;
    this.#done = done;
    this.#undone = undone;
    this.#held = Held.after(done);
  }

  /** Where an undo or a redo leads; undefined if there is no such step. */
  #moved({ what, step }: { readonly what: "undo" | "redo"; readonly step: string }) {
    const [from, to] = what === "undo" ? [this.#done, this.#undone] : [this.#undone, this.#done];
    const at = from.findIndex(({ id }) => id === step);
    if (at < 0) return undefined;
    const [left, grown] = [from.slice(0, at), [...to, ...from.slice(at).reverse()]];
    return what === "undo" ? { done: left, undone: grown } : { done: grown, undone: left };
  }

  /** What somebody made of `fixes.csv` becomes a step; what a killed process did not come to write is written. */
  #takeUp(): void {
    while (this.#isUnseen()) {
      const found = fileAt(this.file);
      if (found === undefined) {
        this.#writeFixes();
        return;
      }
      const corrections = this.#foundIn(found.bytes);
      // It says the same, though it may be sorted, or saved in another way.
      if (corrections === undefined) this.#seen = this.#seeing(found.mark);
      else if (this.#isBehind(corrections) || this.#appendEdit(corrections)) {
        this.#writeFixes();
      }
    }
  }

  /** Whether `fixes.csv`, or what follows from the history, is not what was seen last. */
  #isUnseen(): boolean {
    this.#read();
    const mark = markOf(this.file);
    if (mark === undefined && this.version === 0) return false;
    return this.#seen !== this.#seeing(mark ?? "");
  }

  #seeing(mark: string): string {
    return `${this.version} ${mark}`;
  }

  /** Undefined if it holds what follows from the history. */
  #foundIn(bytes: Buffer): readonly Correction[] | undefined {
    const own = Buffer.from(fixesText(this.list()));
    if (bytes.equals(own)) return undefined;
    const corrections = correctionsIn(this.file, decodeFixes(this.file, bytes));
    return SumOfCorrections.of(corrections) === this.#held.sum ? undefined : corrections;
  }

  /** Whether it is what followed from the history earlier. */
  #isBehind(found: readonly Correction[]): boolean {
    const known = this.#known.get(SumOfCorrections.of(found));
    if (known === undefined) return false;
    if (known < this.version - 1) {
      this.#toldOfFile = [
        `${FIXES} was that of an earlier time and has been written anew. To go back, undo steps.`,
      ];
    }
    return true;
  }

  /** @returns false if somebody else has added a step meanwhile: then the file has to be looked at again */
  #appendEdit(found: readonly Correction[]): boolean {
    const { version } = this;
    const edited = editOf(this.file, this.list(), found);
    const why = `${FIXES}: ${edited.come.length} come, ${edited.gone.length} gone`;
    const step = { what: "step", kind: "edited", who: ITS_EDITOR, why, changes: [] } as const;
    const added = this.#log.append((n) => {
      this.#read();
      return this.version === version ? { ...step, edited, ...this.#place(n) } : undefined;
    });
    this.#read();
    return added !== undefined;
  }

  #writeFixes(): void {
    const { version } = this;
    writeAmongOthers(this.file, fixesText(this.list()));
    this.#seen = `${version} ${markOf(this.file) ?? ""}`;
  }
}

/** Tells a file's content without reading it. */
function markOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found && [found.ino, found.size, found.mtimeMs].join("-");
}

function fileAt(path: string): { readonly mark: string; readonly bytes: Buffer } | undefined {
  const mark = markOf(path);
  return mark === undefined ? undefined : { mark, bytes: readFileSync(path) };
}

function stepOf(entry: StepEntry, number: number): Step {
  const { at, kind, who, why, changes, edited } = entry;
  return { id: String(number), at, kind, who, why, changes, edited, records: recordsIn(entry) };
}

const noStep = (step: string | undefined, what: "undo" | "redo"): UsageError =>
  new UsageError(
    step === undefined ? `There is no step to ${what}.` : `There is no step ${step} to ${what}.`,
    {
      cure: "See  hmsync import:fixes",
    },
  );

const othersWere = (steps: number): DecisionNeeded =>
  new DecisionNeeded(
    steps === 1
      ? "Somebody else has added a step since."
      : `Somebody else has added ${steps} steps since.`,
    { cure: "Look at the history again, then decide." },
  );
