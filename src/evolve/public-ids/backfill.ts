import { setTimeout as wait } from "node:timers/promises";
import { getTableName } from "drizzle-orm";
import { derivePublicId, newPublicId, type PublicIdEntity } from "../../../shared/public-id.ts";
import { isTargetId } from "../../../shared/target-id.ts";
import type { Database, DbValue, Statement, Turns } from "../../db/database.ts";
import { quoteName } from "../../db/names.ts";
import { ConstraintBroken } from "../../db/refused.ts";
import type { Fail } from "../../plain/failpoint.ts";
import { countPublicIds, type PublicIdCounts, type PublicIdTable } from "./count-public-ids.ts";

/** What to give public ids to, and how. */
export interface BackfillRequest {
  readonly tables: readonly PublicIdTable[];
  /** `look`: count only. */
  readonly mode: "write" | "look";
  /** Rows of a transaction. */
  readonly batchSize: number;
  /** Asks to stop after the batch at hand. */
  readonly signal: AbortSignal;
  /** Called once before the first write. */
  beforeWrite(): Promise<void>;
  /** Called after each commit. */
  onProgress(progress: BackfillProgress): void;
  readonly fail?: Fail | undefined;
}

/** How far the backfill of one table is. */
export interface BackfillProgress {
  readonly entity: PublicIdEntity;
  /** Rows that have got one, and are committed. */
  readonly filled: number;
  /** Rows that lacked one when it began. */
  readonly missing: number;
}

/** What became of the rows of one table. */
export interface Backfilled {
  readonly entity: PublicIdEntity;
  readonly before: PublicIdCounts;
  readonly after: PublicIdCounts;
  /** Rows that were imported: what they got follows from their target ids. */
  readonly derived: number;
  /** Rows of the application: they got a CUID2. */
  readonly made: number;
  /** Ids that another row had already, and that were replaced by another try. */
  readonly clashes: number;
}

/** What a backfill did; what it committed stays, whatever ended it. */
export interface BackfillResult {
  readonly tables: readonly Backfilled[];
  readonly interrupted: boolean;
}

/** An application that makes rows without public ids is not run after forever. */
const PASSES = 10;

/**
 * Fills until a pass finds nothing: rows may come in behind the place that a pass is at, or be locked when it is there.
 *
 * @param filled how many rows have been, in all passes
 */
export async function passUntilNone(
  pass: () => Promise<void>,
  filled: () => number,
  signal: AbortSignal,
): Promise<void> {
  for (let passes = 0; passes < PASSES; passes++) {
    const before = filled();
    await pass();
    if (signal.aborted || filled() === before) return;
  }
}

/** Two CUID2 that clash are rarer than a broken source of chance, which more tries do not mend. */
export const TRIES = 8;
/** Of the time that a batch kept the write lock, this much is left to others. */
export const REST = 0.25;

/**
 * Gives public ids to rows that have none; whatever stands in the column stays. Each batch is a short
 * transaction of its own that touches nothing but empty cells, so that an application may write
 * meanwhile, and a backfill that was stopped or killed is simply run again.
 *
 * @throws DatabaseError; the batches before it are committed
 */
export async function backfillPublicIds(
  db: Database,
  request: BackfillRequest,
): Promise<BackfillResult> {
  const tables: Backfilled[] = [];
  let begun = false;
  for (const one of request.tables) {
    const before = countPublicIds(db, one);
    const missing = before.missingImported + before.missingOwn;
    const filler = new Filler(db, one, { ...request, missing });
    if (request.mode === "write" && missing > 0 && !request.signal.aborted) {
      if (!begun) await request.beforeWrite();
      begun = true;
      await filler.fillAll();
    }
    const after = missing === 0 || request.mode === "look" ? before : countPublicIds(db, one);
    tables.push({ entity: one.entity, before, after, ...filler.counts() });
  }
  return { tables, interrupted: request.signal.aborted };
}

interface NewlyCalled {
  readonly id: string;
  readonly publicId: string;
}

type Filling = BackfillRequest & { readonly missing: number };

/** Fills one table. */
class Filler {
  readonly #db: Database;
  readonly #entity: PublicIdEntity;
  readonly #request: Filling;
  readonly #page: Statement;
  readonly #last: Statement;
  readonly #update: Statement;
  readonly #turns: Turns;
  #derived = 0;
  #made = 0;
  #clashes = 0;

  constructor(db: Database, { entity, table }: PublicIdTable, request: Filling) {
    const name = quoteName(getTableName(table));
    const number = db.bulk.rowNumber;
    this.#db = db;
    this.#turns = db.turns();
    this.#entity = entity;
    this.#request = request;
    // The unique index holds the rows without one in the order of their numbers: nothing else is read.
    this.#page = db.prepare(
      `select ${number}, id from ${name} where public_id is null and ${number} > ? and ${number} <= ?
       order by ${number} limit ?`,
    );
    this.#last = db.prepare(`select max(${number}) from ${name}`);
    this.#update = db.prepare(
      `update ${name} set public_id = ? where id = ? and public_id is null`,
    );
  }

  counts() {
    return { derived: this.#derived, made: this.#made, clashes: this.#clashes };
  }

  fillAll(): Promise<void> {
    return passUntilNone(
      () => this.#pass(),
      () => this.#derived + this.#made,
      this.#request.signal,
    );
  }

  async #pass(): Promise<void> {
    const { batchSize, signal } = this.#request;
    let last: DbValue = Number.MIN_SAFE_INTEGER;
    const end = this.#last.get([])?.[0] ?? last;
    while (!signal.aborted) {
      // Made before the lock is taken: a CUID2 takes a hundred times as long as the write.
      const found: DbValue[][] = this.#page.all([last, end, batchSize]);
      if (found.length === 0) return;
      last = found.at(-1)?.[0] ?? last;
      const rows = found.map(([, id]) => this.#called(String(id)));
      const started = performance.now();
      this.#commit(rows);
      await wait(Math.ceil((performance.now() - started) * REST));
      await this.#turns.give();
    }
  }

  #called(id: string): NewlyCalled {
    return { id, publicId: this.#publicIdFor(id, 0) };
  }

  #publicIdFor(id: string, attempt: number): string {
    return isTargetId(id) ? derivePublicId(this.#entity, id, attempt) : newPublicId(this.#entity);
  }

  #commit(rows: readonly NewlyCalled[]): void {
    const { fail, missing, onProgress } = this.#request;
    const counts = { derived: 0, made: 0 };
    this.#db.begin();
    try {
      for (const row of rows) {
        const changed = this.#fill(row);
        if (isTargetId(row.id)) counts.derived += changed;
        else counts.made += changed;
      }
      fail?.("before-commit");
      this.#db.commit();
    } catch (error) {
      this.#db.rollback();
      throw error;
    }
    fail?.("after-commit");
    this.#derived += counts.derived;
    this.#made += counts.made;
    onProgress({ entity: this.#entity, filled: this.#derived + this.#made, missing });
  }

  /** @returns how many rows it filled: none if the row has got one meanwhile, or is gone */
  #fill({ id, publicId }: NewlyCalled): number {
    for (let attempt = 1; ; attempt++) {
      try {
        const tried = attempt === 1 ? publicId : this.#publicIdFor(id, attempt - 1);
        return this.#update.run([tried, id]);
      } catch (error) {
        const clashes = error instanceof ConstraintBroken && /\.public_id$/.test(error.constraint);
        if (!clashes || attempt === TRIES) throw error;
        this.#clashes++;
      }
    }
  }
}
