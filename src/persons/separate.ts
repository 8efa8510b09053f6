import type { Database } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import type { Fail } from "../plain/failpoint.ts";
import { isJoined, mergesInForce, setJoined } from "./in-force.ts";
import {
  ABSORBED,
  CONFLICTS,
  countOf,
  EDITS,
  RECORDS,
  ROWS,
  STEPS,
  type Step,
  stepsBack,
} from "./ledger-tables.ts";
import { packedValue, unpacked } from "./packed-row.ts";
import { renumberTaken } from "./renumber.ts";
import {
  hasKey,
  keyOf,
  packedRow,
  referredTo,
  shapeOf,
  type TableShape,
  unpackedColumns,
} from "./shape.ts";

export interface SeparateRequest {
  readonly db: Database;
  readonly runId: number;
  readonly failAt?: Fail | undefined;
}

/** What was found when persons were taken apart. */
export interface Separated {
  /** Rows of the merged tables as the application saw them. */
  readonly rows: ReadonlyMap<string, number>;
  /** Columns of persons' rows that the application has edited since they were joined: they stay so. */
  readonly edited: number;
  /** Rows of records that do not come back, since the application has deleted their person, or what they need. */
  readonly deleted: number;
}

/**
 * Takes all persons apart again, in the open transaction: each record has a row of its own, and every reference leads
 * where it led. What the application has done to a person's row since, it has done to the first record's. Does nothing
 * where the records stand apart, and costs nothing in a database that knows of no merge.
 */
export function separate({ db, runId, failAt }: SeparateRequest): Separated {
  const state = isJoined(db);
  const rows = state === undefined ? new Map<string, number>() : rowsNow(db);
  if (!state) return { rows, edited: 0, deleted: 0 };
  let [edited, deleted] = [0, 0];
  for (const step of stepsBack(db)) {
    failAt?.(`separating-${step.kind}`);
    const back = new Back(db, step, runId);
    if (step.kind === "references") back.pointBack();
    if (step.kind === "records") {
      edited += back.restorePersons();
      renumberTaken(db, step);
    }
    if (step.kind !== "references") deleted += back.bringBack();
    if (step.kind === "records") back.restoreReferences();
  }
  for (const table of [STEPS, RECORDS, ROWS, ABSORBED, CONFLICTS]) db.exec(`delete from ${table}`);
  failAt?.("before-apart");
  setJoined(db, "apart", runId);
  return { rows, edited, deleted };
}

function rowsNow(db: Database): Map<string, number> {
  const tables = mergesInForce(db).map(({ merge }) => merge.table);
  const counted = tables
    .filter((table) => db.catalog.hasTable(table))
    .map((table) => [table, countOf(db, `select count(*) from main.${quoteName(table)}`)] as const);
  return new Map(counted);
}

/** One step of joining, taken back. */
class Back {
  readonly #db: Database;
  readonly #step: Step;
  readonly #runId: number;
  readonly #shape: TableShape;

  constructor(db: Database, step: Step, runId: number) {
    this.#db = db;
    this.#step = step;
    this.#runId = runId;
    this.#shape = shapeOf(db, step.table);
  }

