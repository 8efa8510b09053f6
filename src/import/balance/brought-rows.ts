import type { EntityTally } from "../state/entity-tally.ts";
import type { ImportRun } from "../state/import-run.ts";

/** Rows that the run brought into the table of an entity, which others may fill too. */
export function broughtInto(
  { tallies, request }: Pick<ImportRun, "tallies" | "request">,
  entity: string,
): number {
  const own = request.importers.find((one) => one.entity === entity);
  const mates = request.importers.filter(({ table }) => table === own?.table);
  return mates.reduce((sum, mate) => sum + broughtBy(tallies.get(mate.entity)), 0);
}

function broughtBy(tally: EntityTally | undefined): number {
  if (tally === undefined) return 0;
  const { outcomes, counters, gone, own } = tally;
  return outcomes.inserted + counters.placeholders + counters.released + gone - own.removed;
}

/** Rows that records have no more, where there are any. */
export function removedRows(tally: EntityTally | undefined): { readonly removed?: number } {
  const removed = tally?.own.removed ?? 0;
  return removed === 0 ? {} : { removed };
}
