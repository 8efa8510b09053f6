import { sql } from "drizzle-orm";
import { crosswalk } from "../../../shared/ledger.ts";
import { buildSql } from "../../db/build-sql.ts";
import type { ScannedValue } from "../../db/database.ts";
import { hashValue, type Lanes, type StoredValue } from "../../digest/content-hash.ts";
import { ControlTotals, type TotalKind } from "../../digest/control-totals.ts";
import { IdDigest } from "../../digest/id-digest.ts";
import { IdTable } from "../../digest/id-table.ts";
import { LandedFigures } from "../../digest/source-figures.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import { targetIdColumn } from "../../ledger/crosswalk-row.ts";
import { legacyIdOf } from "../../ledger/owned-columns.ts";
import type { Difference } from "../../ledger/run-summary.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { ImportRun } from "../state/import-run.ts";
import type { RunContext } from "../state/run-context.ts";
import { type ReadBack, readBackLinked } from "./reconcile.ts";

/** What a run wrote of an entity: what it appended in the order of the rows, without a join, where that can be. */
export function readBack({ loading }: ImportRun, { context, compiled }: EntityState): ReadBack {
  const { appended: all, ids = new Map<string, IdTable>() } = loading;
  const appended = all?.get(compiled.importer.entity);
  const read = appended && readBackAppended(context, compiled, { appended, ids });
  return read ?? readBackLinked(context, compiled);
}

interface Known {
  readonly appended: AppendedRows;
  /** What the ids of the tables read so far stand for; parents come before their children. */
  readonly ids: Map<string, IdTable>;
}

/**
 * Reads back what a first import appended: all of the target table in its own order, and then its
 * crosswalk rows beside it.
 *
 * @returns undefined if the table holds what only a reading row by row can tell
 */
function readBackAppended(
  context: RunContext,
  compiled: CompiledEntity,
  { appended, ids }: Known,
): ReadBack | undefined {
  const { entity, table } = compiled.importer;
  const { columns, references } = compiled;
  if (columns[0]?.isLegacyId !== true) return undefined;
  // Parents of this run that could not be read this way are not known by their ids.
  const isUnread = (parent: string) => context.appended?.has(parent) === true && !ids.has(parent);
  if (references.some((one) => one.entity !== entity && isUnread(one.entity))) return undefined;
  const rows = new ControlTotals(columns.map(({ kind }) => kind));
  const named = new ControlTotals(references.map(() => "plain"));
  const figures = new LandedFigures(compiled.importer, columns, compiled.digits);
  const words = new WordCache();
  const found = new IdDigest();
  const own = isReferredTo(context, entity) ? new IdTable() : undefined;
  if (own !== undefined) ids.set(entity, own);
  const values: StoredValue[] = columns.map(() => null);
  const hashes = new Int32Array(columns.length * 2);
  const parents = parentsReader(
    references.map(({ entity: of, column }) => ({ ids: ids.get(of), column })),
  );
  const keys = ["id", ...columns.map(({ key }) => key)];
  let owned: readonly ScannedValue[] | undefined;
  const whole = context.db.bulk.scan({ table, keys }, (scanned, bytes) => {
    // The scanner has one list for all rows.
    owned ??= scanned.slice(1);
    const [id] = scanned;
    const legacyId = owned[0];
    if (id === undefined || legacyId === undefined) return;
    for (let at = 0; at < owned.length; at++) {
      const value = owned[at] as ScannedValue;
      values[at] = summedUp(value, bytes, { kind: columns[at]?.kind ?? "plain", words });
      hashes[at * 2] = value.low;
      hashes[at * 2 + 1] = value.high;
    }
    rows.add(legacyId.low, values, hashes);
    found.addHashed(legacyId.low, id);
    own?.add(id, legacyId);
    if (references.length > 0) {
      parents.read(owned);
      named.add(legacyId.low, parents.values, parents.hashes);
    }
    figures.add(values, parents.hashes);
  });
  if (!whole) {
    ids.delete(entity);
    return undefined;
  }
  const linked = countLinked(context, compiled, appended);
  const [source, target] = [appended.digest(), found.digest()];
  const differences: Difference[] =
    source === target ? [] : [{ entity, column: "id", measure: "digest", source, target }];
  return { rows, references: named, figures, linked, missing: 0, differences };
}

