import { statSync } from "node:fs";
import type { TableCopy } from "../../shared/table-copies.ts";
import type { Database } from "../db/database.ts";
import { sameName } from "../db/names.ts";
import { type OlderTable, tableInDatabase, tableInDump } from "../evolve/copy-table/older-table.ts";
import { writeName } from "../evolve/written-names.ts";
import { DecisionNeeded, UsageError } from "../plain/errors.ts";
import { nearestHint } from "../plain/nearest.ts";
import { sourceFile } from "../source/open-export.ts";
import type { Arguments } from "./arguments.ts";
import { permissionsFrom } from "./decision-flags.ts";
import { asTyped } from "./invocation-hint.ts";

/**
 * The copy that is declared of a table.
 *
 * @throws UsageError
 */
export function declaredCopy(name: string | undefined, declared: readonly TableCopy[]): TableCopy {
  const known = declared.map(({ from }) => from);
  const cure = `Declared in the target's tableCopies: ${known.join(", ") || "none"}.`;
  if (name === undefined) {
    throw new UsageError("db:copy-table needs the name of the old table.", { cure });
  }
  const found = declared.find(({ from }) => sameName(from, name));
  if (found !== undefined) return found;
  throw new UsageError(`No copy of a table ${name} is declared${nearestHint(name, known)}.`, {
    cure,
  });
}

/**
 * Whether the older table is to be dropped: it must be named once more.
 *
 * @throws UsageError, DecisionNeeded
 */
export function dropAllowed(args: Arguments, { from }: TableCopy): boolean {
  if (args.flags["drop-old"] === undefined) return false;
  if (args.flags.from !== undefined) {
    throw new UsageError("--drop-old drops a table, but with --from there is no table.", {
      cure: "Omit one of them.",
    });
  }
  const allowed = permissionsFrom(args).allowDropTable.some((name) => sameName(name, from));
  if (allowed) return true;
  throw new DecisionNeeded(`Dropping ${from} needs  --allow-drop-table ${writeName(from)}`, {
    cure: "Nothing was changed.",
  });
}

/** Older columns whose values may stay behind: `--allow-drop`. */
export const leftBehind = (args: Arguments, { from }: TableCopy): string[] =>
  permissionsFrom(args)
    .allowDrop.filter((key) => key.toLowerCase().startsWith(`${writeName(from).toLowerCase()}.`))
    .map((key) => key.slice(writeName(from).length + 1));

/**
 * What becomes of rows that have changed since they were copied.
 *
 * @throws UsageError
 */
export function onConflict({ flags }: Arguments): "keep" | "overwrite" {
  const asked = flags["on-conflict"] ?? "keep";
  if (asked === "keep" || asked === "overwrite") return asked;
  throw new UsageError("--on-conflict takes keep or overwrite here.", {
    cure: "Rows that cannot be copied are always listed.",
  });
}

/**
 * The older table, in the database or in the dump that `--from` names.
 *
 * @throws UsageError if it is nowhere, or in two places
 */
export async function olderTable(
  db: Database,
  copy: TableCopy,
  args: Arguments,
): Promise<OlderTable> {
  const found = tableInDatabase(db, copy.from);
  const dump = args.flags.from;
  if (dump === undefined) {
    if (found !== undefined) return found;
    throw new UsageError(`${db.name} has no table ${copy.from}.`, {
      cure: `If it no longer exists, name a dump that has its rows:  ${asTyped("db:copy-table", `${copy.from} --from backup.sql`)}`,
    });
  }
  if (found !== undefined) {
    throw new UsageError(`${db.name} still has the table ${copy.from}: its own rows are copied.`, {
      cure: "Leave --from out.",
    });
  }
  const stats = statSync(dump, { throwIfNoEntry: false });
  if (stats?.isFile() === true) return tableInDump(sourceFile(dump, stats), copy.from);
  throw new UsageError(`The dump ${dump} does not exist.`, {
    cure: "Correct the path given with --from.",
  });
}
