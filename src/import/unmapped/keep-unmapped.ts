import type { EntityState } from "../entity-state.ts";
import type { PreparedRecord } from "../prepared-record.ts";

/** A record that has a legacy id. */
interface Identified {
  readonly record: PreparedRecord;
  readonly legacyId: string;
}

/** Whether the record's unmapped cells are others than the ledger has; never where none are kept. */
export function differInUnmapped(state: EntityState, { record, legacyId }: Identified): boolean {
  return record.unmapped !== undefined && state.unmapped.differ(legacyId, record.unmapped);
}

/**
 * Keeps the unmapped cells of a record that was let in, where the ledger has them not yet.
 *
 * @throws BackupNeeded, before anything is changed
 */
export function keepUnmapped(state: EntityState, identified: Identified): void {
  const { record, legacyId } = identified;
  if (record.unmapped === undefined || !differInUnmapped(state, identified)) return;
  state.context.beforeWrite();
  state.unmapped.keep(legacyId, record.unmapped, state.ledgerPlace(state.placeOf(record)));
  state.tally.counters.unmapped++;
}

/** A record of this run with the same id is withdrawn: its unmapped cells go as well. */
export function withdrawUnmapped(state: EntityState, { record, legacyId }: Identified): void {
  if (record.unmapped === undefined) return;
  state.tally.counters.unmapped -= state.unmapped.takeBack(legacyId);
}
