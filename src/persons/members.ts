import type { Database } from "../db/database.ts";
import { quoteName } from "../db/names.ts";
import { LISTED } from "./gather.ts";
import type { MergeInForce } from "./in-force.ts";
import { beginStep, RECORDS } from "./ledger-tables.ts";
import { keyOf, packedRow, shapeOf, type TableShape } from "./shape.ts";
import type { Work } from "./work.ts";

// The records of persons that have several: their rows as they stand alone are kept, and all but the first go.

/** Records of persons that have several: `n`, the person's `first`, both keys, and the record's name. */
export const MEMBERS = "temp.hmsync_members";
/** Those whose rows go. */
export const GONE = "temp.hmsync_gone_0";

/** @returns how many there are, and how many of their rows go */
export function listMembers(
  db: Database,
  first: Int32Array,
): { readonly members: number; readonly gone: number } {
  db.exec(`drop table if exists temp.hmsync_chosen;
    create temp table hmsync_chosen (n integer primary key, first integer)`);
  const add = db.prepare("insert into temp.hmsync_chosen (n, first) values (?, ?)");
  const sizes = new Uint32Array(first.length);
  for (const top of first) sizes[top] = (sizes[top] ?? 0) + 1;
  let members = 0;
  for (const [at, top] of first.entries()) {
    if ((sizes[top] ?? 0) < 2) continue;
    members++;
    add.run([at + 1, top + 1]);
  }
  db.exec(`drop table if exists ${MEMBERS};
    create temp table hmsync_members (n integer primary key, first integer, own, own_id text,
      person, person_id text, space text, legacy_id text);
    insert into ${MEMBERS}
      select c.n, c.first, r.own, r.own_id, p.own, p.own_id, r.space, r.legacy_id
      from temp.hmsync_chosen c join ${LISTED} r on r.n = c.n join ${LISTED} p on p.n = c.first;
    create index temp.hmsync_members_own on hmsync_members (own);
    create index temp.hmsync_members_first on hmsync_members (first);
    drop table if exists ${GONE};
    create temp table hmsync_gone_0 as
      select own, person as "into", n from ${MEMBERS} where n <> first;
    create index temp.hmsync_gone_0_own on hmsync_gone_0 (own)`);
  const persons = new Set(first.filter((top) => (sizes[top] ?? 0) > 1)).size;
  return { members, gone: members - persons };
}

/** Keeps the rows of all members as they stand alone. */
export function keepOwnRows(work: Work, { legacySystem, merge }: MergeInForce): number {
  const { db, runId } = work;
  const shape = shapeOf(db, merge.table);
  const step = beginStep(db, runId, {
    kind: "records",
    table: merge.table,
    columns: shape.columns,
  });
  db.prepare(
    `insert into ${RECORDS} (step, legacy_system, merge, space, legacy_id, own_id, person_id, own_row)
     select ?, ?, ?, m.space, m.legacy_id, m.own_id, m.person_id, ${packedRow(shape, "t")}
     from ${MEMBERS} m join main.${quoteName(merge.table)} t on ${keyOf(db, shape, { alias: "t" })} = m.own
     order by m.n`,
  ).run([step, legacySystem, merge.name]);
  return step;
}

/** The rows as they are when references between records lead to persons, by the record's number; columns `c0 ...`. */
export const ALONE = "temp.hmsync_alone";

export function copyRows(db: Database, shape: TableShape): void {
  const columns = shape.columns.map((_, nth) => `c${nth}`);
  const values = shape.columns.map((name) => `t.${quoteName(name)}`);
  db.exec(`drop table if exists ${ALONE};
    create temp table hmsync_alone (n integer primary key, ${columns.join(", ")});
    insert into ${ALONE} select m.n, ${values.join(", ")} from ${MEMBERS} m
      join main.${quoteName(shape.name)} t on ${keyOf(db, shape, { alias: "t" })} = m.own`);
}
