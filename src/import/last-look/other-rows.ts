import { getTableColumns, getTableName } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import type { Backup, Database, DbValue } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import { quoteName } from "../../db/names.ts";
import { placeholderRows, WrittenRows } from "../../ledger/imported-rows.ts";
import { rowTimestamps } from "../../ledger/row-timestamps.ts";
import type { Difference } from "../../ledger/run-summary.ts";
import { isJoined } from "../../persons/in-force.ts";
import type { ImportRun } from "../state/import-run.ts";

/**
 * Compares the rows that were there before the run, cell by cell, with the backup that was made before
 * its first write: in what it did not write nothing may have changed. Where other programs have
 * written since, it cannot be told who did it.
 */
export function lookAtOtherRows(run: ImportRun): Difference[] {
  const { backup, counts, request, runId } = run;
  if (backup === undefined || counts?.othersCame !== false) return [];
  const columnsOf = (entity: string) => run.columnsOf(entity);
  return compareOthers(request, backup, { runIds: [runId], columnsOf });
}

/** What is known of the rows that were written on purpose. */
interface OnPurpose {
  /** Of the runs that wrote, or whose rows were taken back. */
  readonly runIds: readonly number[];
  /** Keys of the columns of their rows that were written; all where nothing is said. */
  readonly columnsOf?: (entity: string) => readonly string[];
}

/** Compares all other rows and columns of the target tables with what a backup holds. */
export function compareOthers(
  { db, importers }: { readonly db: Database; readonly importers: readonly Importer[] },
  backup: Backup,
  purpose: OnPurpose,
): Difference[] {
  const before = db.openBackup(backup);
  try {
    // Its rows are those of persons, and cannot be compared with those of records.
    if (isJoined(before)) return [];
    return importers.flatMap((importer) => {
      // Several entities may have rows in one table, which is looked at once.
      const mates = importers.filter(({ table }) => table === importer.table);
      if (mates[0] !== importer) return [];
      return compareTable({ db, before, ...purpose }, mates);
    });
  } finally {
    before.close();
  }
}

/** The id, whether the run has written it, and the cells. */
type Row = readonly DbValue[];

/** Where the cells of a row begin. */
const CELLS = 2;

/** A column that is compared. */
interface Compared {
  readonly key: string;
  readonly name: string;
}

function compareTable(known: Known, mates: readonly Importer[]): Difference[] {
  const [importer] = mates;
  if (importer === undefined) return [];
  const { db, before, runIds } = known;
  const { table } = importer;
  const entities = mates.map(({ entity }) => entity);
  const columns = columnsOf(importer);
  const cells = columns.map(({ name }) => quoteName(name)).join(", ");
  const { column, isNumber } = keyColumn(table);
  const id = quoteName(column.name);
  const isWritten = new WrittenRows(runIds).isWritten(id, entities.length);
  const rows = `select ${id}, ${isWritten}, ${cells} from ${quoteName(getTableName(table))} order by ${isNumber ? `cast(${id} as text)` : id}`;
  const changes = new Changes(entities, columns, known);
  const present = db.prepare(rows).iterate(entities);
  const former = before.prepare(rows).iterate(entities);
  let [was, is] = [next(former), next(present)];
  while (was !== undefined || is !== undefined) {
    const first = least(was, is);
    const stood = was !== undefined && String(was[0]) === first ? was : undefined;
    const stands = is !== undefined && String(is[0]) === first ? is : undefined;
    changes.add(stood, stands);
    if (stood !== undefined) was = next(former);
    if (stands !== undefined) is = next(present);
  }
  return changes.differences();
}

const next = (rows: IterableIterator<DbValue[]>): Row | undefined => rows.next().value;

/** The id that comes first, of two rows of which one may be missing. */
function least(one: Row | undefined, other: Row | undefined): string {
  const ids = [one, other].flatMap((row) => (row === undefined ? [] : [String(row[0])]));
  return ids.sort()[0] ?? "";
}

function columnsOf(importer: Importer): Compared[] {
  const { table } = importer;
  const besides = [keyColumn(table).key, rowTimestamps(importer).updated];
  return Object.entries(getTableColumns(table)).flatMap(([key, { name }]) =>
    besides.includes(key) ? [] : [{ key, name }],
  );
}

interface Known extends OnPurpose {
  readonly db: Database;
  readonly before: Database;
}

/** Counts what has changed, by column. */
class Changes {
  readonly #entity: string;
  readonly #columns: readonly Compared[];
  readonly #owned: ReadonlySet<string> | "all";
  /** Rows that the run has marked as vanished or as back. */
  readonly #marked: ReadonlySet<string>;
  /** A placeholder becomes a row of its own when its record comes. */
  readonly #placeholders: ReadonlySet<string>;
  /** Rows that belonged to a record which has them no more, and such that came back with an undo. */
  readonly #moved: ReadonlySet<string>;
  readonly #counts: number[];
  #deleted = 0;
  #added = 0;

  constructor(
    entities: readonly string[],
    columns: readonly Compared[],
    { db, before, runIds, columnsOf }: Known,
  ) {
    const [entity = ""] = entities;
    this.#entity = entity;
    this.#columns = columns;
    this.#owned = columnsOf === undefined ? "all" : new Set(entities.flatMap(columnsOf));
    this.#counts = columns.map(() => 0);
    const written = new WrittenRows(runIds);
    this.#marked = written.marked(db);
    this.#placeholders = placeholderRows(before, entity);
    this.#moved = written.moved(db, entities);
  }

  add(was: Row | undefined, is: Row | undefined): void {
    if (is === undefined) this.#deleted += this.#isGone(was) ? 0 : 1;
    else if (was === undefined)
      this.#added += is[1] === 1 || this.#moved.has(String(is[0])) ? 0 : 1;
    else if (!this.#placeholders.has(String(was[0]))) this.#compare(was, is);
  }

  #isGone(was: Row | undefined): boolean {
    return (this.#owned === "all" && was?.[1] === 1) || this.#moved.has(String(was?.[0]));
  }

  #compare(was: Row, is: Row): void {
    const isOwn = is[1] === 1 || was[1] === 1;
    if (isOwn && this.#owned === "all") return;
    for (const [at, { key }] of this.#columns.entries()) {
      if (isSame(was[at + CELLS], is[at + CELLS]) || (isOwn && this.#owns(key))) continue;
      if (key === "isActive" && this.#marked.has(String(was[0]))) continue;
      this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    }
  }

  #owns(key: string): boolean {
    return this.#owned === "all" || this.#owned.has(key);
  }

  differences(): Difference[] {
    const entity = this.#entity;
    const found = (measure: string, target: number, column?: string): Difference[] =>
      target === 0 ? [] : [{ entity, ...(column && { column }), measure, source: 0, target }];
    return [
      ...found("rows deleted that were there before", this.#deleted),
      ...found("rows added that are no record's", this.#added),
      ...this.#columns.flatMap(({ name }, at) => {
        return found("cells changed that the run did not write", this.#counts[at] ?? 0, name);
      }),
    ];
  }
}

const isSame = (one: DbValue | undefined, other: DbValue | undefined): boolean =>
  one === other || (Buffer.isBuffer(one) && Buffer.isBuffer(other) && one.equals(other));
