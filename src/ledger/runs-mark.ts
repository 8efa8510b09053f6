import type { Database } from "../db/database.ts";

const RUNS = `
  select group_concat(name || ' ' || status || ' ' || committed, ', ')
  from (select name, status, committed from ledger_runs order by id desc)`;

/** A text that is another one when a run has begun, gone on or ended: no summary is read for it. */
export const markOfRuns = (db: Database): string => String(db.prepare(RUNS).get([])?.[0] ?? "");
