import { hashRow, hashValue } from "../../digest/content-hash.ts";
import { type ColumnTotals, ControlTotals } from "../../digest/control-totals.ts";
import { LandedFigures } from "../../digest/source-figures.ts";
import type { Difference } from "../../ledger/run-summary.ts";
import { type CompiledEntity, columnNames } from "../prepare/compile-entity.ts";
import type { EntityTally } from "../state/entity-tally.ts";
import type { FileCounts } from "../state/files-of-run.ts";
import { readWritten } from "../state/read-back.ts";
import type { RunContext } from "../state/run-context.ts";

/** The control totals of an entity, by target column, and where they differ. */
export interface Reconciliation {
  readonly source: Readonly<Record<string, ColumnTotals>>;
  readonly target: Readonly<Record<string, ColumnTotals>>;
  readonly differences: readonly Difference[];
}

/** Compares what the scanner counted with what the mapping was handed, record by record. */
export function reconcileFile(counts: FileCounts): Difference[] {
  const { file, entity, header, scanned, read, mapped } = counts;
  const differences: Difference[] = [];
  const compare = (measure: string, source: number, target: number) => {
    if (source !== target) differences.push({ entity, file, measure, source, target });
  };
  compare("records parsed", scanned, read.records);
  compare("records mapped", scanned, mapped.records);
  if (counts.recounted !== undefined) compare("records counted again", counts.recounted, scanned);
  const behind = mapped.digests();
  for (const [at, source] of read.digests().entries()) {
    const target = behind[at] ?? "";
    const column = header[at] ?? "(beyond the header)";
    if (source !== target) {
      differences.push({ entity, file, column, measure: "cell digest", source, target });
    }
  }
  return differences;
}

/** What a run wrote of an entity, as it was read back. */
export interface ReadBack {
  readonly rows: ControlTotals;
  /** The legacy ids of the rows that they refer to. */
  readonly references: ControlTotals;
  /** The figures of them that people who know the data recognise. */
  readonly figures: LandedFigures;
  /** Rows of the crosswalk whose row in the target is there. */
  readonly linked: number;
  /** Rows of the crosswalk whose row in the target is not there. */
  readonly missing: number;
  /** Where ids are not what they were when the rows were written. */
  readonly differences: readonly Difference[];
}

/** Of the rows that were accepted, how many stand in the target. */
export const ROWS_WRITTEN = "rows written";

/** Compares what validation handed on of an entity with what the run wrote of it. */
export function reconcileEntity(
  compiled: CompiledEntity,
  tally: EntityTally,
  read: ReadBack,
): Reconciliation {
  const { entity } = compiled.importer;
  const names = columnNames(compiled.importer, compiled.columns);
  const labels = compiled.references.map(({ label }) => `${label} (legacy id)`);
  const source = { ...byName(names, tally.rows), ...byName(labels, tally.references) };
  const target = { ...byName(names, read.rows), ...byName(labels, read.references) };
  const differences: Difference[] = [...read.differences];
  if (tally.rows.rows !== read.linked || read.missing > 0) {
    differences.push({
      entity,
      measure: ROWS_WRITTEN,
      source: tally.rows.rows,
      target: read.linked,
    });
  }
  for (const [column, expected] of Object.entries(source)) {
    differences.push(...compareTotals(entity, column, { expected, found: target[column] }));
  }
  return { source, target, differences };
}

/** Reads back what the run wrote of an entity, row by row, from the crosswalk to the target. */
export function readBackLinked(context: RunContext, compiled: CompiledEntity): ReadBack {
  const rows = new ControlTotals(compiled.columns.map(({ kind }) => kind));
  const references = new ControlTotals(compiled.references.map(() => "plain"));
  const figures = new LandedFigures(compiled.importer, compiled.columns, compiled.digits);
  const seed = { low: 0, high: 0 };
  let missing = 0;
  const sought = { compiled, importers: context.importers };
  for (const row of readWritten(context.db, sought, context.scope)) {
    if (!row.exists) {
      missing++;
      continue;
    }
    hashValue(row.legacyId, seed);
    rows.add(seed.low, row.values, hashRow(row.values));
    const named = hashRow(row.named);
    if (row.named.length > 0) references.add(seed.low, row.named, named);
    figures.add(row.values, named);
  }
  return { rows, references, figures, linked: rows.rows, missing, differences: [] };
}

function byName(names: readonly string[], totals: ControlTotals): Record<string, ColumnTotals> {
  const columns = totals.totals();
  return Object.fromEntries(
    names.flatMap((name, at) => {
      const column = columns[at];
      return column === undefined ? [] : [[name, column] as const];
    }),
  );
}

function compareTotals(
  entity: string,
  column: string,
  { expected, found }: { expected: ColumnTotals; found: ColumnTotals | undefined },
): Difference[] {
  const measures = ["nonNull", "distinct", "sum", "min", "max", "digest"] as const;
  return measures.flatMap((measure): Difference[] => {
    const source = expected[measure];
    const target = found?.[measure];
    // What withdrawn records took along cannot be compared; the digest stands for it.
    if (source === undefined || source === target) return [];
    return [{ entity, column, measure, source, target: target ?? "none" }];
  });
}
