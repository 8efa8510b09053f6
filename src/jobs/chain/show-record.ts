import { getTableName } from "drizzle-orm";
import type { ShownRecord } from "../../chain/shown-record.ts";
import { RecordsAtHand } from "../../ledger/chain-rows.ts";
import { UsageError } from "../../plain/errors.ts";
import { inOrder } from "../input/asked-import.ts";
import { type ChainOf, readingChain } from "./chain-at-hand.ts";
import { digestOf, sampleOf } from "./sample.ts";

/**
 * Shows a record of the sample: what the export said, beside what is in the application now.
 *
 * @throws UsageError if there is no such record
 */
export function showRecord(of: ChainOf & { readonly n: number }): Promise<ShownRecord> {
  return readingChain(of, (at) => {
    const { importers } = inOrder(of.target);
    const { records } = sampleOf(at, importers);
    const checked = records[of.n - 1];
    const importer = importers.find(({ entity }) => entity === checked?.entity);
    if (checked === undefined || importer === undefined) {
      throw new UsageError(`The sample has no record ${of.n}.`, {
        cure: `It has 1 to ${records.length}.`,
      });
    }
    const { legacyId } = checked;
    const found = new RecordsAtHand(at.db, at.chain.legacySystem).find(importer, legacyId);
    const { run = "", file = "", record = 0, line = 0, row = [] } = found ?? {};
    return Object.assign({}, checked, {
      digest: found && digestOf(importer, legacyId, found),
      run,
      file,
      record,
      line,
      table: getTableName(importer.table),
      pairs: row.map(([column, now]) => ({ column, cells: [], now })),
      aside: [],
      unread: [],
    });
  });
}
