import type { Database } from "../database.ts";

/** Nothing but these writes in a run's transaction besides the run: their names, and of which table. */
export interface Trigger {
  readonly name: string;
  readonly table: string;
}

export function triggersOf(db: Database): readonly Trigger[] {
  const found = db.prepare("select name, tbl_name from sqlite_schema where type = 'trigger'");
  return found.all([]).map(([name, table]) => ({ name: String(name), table: String(table) }));
}

export const cureFor = (triggers: readonly Trigger[]): string =>
  `check the triggers of the database (${triggers.map(({ name }) => name).join(", ")}): they change what a run writes; drop the ones that do, and import again`;
