import type { Scratch, Statement } from "../../db/database.ts";
import { errorCodes, type Issue } from "../../ledger/issue.ts";
import type { RejectingFile, StandingReject } from "../../ledger/standing-rejects.ts";
import { CellHashes } from "./cell-hashes.ts";
import { type Cluster, clustersOf } from "./clusters.ts";
import type { EntityColumns } from "./entity-columns.ts";
import type {
  Facets,
  NamedOne,
  Overlay,
  Reject,
  RejectedColumn,
  RejectFilter,
  RejectState,
} from "./reject.ts";
import { type Paging, RejectFacts } from "./reject-facts.ts";

/** A rejected record as it is put into the index. */
export interface NewReject {
  readonly columns: EntityColumns;
  readonly record: StandingReject;
  readonly run: string;
  readonly file: RejectingFile;
  /** The position of its file among those of the entity. */
  readonly at: number;
  /** Laid out by the entity's columns; undefined if the report is gone. */
  readonly cells: readonly string[] | undefined;
}

/** What the scratch database keeps of a record. */
type Kept = Omit<StandingReject, "number" | "waits"> & Pick<NewReject, "run" | "at" | "cells">;

/** What people made of a record. */
interface Laid {
  readonly cells?: readonly (readonly [at: number, cell: string])[];
  readonly why?: string | undefined;
}

/** What an export says of a record. */
interface ExportId {
  readonly entity: string;
  readonly file: string;
  readonly legacyId: string;
}

/** Of somebody or something more than these are no facet: nobody picks one of thousands. */
const MOST_NAMED = 2000;
/** More different texts than these are no spellings of a few. */
const MOST_SPELLINGS = 2000;
/** Records that are read at once. */
export const PAGE_SIZE = 50;

const TABLES = `
  create table reject (number integer primary key, legacy_id text, export_id text, kept text not null);
  create table overlay (number integer primary key, state text not null, laid text not null)`;

/**
 * The standing rejected records of a chain: counted by what filters ask for, and read by page. What is
 * counted by is kept in memory, a few bytes a cell; what they hold, in a scratch database that nobody else can open.
 */
export class RejectIndex {
  /** Which state of the chain it was built from: what was shown of another one may have other places. */
  readonly version: string;
  readonly facts = new RejectFacts();
  readonly #scratch: Scratch;
  readonly #put: Statement;
  readonly #get: Statement;
  readonly #overlay: Statement;
  readonly #byExportId: Statement;
  readonly #entities = new Map<string, { columns: EntityColumns; hashes: CellHashes }>();
  readonly #files = new Map<number, { entity: string; name: string }>();
  readonly #named: NamedOne[] = [];
  readonly #namedKeys = new Map<string, number>();
  readonly #namedCounts = new Map<string, number>();

