import type { Database, DbValue } from "../../db/database.ts";
import { sameName } from "../../db/names.ts";
import { hashRow } from "../../digest/content-hash.ts";
import { ControlTotals } from "../../digest/control-totals.ts";
import { comparable } from "./copied-value.ts";
import { type RowCopier, seedOf } from "./copy-row.ts";
import type { CopyPlan } from "./plan-copy.ts";

/** One thing in which the two tables should agree. */
export interface RebuiltComparison {
  readonly what: string;
  readonly older: string | number;
  readonly newer: string | number;
}

/** A row in both tables: what its copied columns hold. */
export interface SampleRow {
  readonly id: string;
  readonly targetId: string;
  readonly older: readonly DbValue[];
  readonly newer: readonly DbValue[];
}

/** What comparing the tables after a copy came to. */
export interface CopyComparison {
  readonly checks: readonly RebuiltComparison[];
  readonly agrees: boolean;
  /** Rows that were copied once and are gone from the older table. */
  readonly gone: number;
  readonly sample: readonly SampleRow[];
}

/**
 * Reads back what the new table holds of the older rows and compares it with what was read of them: how
 * many, each column by an order-free digest, and whether every reference leads somewhere.
 */
export function compareCopy(db: Database, plan: CopyPlan, copier: RowCopier): CopyComparison {
  const found = new ControlTotals(plan.columns.map(() => "plain"));
  const rows: SampleRow[] = [];
  let gone = 0;
  for (const { id, legacyId, targetId, values } of copier.ledger.all()) {
    const isThere = copier.seen.has(id);
    if (!isThere) gone++;
    if (!isThere || copier.apart.has(legacyId) || values === undefined) continue;
    const plain = values.map(comparable);
    found.add(seedOf(legacyId), plain, hashRow(plain));
    const older = copier.sampled.get(legacyId);
    if (older !== undefined) rows.push({ id: legacyId, targetId, older, newer: values });
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

function digests(
  { columns }: CopyPlan,
  older: ControlTotals,
  newer: ControlTotals,
): RebuiltComparison[] {
  const [before, after] = [older.totals(), newer.totals()];
  return columns.flatMap(({ name }, at) => [
    { what: `${name}, not null`, older: before[at]?.nonNull ?? 0, newer: after[at]?.nonNull ?? 0 },
    { what: `${name}, digest`, older: before[at]?.digest ?? "", newer: after[at]?.digest ?? "" },
  ]);
}

function references(db: Database, { table }: CopyPlan): RebuiltComparison[] {
  const keys = db.catalog.foreignKeys().filter(({ child }) => sameName(child, table));
  const dangling = db.catalog.dangling([table]);
  return keys.map(({ from, parent }) => {
    const columns = from.join(", ");
    const count = dangling.find((one) => one.columns === columns)?.count ?? 0;
    return { what: `${columns} without a row in ${parent}`, older: 0, newer: count };
  });
}
