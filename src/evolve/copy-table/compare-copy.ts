import type { Database, DbValue } from "../../db/database.ts";
import { hashRow } from "../../import/content-hash.ts";
import { ControlTotals } from "../../import/control-totals.ts";
import { findDangling } from "../check-foreign-keys.ts";
import { comparable } from "./copied-value.ts";
import { type RowCopier, seedOf } from "./copy-row.ts";
import type { CopyPlan } from "./plan-copy.ts";

/** One thing in which the two tables should agree. */
export interface CopyCheck {
  readonly what: string;
  readonly older: string | number;
  readonly newer: string | number;
}

/** A row in both tables. */
export interface SampleRow {
  readonly id: string;
  readonly targetId: string;
  readonly values: readonly DbValue[];
}

/** What comparing the tables after a copy came to. */
export interface CopyComparison {
  readonly checks: readonly CopyCheck[];
  readonly agrees: boolean;
  /** Rows that were copied once and are gone from the older table. */
  readonly gone: number;
  readonly sample: readonly SampleRow[];
}

/**
 * Reads back what the new table holds of the older rows and compares it with what was read of them: how
 * many, each column by an order-free digest, and whether every reference leads somewhere.
 *
 * @param seen the older rows' ids that were there
 */
export function compareCopy(
  db: Database,
  plan: CopyPlan,
  {
    copier,
    seen,
    sample,
  }: { readonly copier: RowCopier; readonly seen: SeenIds; readonly sample: number },
): CopyComparison {
  const found = new ControlTotals(plan.columns.map(() => "plain"));
  const rows: SampleRow[] = [];
  let gone = 0;
  for (const { id, legacyId, targetId, values } of copier.ledger.all()) {
    if (!seen.has(id)) gone++;
    if (!seen.has(id) || copier.apart.has(legacyId) || values === undefined) continue;
    const plain = values.map(comparable);
    found.add(seedOf(legacyId), plain, hashRow(plain));
    if (rows.length < sample) rows.push({ id: legacyId, targetId, values });
  }
  const checks = [
    { what: "rows", older: copier.totals.rows, newer: found.rows },
    ...digests(plan, copier.totals, found),
    ...references(db, plan),
  ];
  return {
    checks,
    agrees: checks.every(({ older, newer }) => older === newer),
    gone,
    sample: rows,
  };
}

function digests({ columns }: CopyPlan, older: ControlTotals, newer: ControlTotals): CopyCheck[] {
  const [before, after] = [older.totals(), newer.totals()];
  return columns.flatMap(({ name }, at) => [
    { what: `${name}, not null`, older: before[at]?.nonNull ?? 0, newer: after[at]?.nonNull ?? 0 },
    { what: `${name}, digest`, older: before[at]?.digest ?? "", newer: after[at]?.digest ?? "" },
  ]);
}

function references(db: Database, { table }: CopyPlan): CopyCheck[] {
  const keys = db
    .prepare(
      `select group_concat("from", ', '), "table" from pragma_foreign_key_list(?) group by id`,
    )
    .all([table]);
  const dangling = findDangling(db, [table]);
  return keys.map(([columns, parent]) => {
    const count = dangling.find((one) => one.columns === columns)?.count ?? 0;
    return { what: `${columns} without a row in ${parent}`, older: 0, newer: count };
  });
}

/** Which crosswalk rows belong to an older row that is there, a bit for each. */
export class SeenIds {
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
