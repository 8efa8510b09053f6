import type { Database } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import { isFilled } from "./gather.ts";
import type { MergeInForce } from "./in-force.ts";
import { CONFLICTS, countOf, EDITS, RECORDS } from "./ledger-tables.ts";
import { ALONE, MEMBERS } from "./members.ts";
import type { Merge } from "./merge.ts";
import { packedValue } from "./packed-row.ts";
import { keyOf, packedRow, referredTo, type TableShape } from "./shape.ts";

// What a person's row says: of each column, or of columns that belong together, what the application edited; else what
// the preferred space says; else what the first record says that says anything.

/** Whose value a person has, where it is not the first record's: by person (`first`) and group. */
const CHOSEN = "temp.hmsync_sources";

/** Columns, by their places in the table, that are taken from one record. */
type Group = readonly number[];

function groupsOf(db: Database, merge: Merge, shape: TableShape): Group[] {
  const kept = [...merge.own, ...shape.keys, ...referredTo(db, shape.name)];
  const free = shape.columns.filter((name) => !kept.some((one) => sameName(one, name)));
  const placeOf = (name: string) => shape.columns.findIndex((one) => sameName(one, name));
  const grouped = merge.groups
    .map((group) => group.filter((name) => free.some((one) => sameName(one, name))))
    .filter((group) => group.length > 0);
  const alone = free.filter((name) => !grouped.flat().some((one) => sameName(one, name)));
  return [...grouped, ...alone.map((name) => [name])].map((group) => group.map(placeOf));
}

/** Gives the persons of one merge their values. */
export class Precedence {
  readonly #db: Database;
  readonly #of: MergeInForce;
  readonly #shape: TableShape;
  readonly #groups: readonly Group[];

  constructor(db: Database, of: MergeInForce, shape: TableShape) {
    this.#db = db;
    this.#of = of;
    this.#shape = shape;
    this.#groups = groupsOf(db, of.merge, shape);
  }

  /** Chooses whose values each person has; `copyRows` has come before. */
  choose(): number {
    this.#db.exec(`drop table if exists ${CHOSEN};
      create temp table hmsync_sources (grp integer, first integer, n integer, primary key (grp, first))`);
    const edited = this.#chooseEdited();
    for (const [group, [main = 0]] of this.#groups.entries()) {
      const name = this.#shape.columns[main] ?? "";
      const preferred = this.#of.merge.prefer[name];
      if (preferred !== undefined) this.#choosePreferred(group, preferred);
      this.#chooseFilled(group);
    }
    return edited;
  }

  #filled(group: number, alias: string): string {
    const [main = 0] = this.#groups[group] ?? [];
    return isFilled(this.#of.merge, this.#shape.columns[main] ?? "", `${alias}.c${main}`);
  }

  /** What the application edited goes before all else, as long as the record's own row still has it. */
  #chooseEdited(): number {
    let edited = 0;
    for (const [group, places] of this.#groups.entries()) {
      const held = places.map((nth) => {
        return `(lower(e."column") = lower(?) and e.value = ${packedValue(`a.c${nth}`)})`;
      });
      edited += this.#db
        .prepare(
          `insert or ignore into ${CHOSEN} (grp, first, n)
           select ?, m.first, min(m.n) from ${EDITS} e join ${MEMBERS} m on m.own_id = e.own_id
             join ${ALONE} a on a.n = m.n
           where lower(e.table_name) = lower(?) and (${held.join(" or ")}) group by m.first`,
        )
        .run([group, this.#shape.name, ...places.map((nth) => this.#shape.columns[nth] ?? "")]);
    }
    return edited;
  }

  #choosePreferred(group: number, space: string): void {
    this.#db
      .prepare(
        `insert or ignore into ${CHOSEN} (grp, first, n)
         select ?, m.first, min(m.n) from ${MEMBERS} m join ${ALONE} a on a.n = m.n
         where m.space = ? and ${this.#filled(group, "a")} group by m.first`,
      )
      .run([group, space]);
  }

