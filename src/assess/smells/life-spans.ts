import type { OpenScratch, Scratch, Statement } from "../../db/database.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { ColumnProfile, FileProfile, ReferenceFound, Smell } from "../assessment.ts";
import { dayReader } from "../read-day.ts";
import { columnIn, type FileRoles } from "../roles.ts";
import { smell } from "./catalog.ts";
import { cellOf, Places, type Watch } from "./watch.ts";

const LIVES = "spot text, id text, born text, died text, primary key (spot, id)";

/** From when to when people lived, by their id in one file: on disk, however many they are. */
export class LifeSpans {
  readonly #scratch: Scratch;
  readonly #insert: Statement;
  readonly #find: Statement;

  constructor(openScratch: OpenScratch) {
    this.#scratch = openScratch();
    this.#scratch.createKeyed("lives", LIVES);
    this.#scratch.begin();
    this.#insert = this.#scratch.prepare("insert or ignore into lives values (?, ?, ?, ?)");
    this.#find = this.#scratch.prepare("select born, died from lives where spot = ? and id = ?");
  }

  /** Takes down the lives in a file, by the ids in one of its columns. */
  recorder(roles: FileRoles, id: ColumnProfile): Watch | undefined {
    const [birth, death] = [columnIn(roles, "birth"), columnIn(roles, "death")];
    if (birth === undefined) return undefined;
    const spot = spotOf(roles.file.file, id.header);
    const [born, died] = [dayReader(birth), death && dayReader(death)];
    return {
      see: (record) => {
        const end = death && died ? (died(cellOf(record, death)) ?? null) : null;
        const start = born(cellOf(record, birth)) ?? null;
        if (start !== null || end !== null) {
          this.#insert.run([spot, cellOf(record, id), start, end]);
        }
      },
      found: () => [],
    };
  }

  /** Compares a file's days with the lives of those that it points to. */
  comparer(roles: FileRoles, reference: ReferenceFound): Watch | undefined {
    const days = columnIn(roles, "visited") ?? columnIn(roles, "admitted");
    const { file } = roles;
    const person = file.columns.find(({ header }) => header === reference.column);
    if (days === undefined || person === undefined || days === person) return undefined;
    const spot = spotOf(reference.toFile, reference.toColumn);
    const find = (id: string) => this.#find.get([spot, id]);
    return new SpanWatch(file, { person, days }, find);
  }

  close(): void {
    this.#scratch.close();
  }
}

const spotOf = (file: string, column: string): string => JSON.stringify([file, column]);

interface Compared {
  readonly person: ColumnProfile;
  readonly days: ColumnProfile;
}

class SpanWatch implements Watch {
  readonly #file: FileProfile;
  readonly #compared: Compared;
  readonly #find: (id: string) => unknown[] | undefined;
  readonly #read;
  readonly #early = new Places();
  readonly #late = new Places();
  #both = 0;

  constructor(file: FileProfile, compared: Compared, find: (id: string) => unknown[] | undefined) {
    this.#file = file;
    this.#compared = compared;
    this.#find = find;
    this.#read = dayReader(compared.days);
  }

  see(record: SourceRecord): void {
    const day = this.#read(cellOf(record, this.#compared.days));
    if (day === undefined) return;
    const life = this.#find(cellOf(record, this.#compared.person));
    if (life === undefined) return;
    this.#both++;
    const [born, died] = life;
    if (typeof born === "string" && day < born) this.#early.add(record.line);
    if (typeof died === "string" && day > died) this.#late.add(record.line);
  }

  found(): readonly Smell[] {
    const trace = { file: this.#file.file, column: this.#compared.days.header, of: this.#both };
    const found = [
      ["visit.before-birth", this.#early],
      ["visit.after-death", this.#late],
    ] as const;
    return found.flatMap(([code, { count, lines }]) =>
      count === 0 ? [] : [smell(code, { ...trace, count, lines })],
    );
  }
}
