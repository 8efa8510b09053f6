import type { ImportRequest } from "../request/import-request.ts";
import { Limit } from "./limit.ts";
import { pilotOf } from "./pilot.ts";
import { sampleOf } from "./sample.ts";
import { ALL, allOf, owningEntity, type Selection } from "./selection.ts";

/**
 * What a run takes of its export: `--pilot`, of that `--sample`, of that `--limit`. A pilot, and a sample
 * that is a number, take a look through some of the files first.
 *
 * @throws DecisionNeeded if a pilot finds nothing; Interrupted
 */
export async function selectionFor(request: ImportRequest): Promise<Selection> {
  const { settings, fit, importers } = request;
  const { pilot, sample, limit } = settings;
  // Records that were rejected had been selected.
  if (fit.files.some(({ ofFile }) => ofFile !== undefined)) return ALL;
  const entity = owningEntity(importers);
  const selections: Selection[] = [];
  if (pilot !== undefined) selections.push(await pilotOf(request, pilot, entity));
  if (sample !== undefined) {
    selections.push(await sampleOf(request, sample, { entity, among: allOf(selections) }));
  }
  if (limit !== undefined) selections.push(new Limit(limit, entity));
  return allOf(selections);
}
