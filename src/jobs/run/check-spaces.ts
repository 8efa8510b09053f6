import { getTableName } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import type { Target } from "../../../importers/define-target.ts";
import { crosswalk } from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import {
  areRowsOf,
  hasRecords,
  inOtherTables,
  namesOfFile,
  type OtherTable,
} from "../../ledger/earlier-names.ts";
import type { Fit } from "../../mapping/fit.ts";
import { mergesOf } from "../../persons/merges-of.ts";
import { movedMerges } from "../../persons/moved-merges.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { oneLine } from "../../plain/visible.ts";
import type { Listener } from "../listener.ts";

// A mapping may not give a table of the export another place than earlier ones did: its records would be there twice.

/**
 * A database's records of a legacy system are where an earlier mapping put them. One that puts them into another
 * table would find rows that are not there; one that joins them otherwise says so.
 *
 * @throws DecisionNeeded before anything is written
 */
export function checkSpaces(
  db: Database,
  { fit, target }: { readonly fit: Fit; readonly target: Target },
  { note }: Pick<Listener, "note">,
): void {
  const { legacySystem, entities } = fit.mapping;
  const names = [...new Set(fit.files.map(({ importer }) => importer.entity))];
  const spaces = names.map((name) => ({ name, as: entities[name]?.as ?? name }));
  const [moved] = inOtherTables(db, legacySystem, spaces);
  if (moved !== undefined) throw inAnother(moved, legacySystem);
  const merges = mergesOf(fit.mapping, target.importers);
  for (const { merge, how } of movedMerges(db, { legacySystem, merges, names })) {
    note?.(
      how === "removed"
        ? `The mapping no longer has merges.${merge}, but ${db.name} has records joined by it: they stay joined, by what was declared last. Undo the runs that brought them to separate them, or put merges.${merge} back.`
        : `The mapping's merges.${merge} is not the one by which ${db.name} has its persons joined: they are joined anew by it, as the terms below say.`,
    );
  }
}

function inAnother({ name, as, before, run }: OtherTable, legacySystem: string): DecisionNeeded {
  const instead = before === name ? `entities.${name} without "as"` : `"as": "${before}"`;
  return new DecisionNeeded(
    `The mapping has ${name} of ${legacySystem} as ${as}, but the run ${run} brought them as ${before}: their ids lead to rows of ${before}.`,
    {
      cure: `Give the entity another name ("${name}Records": { "as": "${as}", ... }), or write ${instead}.`,
    },
  );
}

/**
 * A file whose records earlier runs brought under a name that the mapping no longer has would be inserted a second
 * time: every patient twice, and visits moved to the second.
 *
 * @throws DecisionNeeded
 */
export function checkRenamedSpaces(
  db: Database,
  { mapping, files }: Pick<Fit, "mapping" | "files">,
  importers: readonly Importer[],
): void {
  if (!db.catalog.hasTable(getTableName(crosswalk))) return;
  const { legacySystem, entities } = mapping;
  const told = files.flatMap(({ file, importer: { entity, table } }) => {
    if (hasRecords(db, { legacySystem, entity })) return [];
    const before = namesOfFile(db, { file: file.name, legacySystem })
      .filter((name) => entities[name] === undefined)
      // Numbers of rows alone do not tell tables apart; what the application calls its own entity does.
      .filter((name) => (tableOf(importers, name) ?? table) === table)
      .find((name) => areRowsOf(db, table, { legacySystem, entity: name }));
    if (before === undefined) return [];
    const says = `${file.name} was imported as ${before}; as ${entity} its records would be inserted again.`;
    return [oneLine(says)];
  });
  if (told.length === 0) return;
  throw new DecisionNeeded(told, {
    cure: "Give it the earlier name in the mapping, or undo the earlier runs first.",
  });
}

const tableOf = (importers: readonly Importer[], name: string) =>
  importers.find(({ entity }) => entity === name)?.table;
