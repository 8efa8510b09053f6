import { and, asc, eq, gt, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { crosswalk } from "../../../shared/ledger.ts";
import type { Database, DbValue, Statement } from "../../db/database.ts";
import { quoteName } from "../../db/names.ts";
import { exactly } from "./older-table.ts";
import type { CopyPlan } from "./plan-copy.ts";

/** No run of an import, no file: what a table copy writes into the crosswalk. */
const NO_RUN = 0;

const INSERTED = [
  ...["legacySystem", "entity", "legacyId", "targetId", "contentHash"],
  ...["fileId", "record", "line", "runId", "madeByRunId"],
];

/** What the crosswalk knows of an older row, and its new row as it is now. */
export interface CopiedRow {
  readonly id: number;
  readonly legacyId: string;
  readonly targetId: string;
  /** Of what was copied, when it was. */
  readonly contentHash: Buffer;
  /** The copied columns now; undefined if the row was deleted since. */
  readonly values: readonly DbValue[] | undefined;
}

/** Rows that are read at a time. */
const PAGE = 2_000;

/** The crosswalk rows of one table copy: which older row became which new one, and what it held then. */
export class CopyLedger {
  readonly #db: Database;
  readonly #key: readonly [legacySystem: string, entity: string];
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #find: Statement;
  readonly #page: Statement;
  readonly #count: Statement;

  constructor(db: Database, plan: CopyPlan) {
    const { copy } = plan;
    this.#db = db;
    this.#key = [copy.legacySystem, copy.entity];
    this.#insert = db.prepareInsert(crosswalk, INSERTED);
    this.#update = db.prepareUpdate(crosswalk, ["contentHash"]);
    const ofCopy = and(
      eq(crosswalk.legacySystem, sql.placeholder("legacySystem")),
      eq(crosswalk.entity, sql.placeholder("entity")),
    );
    const one = and(eq(crosswalk.legacyId, sql.placeholder("legacyId")), ofCopy);
    this.#find = db.prepareBuilt(selection(plan).where(one), [
      "legacyId",
      "legacySystem",
      "entity",
    ]);
    const page = selection(plan)
      .where(and(gt(crosswalk.id, sql.placeholder("after")), ofCopy))
      .orderBy(asc(crosswalk.id))
      .limit(PAGE);
    const count = new QueryBuilder().select({ rows: sql`count(*)` }).from(crosswalk).where(ofCopy);
    this.#count = db.prepareBuilt(count, ["legacySystem", "entity"]);
    this.#page = db.prepareBuilt(page, ["after", "legacySystem", "entity"]);
  }

  find(legacyId: string): CopiedRow | undefined {
    const row = this.#find.get([legacyId, ...this.#key]);
    return row && copiedRow(row);
  }

  /** All of them, in the order in which they were copied. */
  *all(): Generator<CopiedRow> {
    let last = 0;
    for (;;) {
      const rows = this.#page.all([last, ...this.#key]).map(copiedRow);
      yield* rows;
      if (rows.length < PAGE) return;
      last = rows.at(-1)?.id ?? last;
    }
  }

  /** @returns its number */
  insert(legacyId: string, targetId: string, contentHash: Buffer): number {
    const place = [NO_RUN, 0, 0, NO_RUN, NO_RUN];
    this.#insert.run([...this.#key, legacyId, targetId, contentHash, ...place]);
    return this.#db.lastInsertId();
  }

  /** How many older rows have been copied before. */
  count(): number {
    return Number(this.#count.get(this.#key)?.[0]);
  }

  /** Says what was copied over an earlier copy. */
  update(id: number, contentHash: Buffer): void {
    this.#update.run([contentHash, id]);
  }
}

function selection({ table, columns }: CopyPlan) {
  const own = (name: string) => `n.${quoteName(name)}`;
  const values = columns.map(({ name }) => sql.raw(exactly(own(name))));
  return new QueryBuilder()
    .select({
      id: crosswalk.id,
      legacyId: crosswalk.legacyId,
      targetId: crosswalk.targetId,
      hash: crosswalk.contentHash,
      found: sql.raw("n.id").as("found"),
      ...Object.fromEntries(values.map((value, at) => [`value ${at}`, value.as(`value ${at}`)])),
    })
    .from(crosswalk)
    .leftJoin(sql.raw(`${quoteName(table)} n`), sql`n.id = ${crosswalk.targetId}`)
    .$dynamic();
}

function copiedRow(row: readonly DbValue[]): CopiedRow {
  const [id, legacyId, targetId, hash, found, ...values] = row;
  return {
    id: Number(id),
    legacyId: String(legacyId),
    targetId: String(targetId),
    contentHash: hash as Buffer,
    values: found === null ? undefined : values,
  };
}
