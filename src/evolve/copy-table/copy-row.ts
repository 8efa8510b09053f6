import { derivePublicId, newPublicId, parsePublicId } from "../../../shared/public-id.ts";
import { deriveTargetId, isTargetId } from "../../../shared/target-id.ts";
import { trimText } from "../../../shared/trim-text.ts";
import type { Database, DbValue, Statement } from "../../db/database.ts";
import { ConstraintBroken } from "../../db/refused.ts";
import { contentHash, hashRow, hashValue, type RowHashes } from "../../digest/content-hash.ts";
import { ControlTotals } from "../../digest/control-totals.ts";
import { comparable, copiedValue } from "./copied-value.ts";
import { type CopiedRow, CopyLedger } from "./copy-ledger.ts";
import { CopyTally } from "./copy-tally.ts";
import { type FindParent, parentFinder } from "./find-parents.ts";
import type { OlderRow } from "./older-table.ts";
import type { CopyPlan } from "./plan-copy.ts";

/** How older rows are copied. */
export interface CopyManner {
  /** What becomes of a row that has changed since it was copied. */
  readonly onConflict: "keep" | "overwrite";
  /** Where legacy ids of referenced rows are looked up; everywhere unless said. */
  readonly legacySystem: string | undefined;
  /** Rows that are kept to be shown. */
  readonly sample: number;
}

/** An older row as it is to stand in the new table. */
interface Wanted {
  readonly legacyId: string;
  readonly place: string;
  /** In the order of the older table. */
  readonly older: readonly DbValue[];
  readonly values: readonly DbValue[];
  readonly hashes: RowHashes;
  readonly hash: Buffer;
}

/** An id that a row keeps: what else refers to it stays right (a UUID, or a CUID of the first version). */
const KEPT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isKept = (id: string): boolean => KEPT_ID.test(id) || parsePublicId(id).kind === "legacy";

/** Copies older rows one by one, and sums up what the new table must hold. */
export class RowCopier {
  readonly tally = new CopyTally();
  /** Of the rows that are the same in both tables. */
  readonly totals: ControlTotals;
  /** Older rows that the new table need not agree with. */
  readonly apart = new Set<string>();
  /** The crosswalk rows whose older rows are there. */
  readonly seen = new SeenIds();
  /** The first rows that are the same in both tables: what stood in the copied columns, by id. */
  readonly sampled = new Map<string, readonly DbValue[]>();
  readonly ledger: CopyLedger;
  readonly #plan: CopyPlan;
  readonly #manner: CopyManner;
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #parents: readonly (FindParent | undefined)[];
  readonly #at: readonly number[];
  readonly #keyAt: number;

