import type { Database, DbValue } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import { CROSSWALK, RECORDS, ROWS, STEPS } from "./ledger-tables.ts";
import type { Merge, RecordName } from "./merge.ts";
import { shapeOf, unpackedColumns } from "./shape.ts";

/** A record of a merge: its row as it stands alone, and its person. */
export interface OwnRow extends RecordName {
  /** The key that its row has when it stands alone. */
  readonly ownId: string;
  /** The key of the row that it has now: the first record's of its person. */
  readonly personId: string;
  /** Whether other records share that row. */
  readonly isJoined: boolean;
  readonly cells: readonly (readonly [column: string, value: DbValue])[];
}

/** Finds single records of a merge. */
export class OwnRows {
  readonly #db: Database;
  readonly #merge: Merge;
  readonly #legacySystem: string;

  constructor(db: Database, { merge, legacySystem }: { merge: Merge; legacySystem: string }) {
    this.#db = db;
    this.#merge = merge;
    this.#legacySystem = legacySystem;
  }

  /** Undefined if no export has brought it, or its row is gone. */
  find({ space, legacyId }: RecordName): OwnRow | undefined {
    const known = this.#db.prepare(
      `select c.target_id, r.id, r.own_id from ${CROSSWALK} c left join ${RECORDS} r
         on r.person_id = c.target_id and r.legacy_system = c.legacy_system
           and r.space = c.entity and r.legacy_id = c.legacy_id
       where c.legacy_id = ? and c.entity = ? and c.legacy_system = ?`,
    );
    const [personId, member, kept] = known.get([legacyId, space, this.#legacySystem]) ?? [];
    if (personId === undefined || personId === null) return undefined;
    const isJoined = member !== null && member !== undefined;
    const cells = isJoined ? this.#keptCells(Number(member)) : this.personCells(String(personId));
    if (cells === undefined) return undefined;
    const ownId = isJoined ? String(kept) : String(personId);
    return { space, legacyId, ownId, personId: String(personId), isJoined, cells };
  }

  /** The row that a person has in the application. */
  personCells(personId: string): OwnRow["cells"] | undefined {
    const { table, key } = this.#merge;
    const { columns } = shapeOf(this.#db, table);
    const names = columns.map((name) => `t.${quoteName(name)}`).join(", ");
    const query = `select ${names} from main.${quoteName(table)} t where t.${quoteName(key)} = ?`;
    const row = this.#db.prepare(query).get([personId]);
    return row && columns.map((name, at) => [name, row[at] ?? null] as const);
  }

  #keptCells(id: number): OwnRow["cells"] | undefined {
    const { table } = this.#merge;
    const step = this.#db.prepare(
      `select s.columns from ${RECORDS} r join ${STEPS} s on s.step = r.step where r.id = ?`,
    );
    const kept = JSON.parse(String(step.get([id])?.[0] ?? "[]")) as string[];
    const columns = unpackedColumns(shapeOf(this.#db, table), { kept, json: "r.own_row" });
    const values = columns.map(({ value }) => value).join(", ");
    const row = this.#db.prepare(`select ${values} from ${RECORDS} r where r.id = ?`).get([id]);
    return row && columns.map(({ name }, at) => [name, row[at] ?? null] as const);
  }

  /** All records of a person, in the merge's order; the person's only one where it has no other. */
  recordsOf(personId: string): RecordName[] {
    const { spaces } = this.#merge;
    const found = this.#db
      .prepare(
        `select c.entity, c.legacy_id from json_each(?) s cross join ${CROSSWALK} c
         where c.entity = s.value and c.legacy_system = ? and c.target_id = ? order by s.key, c.legacy_id`,
      )
      .all([JSON.stringify(spaces), this.#legacySystem, personId]);
    return found.map(([space, legacyId]) => ({
      space: String(space),
      legacyId: String(legacyId),
    }));
  }

  /** How many rows of which tables name the record: those that do now, and those that did before it was joined. */
  hangingOn({ ownId, isJoined }: OwnRow): Record<string, number> {
    const counts: Record<string, number> = {};
    const add = (table: string, count: number) => {
      if (count > 0) counts[table] = (counts[table] ?? 0) + count;
    };
    const { table } = this.#merge;
    for (const key of this.#db.catalog.foreignKeys()) {
      const [column, more] = key.from;
      if (!sameName(key.parent, table) || column === undefined || more !== undefined) continue;
      const { count } = this.#db.referrers.prepareList(key, [column]);
      add(key.child, Number(count.get([ownId])?.[0] ?? 0));
    }
    if (!isJoined) return counts;
    const moved = this.#db.prepare(
      `select s.table_name, sum(r.from_id = ?), sum(r.to_id = ?) from ${ROWS} r
       join ${STEPS} s on s.step = r.step where r.from_id = ? or r.to_id = ? group by 1`,
    );
    for (const [name, from, to] of moved.all([ownId, ownId, ownId, ownId])) {
      // What names the first record by now was another's before.
      counts[String(name)] = (counts[String(name)] ?? 0) + Number(from) - Number(to);
    }
    return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  }
}

/** What columns of a row referred to before a record that they name was joined to another, by SQL name. */
export function referencesAlone(
  db: Database,
  { table, key }: { readonly table: string; readonly key: string },
): Map<string, DbValue> {
  const found = db.prepare(
    `select s.columns, r.from_id from ${ROWS} r join ${STEPS} s on s.step = r.step
     where s.kind = 'references' and lower(s.table_name) = lower(?) and r.row_key in (?, ?)`,
  );
  return new Map(
    // A number of a key stands in the crosswalk as a text.
    found.all([table, key, Number(key)]).flatMap(([columns, from]) => {
      const [column, more] = JSON.parse(String(columns)) as string[];
      return column === undefined || more !== undefined ? [] : [[column, from ?? null] as const];
    }),
  );
}
