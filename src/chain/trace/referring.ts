import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../../importers/define.ts";
import type { DbValue, ForeignKey } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import { sameName } from "../../db/names.ts";
import { legacyIdKey } from "../../ledger/owned-columns.ts";
import { waitingFor } from "../../ledger/trail/acts.ts";
import { KnownRows, rowOfTarget } from "../../ledger/trail/known-rows.ts";
import { type NotedMeeting, NotedMeetings } from "../../ledger/trail/noted-meetings.ts";
import { placeIn } from "./meetings.ts";
import type { NamingRecord, TracedMeeting, TracedReferrers, TracedRow } from "./record-trace.ts";
import type { TraceMeans } from "./trace-means.ts";

/** Rows of a table that are listed; the others are counted. */
const LISTED = 20;

/** The rows of the target that refer to a row, by foreign key. */
export function referringTo(
  means: TraceMeans,
  importer: Importer,
  { targetId, exists }: TracedRow,
): TracedReferrers[] {
  if (!exists) return [];
  const { db } = means;
  const keys = db.catalog
    .foreignKeys()
    .filter(({ parent }) => sameName(parent, getTableName(importer.table)));
  return keys.flatMap((key): TracedReferrers[] => {
    const named = parentValues(means, { importer, key, targetId });
    if (named === undefined) return [];
    const child = means.importers.find((one) => sameName(getTableName(one.table), key.child));
    const { first, count } = db.referrers.prepareList(key, child ? telling(child) : []);
    const rows = Number(count.get(named)?.[0] ?? 0);
    if (rows === 0) return [];
    const listed = first.all([...named, LISTED]);
    const column = key.from.join(", ");
    const shown = child === undefined ? [] : listed.map((row) => childOf(means, child, row));
    return [{ table: key.child, column, entity: child?.entity, count: rows, first: shown }];
  });
}

/** What the foreign key's columns hold in the row that is referred to; undefined if one of them is empty. */
function parentValues(
  { db }: TraceMeans,
  { importer, key, targetId }: { importer: Importer; key: ForeignKey; targetId: string },
): DbValue[] | undefined {
  const known = Object.entries(getTableColumns(importer.table)) as [string, SQLiteColumn][];
  const keys = key.to.flatMap(
    (name) => known.find(([, column]) => sameName(column.name, name))?.[0] ?? [],
  );
  if (keys.length < key.to.length) return undefined;
  const values = db.prepareSelect(importer.table, keys).get([targetId]);
  return values === undefined || values.includes(null) ? undefined : values;
}

/** The columns that tell whose a row is. */
function telling(child: Importer): string[] {
  const own = getTableColumns(child.table)[legacyIdKey(child)];
  const { name } = keyColumn(child.table).column;
  return own === undefined ? [name] : [name, own.name];
}

/** A row by its place in the crosswalk: found by its legacy id where the table has that. */
function childOf(
  { db, chain }: TraceMeans,
  child: Importer,
  [id = null, legacyId = null]: readonly DbValue[],
): TracedReferrers["first"][number] {
  const { legacySystem } = chain;
  const targetId = String(id);
  if (legacyId !== null) {
    const known = new KnownRows(db, child, legacySystem).find(String(legacyId));
    return { crosswalkId: known?.targetId === targetId ? known.id : null };
  }
  const isNamed = telling(child).length > 1;
  if (isNamed) return { crosswalkId: null };
  const { entity } = child;
  return { crosswalkId: rowOfTarget(db, { entity, legacySystem }, targetId) ?? null };
}

/** Whether a record that was rejected is in by now. */
function isInBy({ db, chain, importers }: TraceMeans, { entity, legacyId }: NotedMeeting): boolean {
  const importer = importers.find((one) => one.entity === entity);
  if (importer === undefined || legacyId === null) return false;
  return new KnownRows(db, importer, chain.legacySystem).find(legacyId) !== undefined;
}

/** The records of the export that name this one and are not in: they wait for it, or were rejected with it. */
export function namingRecords(
  means: TraceMeans,
  { entity, legacyId }: { readonly entity: string; readonly legacyId: string | null },
  meetings: readonly TracedMeeting[],
): NamingRecord[] {
  const { db, chain, files } = means;
  const { legacySystem } = chain;
  const nameOf = (id: number) => chain.runs.find((run) => run.id === id)?.name ?? "";
  const waiting = legacyId === null ? [] : waitingFor(db, { entity, legacySystem }, legacyId);
  const noted = new NotedMeetings(db);
  const rejected = meetings.flatMap(({ outcome, run, place }) => {
    if (outcome !== "rejected" || place === undefined) return [];
    const naming = noted.speakingOf(run.id, place);
    return naming.filter((one) => one.entity !== entity && !isInBy(means, one));
  });
  const waits = new Set(waiting.map(({ fileId, record }) => `${fileId} ${record}`));
  return [
    ...waiting.map((one): NamingRecord => {
      const place = placeIn({ files }, one);
      return { entity: one.entity, run: nameOf(one.runId), place, state: "waits" };
    }),
    ...rejected
      .filter(({ fileId, record }) => !waits.has(`${fileId} ${record}`))
      .map((one): NamingRecord => {
        const place = placeIn({ files }, one);
        const of = { entity: one.entity, run: nameOf(one.runId), place };
        return { ...of, state: "rejected", exception: one.id };
      }),
  ];
}
