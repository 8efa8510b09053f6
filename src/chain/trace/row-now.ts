import { getTableColumns, getTableName } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import type { DbValue } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import { EditedRows, importedColumns } from "../../ledger/edited-rows.ts";
import { hasLegacyId, legacyIdKey } from "../../ledger/owned-columns.ts";
import { type KnownRow, KnownRows } from "../../ledger/trail/known-rows.ts";
import { ownMerge } from "../../persons/candidates/trait-columns.ts";
import { joinedWith } from "../../persons/joined-with.ts";
import { OwnRows, referencesAlone } from "../../persons/own-row.ts";
import type { FoundVersion } from "./reading.ts";
import type { ColumnMark, TracedColumn, TracedRow } from "./record-trace.ts";
import type { TraceMeans } from "./trace-means.ts";

interface RowOf {
  readonly importer: Importer;
  readonly known: KnownRow;
  /** The record as it was last taken in, as far as it could be read. */
  readonly version: FoundVersion | undefined;
}

/** The row of a record as it is now, beside what was imported. */
export function rowNow(means: TraceMeans, { importer, known, version }: RowOf): TracedRow {
  const { db, chain } = means;
  const nameOf = (id: number) => chain.runs.find((run) => run.id === id)?.name ?? "";
  const keys = Object.keys(getTableColumns(importer.table));
  const values = db.prepareSelect(importer.table, keys).get([known.targetId]);
  const { legacySystem } = chain;
  const record = { space: importer.entity, legacyId: known.legacyId };
  const joined = joinedWith(db, { legacySystem, record, personId: known.targetId });
  const told = {
    ...(joined && { joined }),
    table: getTableName(importer.table),
    targetId: known.targetId,
    crosswalkId: known.id,
    madeBy: nameOf(known.madeByRunId),
    writtenBy: nameOf(known.runId),
    exists: values !== undefined,
    isPlaceholder: known.contentHash === null,
  };
  if (values === undefined) return { ...told, columns: [] };
  const owned = importedColumns(db, importer.entity).get(known.runId) ?? [];
  const edited = new Set(new EditedRows(db, importer).columnsOf(known));
  const look = { means, importer, version, known };
  const alone = joined && cellsAlone(means, importer, known);
  const moved = referencesAlone(db, { table: told.table, key: known.targetId });
  const columns = keys.map((column, at): TracedColumn => {
    const now = values[at] ?? null;
    if (known.contentHash === null || !owned.includes(column)) {
      return { column, now, mark: "not imported" };
    }
    const name = getTableColumns(importer.table)[column]?.name ?? "";
    if (alone?.has(name)) return besidePerson(column, alone.get(name) ?? null, now);
    const refersTo = now === null ? undefined : parentNow(means, importer, { column, now });
    // That the person whom it names was joined is no edit of this row.
    const isEdited = edited.has(column) && !moved.has(name);
    const compared = comparedColumn(look, { column, now, isEdited });
    return refersTo === undefined ? compared : { ...compared, refersTo };
  });
  return { ...told, columns };
}

/** Of a record that shares a person's row: its own, as it would stand alone, by SQL names. */
function cellsAlone({ db, chain }: TraceMeans, importer: Importer, { legacyId }: KnownRow) {
  const rows = new OwnRows(db, { merge: ownMerge(importer), legacySystem: chain.legacySystem });
  return new Map(rows.find({ space: importer.entity, legacyId })?.cells);
}

const besidePerson = (column: string, imported: DbValue, now: DbValue): TracedColumn => ({
  column,
  imported,
  now,
  mark: areSame(imported, now) ? "same" : "another record's",
});

interface Look extends RowOf {
  readonly means: TraceMeans;
}

interface Held {
  readonly column: string;
  readonly now: DbValue;
  readonly isEdited: boolean;
}

function comparedColumn(look: Look, { column, now, isEdited }: Held): TracedColumn {
  const read = importedValue(look, column);
  // What was not edited holds what was imported, whether the cells can be read or not.
  const imported = read === undefined && !isEdited ? now : read?.value;
  return { column, imported, now, mark: markOf(isEdited, imported, now) };
}

function markOf(isEdited: boolean, imported: DbValue | undefined, now: DbValue): ColumnMark {
  if (isEdited) return "changed since";
  return imported === undefined || areSame(imported, now) ? "same" : "differs";
}

/** A number of a key may stand in the crosswalk as a text. */
const areSame = (one: DbValue, other: DbValue): boolean =>
  one === other || (one !== null && other !== null && String(one) === String(other));

interface ImportedValue {
  readonly value: DbValue;
}

/** What the cells come to in a column; undefined where they do not tell. */
function importedValue({ means, importer, version }: Look, column: string) {
  const named = version?.named.get(column);
  if (named !== undefined) return parentOf(means, named);
  const mapped = version?.version.mapped;
  const value = mapped?.get(column);
  if (value !== undefined) return { value } satisfies ImportedValue;
  // A reference that the record leaves empty.
  const isEmpty = mapped !== undefined && isReference(importer, column);
  return isEmpty ? ({ value: null } satisfies ImportedValue) : undefined;
}

const isReference = (importer: Importer, column: string): boolean =>
  referenceOf(importer, column) !== undefined;

/** The entity that a column names a record of. */
const referenceOf = ({ fields }: Importer, column: string): string | undefined =>
  Object.entries(fields).find(
    ([name, field]) => field.reference !== undefined && (field.column ?? name) === column,
  )?.[1].reference?.entity;

/** The record whose row a reference leads to now; found by its legacy id, where its table has that. */
function parentNow(
  { db, importers, chain }: TraceMeans,
  importer: Importer,
  { column, now }: { readonly column: string; readonly now: DbValue },
): TracedColumn["refersTo"] {
  const entity = referenceOf(importer, column);
  const parent = importers.find((one) => one.entity === entity);
  if (parent === undefined || !hasLegacyId(parent)) return undefined;
  const [legacyId] = db.prepareSelect(parent.table, [legacyIdKey(parent)]).get([now]) ?? [];
  if (typeof legacyId !== "string") return undefined;
  const row = new KnownRows(db, parent, chain.legacySystem).find(legacyId);
  return row && { entity: parent.entity, crosswalkId: row.id };
}

/** The row that a reference leads to. */
function parentOf(
  { db, importers, chain }: TraceMeans,
  { entity, legacyId }: { readonly entity: string; readonly legacyId: string },
): ImportedValue | undefined {
  const importer = importers.find((one) => one.entity === entity);
  if (importer === undefined) return undefined;
  const parent = new KnownRows(db, importer, chain.legacySystem).find(legacyId);
  if (parent === undefined) return undefined;
  return { value: keyColumn(importer.table).isNumber ? Number(parent.targetId) : parent.targetId };
}
