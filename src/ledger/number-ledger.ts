import { getTableName } from "drizzle-orm";
import { crosswalk, numbers } from "../../shared/ledger.ts";
import type { Database, Statement } from "../db/database.ts";
import type { CrosswalkScope } from "./crosswalk-row.ts";

/** A number that people see, as a record was given it. */
export interface GivenNumber {
  readonly period: string;
  readonly n: number;
  /** As it is written. */
  readonly value: string;
  /** The ledger has it already. */
  readonly isKept?: true;
}

/** A number of this run. */
export interface NumberOfRun extends GivenNumber {
  readonly legacyId: string;
}

const TABLE = getTableName(numbers);
const OWN = `legacy_id = ? and entity = ? and legacy_system = ? and "column" = ?`;

/** The record that had it is not in the target any more. */
const IS_FREED = `not exists (select 1 from ${getTableName(crosswalk)} c where c.legacy_id = g.legacy_id
  and c.entity = g.entity and c.legacy_system = g.legacy_system)`;

/** The numbers of one column that imports gave. */
export class NumberLedger {
  readonly #key: readonly [entity: string, legacySystem: string, column: string];
  readonly #runId: number;
  readonly #find: Statement;
  readonly #keep: Statement;
  readonly #forget: Statement;
  readonly #freed: Statement;
  readonly #periods: Statement;
  readonly #ofRun: Statement;

  /** @param column its name in the target */
  constructor(
    db: Database,
    { entity, column }: { readonly entity: string; readonly column: string },
    { legacySystem, runId }: CrosswalkScope,
  ) {
    this.#key = [entity, legacySystem, column];
    this.#runId = runId;
    this.#find = db.prepare(`select period, n, value from ${TABLE} where ${OWN}`);
    this.#keep = db.prepare(`
      insert into ${TABLE} (run_id, period, n, value, legacy_id, entity, legacy_system, "column")
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (legacy_id, entity, legacy_system, "column") do update
        set run_id = excluded.run_id, period = excluded.period, n = excluded.n, value = excluded.value`);
    this.#forget = db.prepare(`delete from ${TABLE} where ${OWN}`);
    this.#freed = db.prepare(`
      select distinct n from ${TABLE} g where entity = ? and "column" = ? and period = ?
        and ${IS_FREED} order by n`);
    this.#periods = db.prepare(`
      select distinct period from ${TABLE} g where entity = ? and "column" = ? and ${IS_FREED}`);
    this.#ofRun = db.prepare(`
      select legacy_id, period, n, value from ${TABLE}
      where run_id = ? and entity = ? and legacy_system = ? and "column" = ? order by period, n`);
  }

  /** What a record was given last. */
  find(legacyId: string): GivenNumber | undefined {
    const row = this.#find.get([legacyId, ...this.#key]);
    return row && { period: String(row[0]), n: Number(row[1]), value: String(row[2]) };
  }

  keep(legacyId: string, { period, n, value }: GivenNumber): void {
    this.#keep.run([this.#runId, period, n, value, legacyId, ...this.#key]);
  }

  /** The record that had it never was. */
  forget(legacyId: string): void {
    this.#forget.run([legacyId, ...this.#key]);
  }

  /** Numbers of records that were taken out again: of undone runs, and of rows that belong to a record no more. */
  freed(period: string): number[] {
    const [entity, , column] = this.#key;
    return this.#freed.all([entity, column, period]).map(([n]) => Number(n));
  }

  periodsWithFreed(): string[] {
    const [entity, , column] = this.#key;
    return this.#periods.all([entity, column]).map(([period]) => String(period));
  }

  /** What this run gave, in order. */
  ofRun(): NumberOfRun[] {
    return this.#ofRun.all([this.#runId, ...this.#key]).map(([legacyId, period, n, value]) => ({
      legacyId: String(legacyId),
      period: String(period),
      n: Number(n),
      value: String(value),
    }));
  }
}