/** Whether records of any entity name records of this one: then their ids are looked up. */
function isReferredTo({ importers }: RunContext, entity: string): boolean {
  const fields = [...importers.values()].flatMap((importer) => Object.values(importer.fields));
  return fields.some(({ reference }) => reference?.entity === entity);
}

/** Only what is summed or compared is read. */
function summedUp(
  value: ScannedValue,
  bytes: Buffer,
  { kind, words }: { readonly kind: TotalKind; readonly words: WordCache },
): StoredValue {
  const { start, end, isNull } = value;
  if (isNull) return null;
  if (kind === "code") return words.read(value, bytes);
  if (kind === "number") return Number(bytes.toString("latin1", start, end));
  return kind === "day" ? bytes.toString("utf8", start, end) : "";
}

/** Codes are few, and making a text of each takes longer than all else that is done with it. */
class WordCache {
  readonly #words = new Map<number, { readonly high: number; readonly word: string }>();

  read({ start, end, low, high }: ScannedValue, bytes: Buffer): string {
    const known = this.#words.get(low);
    if (known?.high === high) return known.word;
    const word = bytes.toString("utf8", start, end);
    if (this.#words.size < MOST_WORDS) this.#words.set(low, { high, word });
    return word;
  }
}

const MOST_WORDS = 1_000;

interface ParentIds {
  readonly ids: IdTable | undefined;
  /** The position of the foreign key among the owned columns. */
  readonly column: number;
}

/** Turns the foreign keys of a row into the legacy ids of the rows that they lead to. */
function parentsReader(parents: readonly ParentIds[]) {
  const values: StoredValue[] = parents.map(() => null);
  const hashes = new Int32Array(parents.length * 2);
  const legacyId: Lanes = { low: 0, high: 0 };
  return {
    values,
    hashes,
    read(owned: readonly ScannedValue[]): void {
      for (const [nth, { ids, column }] of parents.entries()) {
        const key = owned[column];
        const isThere = key !== undefined && !key.isNull && ids?.find(key, legacyId) === true;
        if (!isThere) hashValue(null, legacyId);
        values[nth] = isThere ? "" : null;
        hashes[nth * 2] = legacyId.low;
        hashes[nth * 2 + 1] = legacyId.high;
      }
    },
  };
}

/** Rows of the crosswalk that stand beside the target row which they speak of. */
function countLinked(
  { db, scope }: RunContext,
  { importer }: CompiledEntity,
  { stretches }: AppendedRows,
): number {
  const { entity, table } = importer;
  const [id, legacyId] = [targetIdColumn(table), legacyIdOf(importer)];
  const [shift, first, last] = ["shift", "first", "last"].map((name) => sql.placeholder(name));
  const query = sql`select count(*) from ${crosswalk}
    join ${table} on ${table}.${sql.raw(db.bulk.rowNumber)} = ${crosswalk.id} + ${shift}
    where ${crosswalk.id} between ${first} and ${last}
      and ${crosswalk.targetId} = ${id} and ${crosswalk.legacyId} = ${legacyId}
      and ${crosswalk.entity} = ${sql.placeholder("entity")}
      and ${crosswalk.legacySystem} = ${sql.placeholder("legacySystem")}
      and ${crosswalk.runId} = ${sql.placeholder("runId")}
      and ${crosswalk.contentHash} is not null`;
  const order = ["shift", "first", "last", "entity", "legacySystem", "runId"];
  const count = db.prepareBuilt(buildSql(query), order);
  return stretches.reduce((linked, { targetRow, crosswalkRow, rows }) => {
    const bounds = [targetRow - crosswalkRow, crosswalkRow, crosswalkRow + rows - 1];
    const key = [entity, scope.legacySystem, scope.runId];
    return linked + Number(count.get([...bounds, ...key])?.[0] ?? 0);
  }, 0);
}
