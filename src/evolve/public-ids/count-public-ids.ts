import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { isPublicIdOf, type PublicIdEntity, parsePublicId } from "../../../shared/public-id.ts";
import { isTargetId } from "../../../shared/target-id.ts";
import type { Database, DbValue } from "../../db/database.ts";
import { quoteName } from "../../db/names.ts";
import { DecisionNeeded } from "../../plain/errors.ts";

/** A table whose rows have public ids. */
export interface PublicIdTable {
  readonly entity: PublicIdEntity;
  readonly table: SQLiteTable;
}

/** How the rows of one table are called. */
export interface PublicIdCounts {
  rows: number;
  /** With the entity's own prefix. */
  prefixed: number;
  /** CUIDs of the first version, which stay. */
  legacy: number;
  /** Any other content. */
  malformed: number;
  /** Row ids of the first of them. */
  malformedRows: string[];
  /** Without one, in rows that were imported. */
  missingImported: number;
  /** Without one, in rows that the application made. */
  missingOwn: number;
}

/** Rows that are read at a time: an open query would keep writers from their commits. */
const PAGE = 10_000;
const LISTED = 20;

/** Counts the public ids of a table by their kinds; another program may write meanwhile. */
export function countPublicIds(db: Database, { entity, table }: PublicIdTable): PublicIdCounts {
  const found = nothingCounted();
  const number = db.bulk.rowNumber;
  const page = db.prepare(
    `select ${number}, id, public_id from ${quoteName(getTableName(table))}
     where ${number} > ? order by ${number} limit ${PAGE}`,
  );
  let last: DbValue = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = page.all([last]);
    for (const [, id, publicId] of rows) countRow(found, entity, { id, publicId });
    if (rows.length < PAGE) return found;
    last = rows.at(-1)?.[0] ?? last;
  }
}

interface Called {
  readonly id: DbValue | undefined;
  readonly publicId: DbValue | undefined;
}

/** Before the first row. */
export const nothingCounted = (): PublicIdCounts => ({
  rows: 0,
  prefixed: 0,
  legacy: 0,
  malformed: 0,
  malformedRows: [],
  missingImported: 0,
  missingOwn: 0,
});

/** Counts a row by what it is called. */
export function countRow(
  found: PublicIdCounts,
  entity: PublicIdEntity,
  { id, publicId }: Called,
): void {
  found.rows++;
  if (publicId === null) {
    if (isTargetId(String(id))) found.missingImported++;
    else found.missingOwn++;
    return;
  }
  const text = String(publicId);
  if (isPublicIdOf(entity, text)) found.prefixed++;
  else if (parsePublicId(text).kind === "legacy") found.legacy++;
  else {
    found.malformed++;
    if (found.malformedRows.length < LISTED) found.malformedRows.push(String(id));
  }
}

/**
 * Checks that the database itself keeps two rows from having the same public id.
 *
 * @throws DecisionNeeded if a table lacks the column or its unique index
 */
export function checkPublicIdColumns(
  db: Database,
  tables: readonly PublicIdTable[],
  cure: string,
): void {
  const lacking = tables
    .map(({ table }) => getTableName(table))
    .filter((name) => !db.catalog.keepsUnique(name, "public_id"));
  if (lacking.length === 0) return;
  throw new DecisionNeeded(
    `The database ${db.name} has no unique column public_id in ${lacking.join(", ")}.`,
    { cure },
  );
}
