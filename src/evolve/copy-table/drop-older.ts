import type { Database } from "../../db/database.ts";
import { quoteName, sameName } from "../../db/names.ts";
import { readCatalog } from "../../db/sqlite/catalog.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { findBroken, newlyBroken } from "../dependents.ts";
import type { CopyResult } from "./copy-table.ts";
import { changeSchema } from "./create-table.ts";

/** Why the older table must stay; undefined if every row of it is in the new one. */
export function whyKept({ counts, comparison, from }: CopyResult): string | undefined {
  const { rejected, changed, conflict } = counts;
  const open = rejected + changed + conflict;
  if (open > 0) return `${open} rows of ${from} are missing from the new table or differ there`;
  if (comparison === undefined || !comparison.agrees) return "the two tables do not agree";
  return undefined;
}

interface Dropping {
  readonly now: Date;
  readonly backup: string | undefined;
}

/**
 * Drops the older table, in the transaction that is open and has compared the two.
 *
 * @returns writes it into the log beside the database, when it is committed
 * @throws DecisionNeeded if something in the database still names it
 */
export function dropOlder(
  db: Database,
  from: string,
  { now, backup }: Dropping,
): () => readonly string[] {
  const catalog = readCatalog(db);
  const names = [...catalog.tables.values()]
    .filter(({ foreignKeys }) => foreignKeys.some(({ table }) => sameName(table, from)))
    .map(({ name }) => `the table ${name}`);
  const broken = findBroken(db, catalog);
  const log = changeSchema(db, {
    command: `db:copy-table ${from} --drop-old`,
    now,
    backup,
    // A foreign key would take rows of its table along.
    statements: names.length > 0 ? [] : [`DROP TABLE ${quoteName(from)}`],
    managed: (before) => ({
      ...before,
      tables: before.tables.filter((name) => !sameName(name, from)),
    }),
  });
  const after = newlyBroken(broken, findBroken(db, readCatalog(db))).map(({ table }) => table);
  const naming = [...names, ...after];
  if (naming.length === 0) return log;
  throw new DecisionNeeded(`${naming.join(", ")} still refer to ${from}.`, {
    cure: "Make them refer to the new table first. Nothing was dropped.",
  });
}
