import type { Database, Statement } from "../db/database.ts";
import { componentsIn, gatherLinks, LISTED, listRecords } from "./gather.ts";
import { mergesInForce } from "./in-force.ts";

/** The persons of records, by the keys of their own rows, as links and verdicts have them at this moment. */
const PERSONS = "temp.hmsync_persons";

/**
 * Says of two records, while each has a row of its own, whether they will be one person. Worked out when it is first
 * asked: the records that it is about, and what links them, must have been read by then.
 */
export class SamePersons {
  readonly #db: Database;
  readonly #legacySystem: string;
  #find: Statement | undefined;

  constructor(db: Database, legacySystem: string) {
    this.#db = db;
    this.#legacySystem = legacySystem;
  }

  /** @param one key of a row, as the crosswalk writes it */
  areSame(one: string, other: string): boolean {
    if (one === other) return true;
    this.#find ??= this.#workOut();
    return this.#find.get([one, other]) !== undefined;
  }

  #workOut(): Statement {
    const db = this.#db;
    db.exec(`drop table if exists ${PERSONS};
      create temp table hmsync_persons (own_id text, merge integer, person integer)`);
    const merges = mergesInForce(db).filter(
      ({ legacySystem, merge }) =>
        legacySystem === this.#legacySystem && db.catalog.hasTable(merge.table),
    );
    for (const [nth, one] of merges.entries()) {
      const records = listRecords(db, one);
      const gathered = gatherLinks(db, one);
      const { first } = componentsIn(one.merge, gathered, { records, refused: new Set() });
      const add = db.prepare(
        `insert into ${PERSONS} select own_id, ?, ? from ${LISTED} where n = ?`,
      );
      for (const at of linkedIn(first)) add.run([nth, first[at] ?? at, at + 1]);
    }
    db.exec("create index temp.hmsync_persons_own on hmsync_persons (own_id)");
    return db.prepare(
      `select 1 from ${PERSONS} a join ${PERSONS} b on b.merge = a.merge and b.person = a.person
       where a.own_id = ? and b.own_id = ?`,
    );
  }
}

/** Records of persons that have several. */
function linkedIn(first: Int32Array): number[] {
  const heads = new Set<number>();
  const others: number[] = [];
  for (const [at, top] of first.entries()) {
    if (at === top) continue;
    heads.add(top);
    others.push(at);
  }
  return [...heads, ...others];
}