  /** @param older the columns of the older table, in the order of its rows' values */
  constructor(
    db: Database,
    plan: CopyPlan,
    { older, ...manner }: CopyManner & { readonly older: readonly string[] },
  ) {
    const { columns, copy } = plan;
    const keys = columns.map(({ key }) => key);
    this.#plan = plan;
    this.#manner = manner;
    this.ledger = new CopyLedger(db, plan);
    this.totals = new ControlTotals(columns.map(() => "plain"));
    const publicId = keys.includes("publicId") ? [] : ["publicId"];
    this.#insert = db.prepareInsert(copy.to, ["id", ...publicId, ...keys]);
    this.#update = db.prepareUpdate(copy.to, keys);
    this.#parents = columns.map(({ parent }) =>
      parent === undefined ? undefined : parentFinder(db, parent, manner.legacySystem),
    );
    this.#at = columns.map(({ from }) => older.indexOf(from));
    this.#keyAt = older.indexOf(plan.key);
  }

  /** Copies one row, in the transaction that is open; a row that cannot be copied is a finding. */
  copy(row: OlderRow): void {
    const wanted = this.#wanted(row);
    if (wanted === undefined) return;
    const prior = this.ledger.find(wanted.legacyId);
    if (prior === undefined) this.#insertNew(wanted);
    else this.#compare(wanted, prior);
  }

  #wanted({ values, place }: OlderRow): Wanted | undefined {
    const legacyId = trimText(String(values[this.#keyAt] ?? ""));
    if (legacyId === "") return this.#reject({ id: "", place }, `${this.#plan.key} is empty`);
    const taken: DbValue[] = [];
    for (const [nth, column] of this.#plan.columns.entries()) {
      const value = copiedValue(values[this.#at[nth] ?? -1] ?? this.#own(column, legacyId), column);
      if (value === undefined)
        return this.#reject({ id: legacyId, place }, `${column.from} is no ${column.takes}`);
      const parent = this.#parents[nth];
      if (parent === undefined || value === null) {
        taken.push(value);
        continue;
      }
      const found = parent(String(value));
      if ("problem" in found) {
        return this.#reject(
          { id: legacyId, place },
          `${column.from} is ${found.problem} in ${column.parent}`,
        );
      }
      taken.push(found.id);
    }
    const hashes = hashRow(taken.map(comparable));
    const hash = contentHash(hashes);
    return { legacyId, place, older: values, values: taken, hashes, hash };
  }

  /** What a row gets where the older one has nothing: its public id, if that follows from its id. */
  #own({ key }: CopyPlan["columns"][number], legacyId: string): DbValue {
    if (key !== "publicId") return null;
    const targetId = this.#targetId(legacyId);
    return isTargetId(targetId) ? derivePublicId(this.#plan.copy.entity, targetId) : null;
  }

  #targetId(legacyId: string): string {
    const { legacySystem, entity } = this.#plan.copy;
    return isKept(legacyId) ? legacyId : deriveTargetId(legacySystem, entity, legacyId);
  }

  #reject(
    { id, place }: { readonly id: string; readonly place: string },
    detail: string,
  ): undefined {
    this.apart.add(id);
    this.tally.found({ outcome: "rejected", id, place, detail });
  }

  #insertNew(wanted: Wanted): void {
    const { copy, columns } = this.#plan;
    const { legacyId, values } = wanted;
    const targetId = this.#targetId(legacyId);
    const called = columns.some(({ key }) => key === "publicId")
      ? []
      : [isTargetId(targetId) ? derivePublicId(copy.entity, targetId) : newPublicId(copy.entity)];
    try {
      this.#insert.run([targetId, ...called, ...values]);
    } catch (error) {
      if (!(error instanceof ConstraintBroken)) throw error;
      this.#reject({ id: legacyId, place: wanted.place }, error.constraint);
      return;
    }
    this.seen.add(this.ledger.insert(legacyId, targetId, wanted.hash));
    this.tally.add("copied");
    this.#agree(wanted);
  }

  /** The row was copied before: it is left, whatever it holds now, unless it is to be overwritten. */
  #compare(wanted: Wanted, prior: CopiedRow): void {
    const { legacyId: id, place } = wanted;
    this.seen.add(prior.id);
    const now = prior.values && contentHash(hashRow(prior.values.map(comparable)));
    if (now?.equals(wanted.hash)) {
      this.tally.add("left");
      this.#agree(wanted);
      return;
    }
    const detail = this.#differing(wanted.values, prior.values ?? []).join(", ");
    const outcome = whatChanged({ now, wanted: wanted.hash, copied: prior.contentHash });
    const isNew = outcome === "changed" || outcome === "conflict";
    if (isNew && this.#manner.onConflict === "overwrite") this.#overwrite(wanted, prior, detail);
    else {
      this.apart.add(id);
      this.tally.found({ outcome, id, place, detail: outcome === "deleted" ? "" : detail });
    }
  }

  #overwrite(wanted: Wanted, prior: CopiedRow, detail: string): void {
    const { legacyId: id, place } = wanted;
    try {
      this.#update.run([...wanted.values, prior.targetId]);
    } catch (error) {
      if (!(error instanceof ConstraintBroken)) throw error;
      this.#reject({ id, place }, error.constraint);
      return;
    }
    this.ledger.update(prior.id, wanted.hash);
    this.tally.found({ outcome: "updated", id, place, detail });
    this.#agree(wanted);
  }

  #differing(wanted: readonly DbValue[], now: readonly DbValue[]): string[] {
    return this.#plan.columns
      .filter((_, at) => comparable(wanted[at] ?? null) !== comparable(now[at] ?? null))
      .map(({ name }) => name);
  }

  #agree({ legacyId, values, hashes, older }: Wanted): void {
    if (this.sampled.size < this.#manner.sample) {
      this.sampled.set(
        legacyId,
        this.#at.map((at) => older[at] ?? null),
      );
    }
    this.totals.add(seedOf(legacyId), values.map(comparable), hashes);
  }
}

interface Hashes {
  /** Of the new row; undefined if it is gone. */
  readonly now: Buffer | undefined;
  /** Of the older row. */
  readonly wanted: Buffer;
  /** Of both, when it was copied. */
  readonly copied: Buffer;
}

function whatChanged({ now, wanted, copied }: Hashes) {
  if (now === undefined) return "deleted";
  if (wanted.equals(copied)) return "edited";
  return now.equals(copied) ? "changed" : "conflict";
}

const lanes = { low: 0, high: 0 };

/** Whose value it is: one that wandered to another row is noticed. */
export const seedOf = (legacyId: string): number => hashValue(legacyId, lanes).low;

/** Numbers of crosswalk rows that were met, a bit for each. */
class SeenIds {
  #bits = new Uint8Array(1024);

  add(id: number): void {
    const at = id >> 3;
    if (at >= this.#bits.length) {
      const larger = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (id & 7));
  }

  has(id: number): boolean {
    return ((this.#bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
  }
}