  #chooseFilled(group: number): void {
    this.#db
      .prepare(
        `insert or ignore into ${CHOSEN} (grp, first, n)
         select ?, m.first, min(m.n) from ${MEMBERS} m join ${ALONE} a on a.n = m.n
         where ${this.#filled(group, "a")} and m.first in
           (select f.n from ${MEMBERS} f join ${ALONE} b on b.n = f.n
            where f.n = f.first and not ${this.#filled(group, "b")})
         group by m.first`,
      )
      .run([group]);
  }

  /** Writes what was chosen into the persons' rows; their other records' rows are gone. */
  write(): number {
    const db = this.#db;
    const key = keyOf(db, this.#shape, { alias: "t" });
    let refused = 0;
    for (const [group, places] of this.#groups.entries()) {
      const isOther = `s.grp = ? and s.n <> s.first`;
      const wanted = countOf(db, `select count(*) from ${CHOSEN} s where ${isOther}`, [group]);
      if (wanted === 0) continue;
      const set = places.map((nth) => `${quoteName(this.#shape.columns[nth] ?? "")} = a.c${nth}`);
      const written = db
        .prepare(
          `update or ignore main.${quoteName(this.#shape.name)} as t set ${set.join(", ")}
           from ${CHOSEN} s join ${MEMBERS} p on p.n = s.first join ${ALONE} a on a.n = s.n
           where ${isOther} and ${key} = p.own`,
        )
        .run([group]);
      refused += wanted - written;
    }
    return refused;
  }

  /** Notes what the persons' rows were left with, so that what the application edits since can be told. */
  noteWritten(step: number): void {
    const db = this.#db;
    db.prepare(
      `update ${RECORDS} as r set written = nullif(${packedRow(this.#shape, "t")}, r.own_row)
       from ${MEMBERS} m join main.${quoteName(this.#shape.name)} t
         on ${keyOf(db, this.#shape, { alias: "t" })} = m.own
       where r.step = ? and m.n = m.first and r.own_id = m.own_id`,
    ).run([step]);
  }

  /** Writes down where a record says something else than its person. */
  noteConflicts(): Record<string, number> {
    const db = this.#db;
    const compared = this.#groups.flatMap((group, grp) => group.map((nth) => ({ nth, grp })));
    if (compared.length === 0) return {};
    const { merge, legacySystem } = this.#of;
    const differs = compared.map(({ nth }, at) => {
      const name = this.#shape.columns[nth] ?? "";
      const own = `a.c${nth}`;
      const isOther = `${own} is not t.${quoteName(name)}`;
      return `when ${at} then (${isFilled(merge, name, own)} and ${isOther})`;
    });
    const list = JSON.stringify(
      compared.map(({ nth, grp }) => ({ grp, name: this.#shape.columns[nth] })),
    );
    db.prepare(
      `insert into ${CONFLICTS} (legacy_system, merge, person_id, field, winner, loser, kind)
       select ?, ?, m.person_id, f.name, coalesce(w.own_id, m.person_id), m.own_id, 'differs'
       from ${MEMBERS} m join ${ALONE} a on a.n = m.n
         join main.${quoteName(this.#shape.name)} t on ${keyOf(db, this.#shape, { alias: "t" })} = m.person
         join (select key as at, value ->> 'grp' as grp, value ->> 'name' as name from json_each(?)) f
         left join ${CHOSEN} s on s.grp = f.grp and s.first = m.first
         left join ${MEMBERS} w on w.n = s.n
       where case f.at ${differs.join(" ")} end order by m.n, f.at`,
    ).run([legacySystem, merge.name, list]);
    const found = db.prepare(
      `select field, count(*) from ${CONFLICTS} where legacy_system = ? and merge = ? group by field`,
    );
    return Object.fromEntries(
      found.all([legacySystem, merge.name]).map(([field, n]) => [String(field), Number(n)]),
    );
  }
}
