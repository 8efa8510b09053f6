import { type ACTIONS, actions } from "../../shared/ledger.ts";
import type { Database, DbValue, Statement } from "../db/database.ts";

interface ActionPlace {
  readonly fileId: number | null;
  readonly record: number | null;
  readonly line: number | null;
}

/** What a run did besides giving a record an outcome. */
export interface RunAction {
  readonly kind: (typeof ACTIONS)[number];
  readonly entity: string;
  readonly legacyId?: string | null;
  readonly targetId?: string | null;
  /** The record that it was done for. */
  readonly place?: ActionPlace;
  /** What was there before, by column key, so that it can be taken back; or that written as JSON. */
  readonly former?: Readonly<Record<string, DbValue>> | string | null;
  /** A column's name or a code; no patient's value. */
  readonly detail?: string | null;
}

/** Writes a run's actions into the ledger, in the transaction of what they tell. */
export class ActionLedger {
  readonly #insert: Statement;
  readonly #runId: number;

  constructor(db: Database, runId: number) {
    this.#runId = runId;
    this.#insert = db.prepareInsert(actions, [
      ...["runId", "kind", "entity", "legacyId", "targetId"],
      ...["fileId", "record", "line", "former", "detail"],
    ]);
  }

  add({ kind, entity, legacyId, targetId, place, former, detail }: RunAction): void {
    this.#insert.run([
      ...[this.#runId, kind, entity, legacyId ?? null, targetId ?? null],
      ...[place?.fileId ?? null, place?.record ?? null, place?.line ?? null],
      ...[typeof former === "object" && former ? JSON.stringify(former) : (former ?? null)],
      detail ?? null,
    ]);
  }
}
