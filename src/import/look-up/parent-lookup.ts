import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Draft, Importer } from "../../../importers/define.ts";
import { crosswalk } from "../../../shared/ledger.ts";
import type { Database, DbValue, Statement } from "../../db/database.ts";
import { ofLegacyId, targetIdColumn } from "../../ledger/crosswalk-row.ts";
import { legacyIdOf } from "../../ledger/owned-columns.ts";
import type { KnownParent } from "../decide/resolve.ts";

/** Different ones that are shared. */
const MOST_DRAFTS = 50_000;

/** Finds the target rows of one entity that records of another name. */
export class ParentLookup {
  readonly #key: readonly [entity: string, legacySystem: string];
  readonly #carry: readonly string[];
  readonly #find: Statement;
  readonly #at: Statement;
  readonly #all: Statement;
  readonly #drafts = new Map<string, Draft>();

  constructor(
    db: Database,
    parent: Importer,
    { carry, legacySystem }: { readonly carry: readonly string[]; readonly legacySystem: string },
  ) {
    const known = getTableColumns(parent.table);
    const carried = Object.fromEntries(carry.map((key) => [key, known[key] as SQLiteColumn]));
    const id = targetIdColumn(parent.table);
    const legacyId = sql`${legacyIdOf(parent)}`.as("own legacy id");
    this.#key = [parent.entity, legacySystem];
    this.#carry = carry;
    const columns = { hash: crosswalk.contentHash, id, ownLegacyId: legacyId, ...carried };
    const where = (condition: SQL | undefined) =>
      new QueryBuilder()
        .select(columns)
        .from(crosswalk)
        .leftJoin(parent.table, eq(id, crosswalk.targetId))
        .where(condition);
    this.#find = db.prepareBuilt(where(ofLegacyId()), ["legacyId", "entity", "legacySystem"]);
    this.#at = db.prepareBuilt(where(eq(crosswalk.id, sql.placeholder("id"))), ["id"]);
    const every = new QueryBuilder()
      .select({ legacyId: crosswalk.legacyId, ...columns })
      .from(crosswalk)
      .innerJoin(parent.table, eq(id, crosswalk.targetId))
      .where(
        and(
          eq(crosswalk.entity, sql.placeholder("entity")),
          eq(crosswalk.legacySystem, sql.placeholder("legacySystem")),
        ),
      );
    this.#all = db.prepareBuilt(every, ["entity", "legacySystem"]);
  }

  /** All parents whose rows are there, by their legacy ids. */
  *all(): Generator<readonly [legacyId: string, parent: KnownParent]> {
    for (const [legacyId, ...row] of this.#all.iterate(this.#key)) {
      const parent = this.#parent(row);
      if (parent !== "deleted") yield [String(legacyId), parent];
    }
  }

  /** The parent; or that its row was deleted in the application; undefined if no import brought one. */
  find(legacyId: string): KnownParent | "deleted" | undefined {
    const row = this.#find.get([legacyId, ...this.#key]);
    return row && this.#parent(row);
  }

  /** The same, by the number of its row in the crosswalk. */
  at(crosswalkId: number): KnownParent | "deleted" | undefined {
    const row = this.#at.get([crosswalkId]);
    return row && this.#parent(row);
  }

  #parent([hash, id, ownLegacyId, ...values]: readonly DbValue[]): KnownParent | "deleted" {
    if (id === null) return "deleted";
    return {
      targetId: String(id),
      legacyId: ownLegacyId as string | null,
      placeholder: hash === null,
      carried: this.#carried(values),
    };
  }

  /** Parents are many, days of birth are few: those that carry the same share it. */
  #carried(values: readonly DbValue[]): Draft {
    const key = JSON.stringify(values);
    const known = this.#drafts.get(key);
    if (known !== undefined) return known;
    const entries = this.#carry.map((column, at) => [column, values[at] as Draft[string]] as const);
    const made: Draft = Object.fromEntries(entries);
    if (this.#drafts.size < MOST_DRAFTS) this.#drafts.set(key, made);
    return made;
  }
}