  get #name(): string {
    return `main.${quoteName(this.#step.table)}`;
  }

  /** A reference that the application has changed since stays as it is. */
  pointBack(): void {
    const { columns } = this.#step;
    if (!columns.every((name) => this.#shape.columns.some((one) => sameName(one, name)))) return;
    const several = columns.length > 1;
    const side = (json: string, nth: number) => (several ? unpacked(json, nth) : json);
    const set = columns.map((name, nth) => `${quoteName(name)} = ${side("r.from_id", nth)}`);
    const holds = columns.map((name, nth) => `c.${quoteName(name)} = ${side("r.to_id", nth)}`);
    const isRow = hasKey(this.#db, this.#shape, { alias: "c", key: "r.row_key" });
    this.#db
      .prepare(
        `update ${this.#name} as c set ${set.join(", ")} from ${ROWS} r
         where r.step = ? and ${isRow} and ${holds.join(" and ")}`,
      )
      .run([this.#step.step]);
  }

  /** Gives the rows of persons back to their first records; but for what the application has edited. */
  restorePersons(): number {
    const db = this.#db;
    const isPerson = `r.step = ? and r.own_id = r.person_id`;
    const key = keyOf(db, this.#shape, { alias: "t" });
    db.exec("drop table if exists temp.hmsync_edited");
    db.exec("create temp table hmsync_edited (id integer primary key)");
    db.prepare(
      `insert into temp.hmsync_edited select r.id from ${RECORDS} r join ${this.#name} t on ${key} = r.person_id
       where ${isPerson} and ${this.#packedAsKept()} <> coalesce(r.written, r.own_row)`,
    ).run([this.#step.step]);
    const edited = this.#noteEdits();
    const kept = [...this.#shape.keys, ...referredTo(db, this.#step.table)];
    const isKept = (name: string) => kept.some((one) => sameName(one, name));
    this.#restore((name) => !this.#leadsToOwnTable(name) && !isKept(name));
    return edited;
  }

  /** The same for references among the records: what they lead to has to be back. */
  restoreReferences(): void {
    this.#restore((name) => this.#leadsToOwnTable(name));
  }

  #leadsToOwnTable(name: string): boolean {
    return this.#db.catalog
      .foreignKeys()
      .some(
        ({ child, parent, from }) =>
          sameName(child, this.#step.table) &&
          sameName(parent, child) &&
          from.some((one) => sameName(one, name)),
      );
  }

  #restore(isMeant: (name: string) => boolean): void {
    const kept = this.#step.columns;
    const key = keyOf(this.#db, this.#shape, { alias: "t" });
    const restored = unpackedColumns(this.#shape, { kept, json: "r.own_row" }).filter(({ name }) =>
      isMeant(name),
    );
    if (restored.length === 0) return;
    const plain = restored.map(({ name, value }) => `${quoteName(name)} = ${value}`);
    const unlessEdited = restored.map(({ name, value }) => {
      const nth = kept.findIndex((one) => sameName(one, name));
      const left = unpacked("coalesce(r.written, r.own_row)", nth);
      const now = `t.${quoteName(name)}`;
      return `${quoteName(name)} = case when ${now} is ${left} then ${value} else ${now} end`;
    });
    const update = (sets: readonly string[], which: string) =>
      this.#db
        .prepare(
          `update ${this.#name} as t set ${sets.join(", ")} from ${RECORDS} r
           where r.step = ? and r.own_id = r.person_id and ${key} = r.person_id
             and r.written is not null and r.id ${which} (select id from temp.hmsync_edited)`,
        )
        .run([this.#step.step]);
    update(plain, "not in");
    update(unlessEdited, "in");
  }

  /** SQL for the row as it is now, in the shape that it was kept in; columns that are gone since are as they were. */
  #packedAsKept(): string {
    const { columns } = this.#step;
    if (columns.join("\0") === this.#shape.columns.join("\0")) return packedRow(this.#shape, "t");
    const values = columns.map((name, nth) => {
      const isThere = this.#shape.columns.some((one) => sameName(one, name));
      return packedValue(
        isThere ? `t.${quoteName(name)}` : unpacked("coalesce(r.written, r.own_row)", nth),
      );
    });
    return `('[' || ${values.join(" || ',' || ")} || ']')`;
  }

  #noteEdits(): number {
    const db = this.#db;
    const { columns, table, step } = this.#step;
    const ids = "select id from temp.hmsync_edited";
    if (countOf(db, `select count(*) from (${ids} limit 1)`) === 0) return 0;
    let edited = 0;
    for (const [nth, name] of columns.entries()) {
      if (!this.#shape.columns.some((one) => sameName(one, name))) continue;
      const value = `t.${quoteName(name)}`;
      const from = `from ${RECORDS} r join ${this.#name} t on ${keyOf(db, this.#shape, { alias: "t" })} = r.person_id
        where r.id in (${ids}) and r.step = ? and ${value} is not ${unpacked("coalesce(r.written, r.own_row)", nth)}`;
      const of = [table, name, step];
      db.prepare(
        `delete from ${EDITS} where table_name = ? and "column" = ? and own_id in (select r.own_id ${from})`,
      ).run(of);
      edited += db
        .prepare(
          `insert into ${EDITS} (table_name, own_id, "column", value, run_id)
           select ?, r.own_id, ?, ${packedValue(value)}, ? ${from}`,
        )
        .run([table, name, this.#runId, step]);
    }
    return edited;
  }

  /** Puts the rows that went back beside those that stayed. @returns how many do not come back */
  bringBack(): number {
    const db = this.#db;
    const { kind, step, columns: kept } = this.#step;
    const isPersons = kind === "records";
    const source = isPersons ? RECORDS : ABSORBED;
    const stayed = isPersons ? "r.person_id" : "r.into_key";
    const went = isPersons ? " and r.own_id <> r.person_id" : "";
    const columns = unpackedColumns(this.#shape, { kept, json: "r.own_row" });
    const values = columns.map(({ name, value }) => this.#ifStillThere(name, value));
    const isThere = hasKey(db, this.#shape, { alias: "s", key: stayed });
    const rows = `from ${source} r where r.step = ?${went}`;
    const written = db
      .prepare(
        `insert into ${this.#name} (${columns.map(({ name }) => quoteName(name)).join(", ")})
         select ${values.join(", ")} ${rows}
           and exists (select 1 from ${this.#name} s where ${isThere})
           ${this.#needed(columns)} order by r.id`,
      )
      .run([step]);
    return countOf(db, `select count(*) ${rows}`, [step]) - written;
  }

  /** Foreign keys of one column, to other tables: what they lead to may have been deleted meanwhile. */
  #parents(): { readonly column: string; readonly parent: string; readonly to: string }[] {
    return this.#db.catalog.foreignKeys().flatMap(({ child, parent, from: [column, more], to }) => {
      if (!sameName(child, this.#step.table) || sameName(parent, child)) return [];
      return column === undefined || more !== undefined
        ? []
        : [{ column, parent, to: to[0] ?? "" }];
    });
  }

  /** A row that leads to one which is gone leads nowhere, as it would if it had been there. */
  #ifStillThere(name: string, value: string): string {
    const parent = this.#parents().find(({ column }) => sameName(column, name));
    if (parent === undefined) return value;
    const to = `q.${quoteName(parent.to)}`;
    return `(select ${to} from main.${quoteName(parent.parent)} q where ${to} = ${value})`;
  }

  /** What must lead somewhere goes with that. */
  #needed(columns: readonly { readonly name: string; readonly value: string }[]): string {
    const must = columns.filter(({ name }) => this.#db.catalog.isRequired(this.#step.table, name));
    const parents = this.#parents();
    return must
      .filter(({ name }) => parents.some(({ column }) => sameName(column, name)))
      .map(({ name, value }) => `and ${this.#ifStillThere(name, value)} is not null`)
      .join(" ");
  }
}
