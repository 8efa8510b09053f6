import type { EntitySummary } from "../../ledger/run-summary.ts";
import type { ImportRun } from "../state/import-run.ts";

/** Records of one id; two or three of them are a slip, so many say that the column is no id. */
const MANY = 1_000;

/** The ids that more than a thousand records of an entity have; nothing if there are none. */
export function sharedIds(run: ImportRun, entity: string): Pick<EntitySummary, "sharedIds"> {
  const compiled = run.states.get(entity)?.compiled;
  const { column = "" } = compiled?.makeIssue("legacyId.duplicate", "legacyId") ?? {};
  // A patient of a thousand visits, in a file that is read for both, comes a thousand times.
  const isRepeated = run.inputs.some(
    ({ fitted: { importer, readers } }) => importer.entity === entity && readers !== undefined,
  );
  const alike = isRepeated ? "passed over" : "counted";
  const found = [...run.runNotes.crowds(entity, MANY, { alike })].map(
    ({ first: { file, record, line }, records }) => {
      return { file: run.files[file]?.name ?? "", record, line, column, records };
    },
  );
  return found.length === 0 ? {} : { sharedIds: found };
}
