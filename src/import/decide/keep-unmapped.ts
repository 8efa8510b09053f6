import { hasCells } from "../../mapping/aside/unmapped-cells.ts";
import type { EntityState } from "../apply/entity-state.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";

/** A record that has a legacy id. */
interface Identified {
  readonly record: PreparedRecord;
  readonly legacyId: string;
}

/** Its row in the crosswalk. */
interface Known {
  readonly id: number;
}

/** Whether the record's unmapped cells are others than the ledger has; never where none are kept. */
export function differInUnmapped(
  state: EntityState,
  { record }: Identified,
  { id }: Known,
): boolean {
  return record.unmapped !== undefined && state.unmapped.differ(id, record);
}

/**
 * Keeps the unmapped cells of a record that was let in, where the ledger has them not yet.
 *
 * @throws BackupNeeded, before anything is changed
 */
export function keepUnmapped(state: EntityState, identified: Identified, known: Known): void {
  const { record, legacyId } = identified;
  if (record.unmapped === undefined || !differInUnmapped(state, identified, known)) return;
  state.context.beforeWrite();
  state.unmapped.add(legacyId, record, state.ledgerPlace(state.placeOf(record)));
  state.unmapped.seal(known.id, record);
  state.tally.counters.unmapped++;
}

/** Keeps those of a new record, whose row in the crosswalk was made with their hash. */
export function keepFirst(state: EntityState, { record, legacyId }: Identified): void {
  if (!hasCells(record)) return;
  state.unmapped.add(legacyId, record, state.ledgerPlace(state.placeOf(record)));
  state.tally.counters.unmapped++;
}

/** A record of this run with the same id is withdrawn: its unmapped cells go as well. */
export function withdrawUnmapped(
  state: EntityState,
  { record, legacyId }: Identified,
  { id }: Known,
): void {
  if (record.unmapped === undefined) return;
  state.tally.counters.unmapped -= state.unmapped.takeBack(legacyId, id);
}
