import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { runs } from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import { keyColumn } from "../db/key-column.ts";
import { quoteName } from "../db/names.ts";
import type { RememberedRequest } from "./run-ledger.ts";

// Under which names the tables of a legacy system came in before, and into which tables of the target.

/** A name of a mapping, and in whose table its records go. */
export interface SpaceAs {
  readonly name: string;
  readonly as: string;
}

/** A name whose records stand in another table than a mapping now says. */
export interface OtherTable extends SpaceAs {
  /** Where they stand, and by which run. */
  readonly before: string;
  readonly run: string;
}

/** Names under which the database has records of the legacy system in another entity's table. */
export function inOtherTables(
  db: Database,
  legacySystem: string,
  spaces: readonly SpaceAs[],
): OtherTable[] {
  const earlier = db.prepare(
    `select id, name, status, request from ledger_runs where legacy_system = ? and request is not null order by id`,
  );
  const found = new Map<string, OtherTable>();
  for (const [id, run, status, written] of earlier.all([legacySystem])) {
    const request = keptJson<RememberedRequest>(written, runs.request);
    const brought = { id: Number(id), status: String(status), legacySystem };
    for (const { name, as } of spaces) {
      const before = request?.spaces?.[name]?.as ?? name;
      if (before === as || found.has(name) || !isOf(db, brought, name)) continue;
      found.set(name, { name, as, before, run: String(run) });
    }
  }
  return [...found.values()];
}

interface Brought {
  readonly id: number;
  readonly status: string;
  readonly legacySystem: string;
}

const OF_FILES = "select 1 from ledger_files where entity = ? and run_id = ? limit 1";
const OF_CROSSWALK = `
  select 1 from ledger_crosswalk
  where entity = ? and ? in (made_by_run_id, run_id) and legacy_system = ? limit 1`;

/** Whether a run's records of a name are there. An undo can be undone: what it took back counts by its files. */
function isOf(db: Database, { id, status, legacySystem }: Brought, name: string): boolean {
  const found =
    status === "undone"
      ? db.prepare(OF_FILES).get([name, id])
      : db.prepare(OF_CROSSWALK).get([name, id, legacySystem]);
  return found !== undefined;
}

const OF_FILE = `
  select distinct f.entity from ledger_files f join ledger_runs r on r.id = f.run_id
  where f.name = ? and r.legacy_system = ? and r.committed order by f.entity`;

/** The names under which runs brought the records of a file. */
export const namesOfFile = (
  db: Database,
  { file, legacySystem }: { readonly file: string; readonly legacySystem: string },
): string[] =>
  db
    .prepare(OF_FILE)
    .all([file, legacySystem])
    .map(([name]) => String(name));

/** A name of a legacy system. */
export interface NamedRecords {
  readonly legacySystem: string;
  readonly entity: string;
}

export const hasRecords = (db: Database, { legacySystem, entity }: NamedRecords): boolean =>
  db
    .prepare("select 1 from ledger_crosswalk where legacy_system = ? and entity = ? limit 1")
    .get([legacySystem, entity]) !== undefined;

/** Some suffice: a name has records of one table. */
const LOOKED_AT = 100;

/** Whether the records of a name are rows of a table. */
export function areRowsOf(
  db: Database,
  table: SQLiteTable,
  { legacySystem, entity }: NamedRecords,
): boolean {
  const key = quoteName(keyColumn(table).column.name);
  const query = `select 1 from (
      select target_id from ledger_crosswalk where legacy_system = ? and entity = ? limit ${LOOKED_AT}) c
    join main.${quoteName(getTableName(table))} t on t.${key} = c.target_id limit 1`;
  return db.prepare(query).get([legacySystem, entity]) !== undefined;
}
