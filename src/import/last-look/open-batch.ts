import { getTableName } from "drizzle-orm";
import { crosswalk } from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import { cureFor, suspectsOf } from "../../db/triggers.ts";
import type { Difference } from "../../ledger/run-summary.ts";
import { broughtInto } from "../balance/brought-rows.ts";
import { compareRowByRow } from "../balance/edited-meanwhile.ts";
import type { ImportRun } from "../state/import-run.ts";

/**
 * The rows that a run in batches has written since its last commit. What triggers have made something else
 * of is not committed: no later run would put it right.
 */
export class OpenBatch {
  readonly run: ImportRun;
  /** Of the crosswalk's rows that were there when it began. */
  #last = 0;
  #updated = 0;

  constructor(run: ImportRun) {
    this.run = run;
  }

  begin(): void {
    this.#last = lastRow(this.run.request.db);
    this.#updated = updatedRows(this.run);
  }

  /** To be asked before it is committed, or rolled back. */
  isAltered(): boolean {
    const run = this.run;
    const { db, importers } = run.request;
    if (db.catalog.triggers().length === 0) return false;
    const { counts } = run;
    counts?.count();
    const isGrown = ({ entity }: (typeof importers)[number]) => {
      const grown = (counts?.now(entity) ?? 0) - (counts?.before(entity) ?? 0);
      return grown - (counts?.othersWrote(entity) ?? 0) !== broughtInto(run, entity);
    };
    if (importers.some(isGrown)) return true;
    const isNews = updatedRows(run) === this.#updated || counts?.othersCame !== false;
    const after = isNews ? this.#last : 0;
    return [...run.states.values()].some(
      (state) => compareRowByRow(state, after).edited.length > 0,
    );
  }

  /** What is said of it where the balance finds nothing: it is the ledger that is not as it was written. */
  difference(): Difference {
    const { catalog } = this.run.request.db;
    const cure = cureFor(suspectsOf(catalog.triggers(), getTableName(crosswalk)));
    const measure = "rows of a batch that are not what was written";
    return { entity: "ledger", measure, source: 0, target: 1, cure };
  }
}

const lastRow = (db: Database): number =>
  Number(db.prepare(`select max(id) from ${getTableName(crosswalk)}`).get([])?.[0] ?? 0);

const updatedRows = ({ tallies }: ImportRun): number =>
  [...tallies.values()].reduce((sum, { outcomes }) => sum + outcomes.updated, 0);
