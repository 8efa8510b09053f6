import type { Target } from "../../../importers/define-target.ts";
import type { Database } from "../../db/database.ts";
import type { Fit } from "../../mapping/fit.ts";
import { inOtherTables, movedMerges } from "../../persons/declared-before.ts";
import { mergesOf } from "../../persons/merges-of.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import type { Listener } from "../listener.ts";

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

function inAnother(
  { name, as, before, run }: ReturnType<typeof inOtherTables>[number],
  legacySystem: string,
): DecisionNeeded {
  const instead = before === name ? `entities.${name} without "as"` : `"as": "${before}"`;
  return new DecisionNeeded(
    `The mapping has ${name} of ${legacySystem} as ${as}, but the run ${run} brought them as ${before}: their ids lead to rows of ${before}.`,
    {
      cure: `Give the entity another name ("${name}Records": { "as": "${as}", ... }), or write ${instead}.`,
    },
  );
}