  constructor(scratch: Scratch, version: string) {
    this.version = version;
    this.#scratch = scratch;
    scratch.exec(TABLES);
    this.#put = scratch.prepare("insert into reject values (?, ?, ?, ?)");
    this.#get = scratch.prepare("select kept from reject where number = ?");
    this.#overlay = scratch.prepare("select laid from overlay where number = ?");
    this.#byExportId = scratch.prepare(
      "select number from reject where export_id = ? order by number",
    );
    scratch.begin();
  }

  /** All that is to be in it has been added. */
  seal(): void {
    this.#scratch.exec("create index reject_legacy_id on reject (legacy_id)");
    this.#scratch.exec("create index reject_export_id on reject (export_id)");
    this.#scratch.commit();
  }

  /** Records of one entity come one after the other. */
  add(one: NewReject): void {
    const { columns, at, cells, run, file } = one;
    const { number, waits, ...record } = one.record;
    const { entity } = columns;
    const { issues, legacyId } = record;
    const codes = errorCodes(issues);
    const exportId = cells && columns.exportIdOf(at, cells, codes);
    const kept: Kept = Object.assign(record, { run, at, cells });
    this.#put.run([number, legacyId, exportId ?? null, JSON.stringify(kept)]);
    const known = this.#entities.get(entity) ?? {
      columns,
      hashes: new CellHashes(this.facts.size, columns.columns.length),
    };
    this.#entities.set(entity, known);
    this.#files.set(file.fileId, { entity, name: file.name });
    known.hashes.add(cells ?? []);
    const read = cells === undefined ? { month: 0, named: [] } : columns.read(at, cells);
    const places = new Set(issues.filter(isError).flatMap((issue) => columns.placesOf(at, issue)));
    this.facts.add({
      number,
      entity,
      fileId: file.fileId,
      issues,
      columns: [...places].map((place) => columns.columns[place]?.number ?? -1),
      named: read.named.flatMap(({ label, legacyId: id }) => this.#numberOf(entity, label, id)),
      month: read.month,
      state: waits ? "waiting" : "open",
    });
  }

  #numberOf(entity: string, label: string, legacyId: string): number[] {
    const key = `${label}\0${legacyId}`;
    const known = this.#namedKeys.get(key);
    if (known !== undefined) return [known];
    const before = this.#namedCounts.get(label) ?? 0;
    this.#namedCounts.set(label, before + 1);
    if (before >= MOST_NAMED) return [];
    const number = this.#named.push({ number: this.#named.length, label, entity, legacyId }) - 1;
    this.#namedKeys.set(key, number);
    return [number];
  }

  columns(entity: string): readonly RejectedColumn[] {
    return this.#entities.get(entity)?.columns.columns ?? [];
  }

  column(number: number): RejectedColumn | undefined {
    const all = [...this.#entities.values()].flatMap(({ columns }) => columns.columns);
    return all.find((one) => one.number === number);
  }

  file(id: number): { readonly entity: string; readonly name: string } | undefined {
    return this.#files.get(id);
  }

  /** Undefined where so many are named that they are no facet. */
  named(number: number): NamedOne | undefined {
    const one = this.#named[number];
    const all = this.#namedCounts.get(one?.label ?? "") ?? 0;
    return all > MOST_NAMED ? undefined : one;
  }

  facets(filter: RejectFilter): Facets {
    const found = this.facts.facets(filter);
    return Object.assign(found, {
      named: found.named.filter(({ key }) => this.named(key) !== undefined),
    });
  }

  count(filter: RejectFilter): number {
    return this.facts.count(filter);
  }

  /** Records in the order of entities, files and records: the first page, or the one after or before a record. */
  page(filter: RejectFilter, { after, before, size = PAGE_SIZE }: Partial<Paging> = {}): Reject[] {
    return this.facts
      .page(filter, { after, before, size })
      .flatMap((ordinal) => this.#at(ordinal) ?? []);
  }

  record(number: number): Reject | undefined {
    const ordinal = this.facts.ordinalOf(number);
    return ordinal === undefined ? undefined : this.#at(ordinal);
  }

  #at(ordinal: number): Reject | undefined {
    const number = this.facts.numberAt(ordinal);
    const row = this.#get.get([number]);
    const of = this.#entities.get(this.facts.entityAt(ordinal));
    if (row === undefined || of === undefined) return undefined;
    const { cells: was, issues, at: fileAt, ...place } = JSON.parse(String(row[0])) as Kept;
    const laid = JSON.parse(String(this.#overlay.get([number])?.[0] ?? "{}")) as Laid;
    const cells = [...(was ?? [])];
    for (const [at, cell] of laid.cells ?? []) cells[at] = cell;
    const fileId = this.facts.fileAt(ordinal);
    return Object.assign(place, {
      number,
      entity: of.columns.entity,
      fileId,
      file: this.#files.get(fileId)?.name ?? "",
      issues: issues.map((issue) => of.columns.shown(fileAt, issue)),
      was,
      cells,
      state: this.facts.stateAt(ordinal),
      why: laid.why,
    });
  }

  /** The numbers of the records that a filter means and that hold a text in a column. */
  sameValue(filter: RejectFilter, column: RejectedColumn, text: string): number[] {
    const meets = this.facts.meets(filter);
    const found = this.#entities.get(column.entity)?.hashes.having(column.at, text) ?? [];
    return [...found].filter(meets).map((ordinal) => this.facts.numberAt(ordinal));
  }

  /** How many records hold a text in a column. */
  countOf({ entity, at }: RejectedColumn, text: string): number {
    return this.#entities.get(entity)?.hashes.count(at, text) ?? 0;
  }

  /** The spellings of a column that probably mean one thing; undefined if it has too many different texts. */
  clusters({ entity, at, words }: RejectedColumn): Cluster[] | undefined {
    const isOpen = (ordinal: number) => this.facts.stateAt(ordinal) !== "withdrawn";
    const found = this.#entities.get(entity)?.hashes.distinct(at, isOpen) ?? [];
    if (found.length > MOST_SPELLINGS) return undefined;
    const spelled = found.map(({ ordinal, count }) => {
      return { text: (this.#at(ordinal)?.cells[at] ?? "").trim(), count };
    });
    const counts = new Map(spelled.map(({ text, count }) => [text, count]));
    const texts = [...new Set([...counts.keys(), ...words])].filter((text) => text !== "");
    return clustersOf(
      texts.map((text) => {
        return { text, count: counts.get(text) ?? 0, isKnown: words.includes(text) };
      }),
    );
  }

  /** The rejected records that have the same legacy id as one, itself among them. */
  sameId(number: number): Reject[] {
    const one = this.record(number);
    if (one === undefined || one.legacyId === null) return one === undefined ? [] : [one];
    return this.withId(one.entity, one.legacyId);
  }

  /** The rejected records of an entity that the export gave a legacy id. */
  withId(entity: string, legacyId: string): Reject[] {
    const numbers = this.#scratch
      .prepare("select number from reject where legacy_id = ? order by number")
      .all([legacyId]);
    return numbers
      .map(([found]) => this.record(Number(found)))
      .filter((found): found is Reject => found?.entity === entity);
  }

  /**
   * The numbers of the records of a file whose export gives them an id; several where they share it, or have none.
   *
   * @param entity empty for any
   */
  withExportId({ entity, file, legacyId }: ExportId): number[] {
    return this.#byExportId.all([legacyId]).flatMap(([found]) => {
      const number = Number(found);
      const ordinal = this.facts.ordinalOf(number) ?? -1;
      const isOf = entity === "" || this.facts.entityAt(ordinal) === entity;
      return isOf && this.#files.get(this.facts.fileAt(ordinal))?.name === file ? [number] : [];
    });
  }

  /** Lays what people have made of the records over them: all of it, in place of what was laid before. */
  lay(overlays: Iterable<Overlay>): void {
    const before = new Map(
      this.#scratch
        .prepare("select number, state, laid from overlay")
        .all([])
        .map(([number, state, laid]) => [Number(number), `${state} ${laid}`]),
    );
    const put = this.#scratch.prepare("insert or replace into overlay values (?, ?, ?)");
    for (const { number, state, cells, why } of overlays) {
      const text = JSON.stringify({ cells: [...cells], why } satisfies Laid);
      const isSame = before.get(number) === `${state} ${text}`;
      before.delete(number);
      if (isSame || this.facts.ordinalOf(number) === undefined) continue;
      put.run([number, state, text]);
      this.#refresh(number, state);
    }
    const drop = this.#scratch.prepare("delete from overlay where number = ?");
    for (const number of before.keys()) {
      drop.run([number]);
      this.#refresh(number, undefined);
    }
  }

  #refresh(number: number, state: RejectState | undefined): void {
    const ordinal = this.facts.ordinalOf(number);
    if (ordinal === undefined) return;
    this.facts.setState(ordinal, state);
    const hashes = this.#entities.get(this.facts.entityAt(ordinal))?.hashes;
    hashes?.set(ordinal, this.#at(ordinal)?.cells ?? []);
  }

  close(): void {
    this.#scratch.close();
  }
}

const isError = ({ severity }: Issue): boolean => severity === "error";
