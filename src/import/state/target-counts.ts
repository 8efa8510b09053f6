import type { Importer } from "../../../importers/define.ts";
import type { Database } from "../../db/database.ts";

/** Rows of one table as a summary gives them. */
interface EarlierCount {
  readonly targetBefore: number;
  readonly targetAfter: number;
  readonly othersWrote: number;
}

/** Rows of the target tables, and which of them other programs brought or took meanwhile. */
export class TargetCounts {
  readonly #db: Database;
  readonly #importers: readonly Importer[];
  readonly #before = new Map<string, number>();
  readonly #now = new Map<string, number>();
  readonly #others = new Map<string, number>();
  #committed = new Map<string, number>();
  #version: number;
  /** Whether another program has, or may have, written between two transactions of the run. */
  othersCame: boolean;

  /**
   * To be made inside the run's first transaction.
   *
   * @param earlier what was counted before a run that is resumed was stopped, by entity
   */
  constructor(
    db: Database,
    importers: readonly Importer[],
    earlier?: Readonly<Record<string, EarlierCount>>,
  ) {
    this.#db = db;
    this.#importers = importers;
    this.#version = this.#db.stateByOthers();
    // Nobody was looking while the run was dead.
    this.othersCame = earlier !== undefined;
    this.count();
    for (const [entity, rows] of this.#now) {
      const { targetBefore = rows, targetAfter = rows, othersWrote = 0 } = earlier?.[entity] ?? {};
      this.#before.set(entity, targetBefore);
      this.#others.set(entity, othersWrote + rows - targetAfter);
    }
    this.keep();
  }

  /** What was counted last has been committed. */
  keep(): void {
    this.#committed = new Map(this.#now);
  }

  /** What was counted last has been rolled back. */
  forget(): void {
    for (const [entity, rows] of this.#committed) this.#now.set(entity, rows);
  }

  /** Counts what stands in the tables, to be told from what others write before the next `resume`. */
  count(): void {
    for (const { entity, table } of this.#importers) this.#now.set(entity, this.#db.count(table));
  }

  /**
   * At the start of a further transaction: what differs from the last count, others wrote.
   *
   * @returns whether others wrote anything
   */
  resume(): boolean {
    const version = this.#db.stateByOthers();
    if (version === this.#version) return false;
    this.#version = version;
    this.othersCame = true;
    const last = new Map(this.#now);
    this.count();
    for (const [entity, rows] of this.#now) {
      const came = rows - (last.get(entity) ?? rows);
      this.#others.set(entity, (this.#others.get(entity) ?? 0) + came);
    }
    return true;
  }

  before(entity: string): number {
    return this.#before.get(entity) ?? 0;
  }

  now(entity: string): number {
    return this.#now.get(entity) ?? 0;
  }

  othersWrote(entity: string): number {
    return this.#others.get(entity) ?? 0;
  }
}
