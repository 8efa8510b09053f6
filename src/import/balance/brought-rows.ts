import type { EntitySummary } from "../../ledger/run-summary.ts";
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

type Rare = Pick<EntitySummary, "removed" | "numbersFree" | "numbersStrayed">;

/** Rows that records have no more, and what is out of order among their numbers, where there are any. */
export function rareCounts(tally: EntityTally | undefined): Rare {
  const { removed = 0, numbersFree = 0, numbersStrayed = 0 } = tally?.own ?? {};
  return {
    ...(removed > 0 && { removed }),
    ...(numbersFree > 0 && { numbersFree }),
    ...(numbersStrayed > 0 && { numbersStrayed }),
  };
}
