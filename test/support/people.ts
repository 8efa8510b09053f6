import type { Database, DbValue } from "../../src/db/database.ts";
import { declareMerges } from "../../src/persons/in-force.ts";
import type { Merge } from "../../src/persons/merge.ts";
import { newDatabase } from "./import.ts";

// A small application whose tables refer to people in every way that there is, and records of two spaces in it.

const TABLES = `
  create table people (id text primary key, public_id text unique, full_name text not null, birth text,
    birth_precision text, gender text not null default 'U', phone text, photo blob, weight real,
    guardian_id text references people(id), updated_at text,
    check (birth_precision is null or birth is not null));
  create table encounters (n integer primary key, person_id text not null references people(id) on delete cascade,
    seen_with text references people(id) on delete set null, note text);
  create table parent_views (id text primary key, person_id text not null references people(id), parent text,
    unique (person_id, parent));
  create table view_notes (n integer primary key, view_id text references parent_views(id) on delete cascade, note text);
  create table labels (person_id text not null references people(id), label text,
    primary key (person_id, label)) without rowid;
  create table shares (id text primary key, person_id text references people(id), same_id text references people(id),
    unique (person_id, same_id));
  create table cards (public_id text references people(public_id), number integer);
  create table scans (person text, scan integer)`;

export const MERGE: Merge = {
  name: "people",
  table: "people",
  key: "id",
  spaces: ["a", "b"],
  links: [{ name: "a.twin", from: "a", to: "b" }],
  groups: [["birth", "birth_precision"]],
  prefer: {},
  compare: ["birth", "gender"],
  contest: [],
  blanks: { gender: "U" },
  own: ["updated_at"],
  expect: [],
  references: [{ table: "scans", column: "person" }],
};

export const RUN = 1;

/** A database with that application, without a row, and a run in its ledger. */
export async function peopleDatabase(merge: Merge = MERGE): Promise<Database> {
  const db = await newDatabase();
  db.exec(TABLES);
  insert(db, "ledger_runs", {
    id: RUN,
    name: "run-1",
    legacy_system: "old",
    status: "committed",
    committed: 1,
    as_of: "2026-01-14",
    started_at: "2026-01-14T02:03:11Z",
  });
  declareMerges(db, RUN, { legacySystem: "old", merges: [merge] });
  return db;
}

/** By SQL names. */
export function insert(db: Database, table: string, row: Readonly<Record<string, DbValue>>): void {
  const names = Object.keys(row);
  const marks = names.map(() => "?").join(", ");
  db.prepare(`insert into ${table} (${names.join(", ")}) values (${marks})`).run(
    Object.values(row),
  );
}

/** A record of a space, with a row of its own and its line in the crosswalk. */
export function addRecord(
  db: Database,
  name: string,
  row: Readonly<Record<string, DbValue>> = {},
): void {
  const space = name.slice(0, 1);
  insert(db, "people", {
    id: name,
    full_name: `Name of ${name}`,
    public_id: `per_${name}`,
    ...row,
  });
  addToCrosswalk(db, space, name);
}

/** The key of its row is what it is called. */
export function addToCrosswalk(db: Database, entity: string, name: string): void {
  insert(db, "ledger_crosswalk", {
    legacy_system: "old",
    entity,
    legacy_id: name,
    target_id: name,
    file_id: 1,
    record: 1,
    line: 2,
    run_id: RUN,
  });
}

let links = 0;

export function addLink(db: Database, from: string, to: string): void {
  insert(db, "ledger_declared_links", {
    id: `link-${String(++links).padStart(6, "0")}`,
    legacy_system: "old",
    merge: "people",
    link: "a.twin",
    from_id: from,
    to_space: to.slice(0, 1),
    to_legacy_id: to,
  });
}

/** What changes by itself when records are joined and taken apart. */
const PASSING = new Set(["ledger_person_state"]);

/** Every row of every table, whatever order the tables have them in. */
export function everything(db: Database): Record<string, string[]> {
  const tables = db.catalog.tables().filter((name) => !PASSING.has(name) && !/^sqlite_/.test(name));
  return Object.fromEntries(
    tables.map((name) => {
      const rows = db.prepare(`select * from "${name}"`).all([]);
      return [name, rows.map((row) => JSON.stringify(row)).sort()];
    }),
  );
}
