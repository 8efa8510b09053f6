import type { Importer } from "../../../importers/define.ts";
import type { Database } from "../../db/database.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import type { ChainFile } from "../../ledger/trail/chain-files.ts";
import type { NotedMeeting } from "../../ledger/trail/noted-meetings.ts";
import type { Fit } from "../../mapping/fit.ts";
import type { FixRow } from "../../mapping/fix-rows.ts";
import type { Fixes } from "../../mapping/fixes.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import type { Chain } from "../chain.ts";

/** The mapping that a run had, as far as it is still at hand. */
export interface FoundMapping {
  /** Undefined if it is gone. */
  readonly mapping: Mapping | undefined;
  /** That it is gone, or says something else by now. */
  readonly note?: string;
}

/** What a story is put together from. */
export interface TraceMeans {
  readonly db: Database;
  /** Bytes of a file that is read from its start to find cells; undefined if it may be of any size. */
  readonly largest?: number | undefined;
  readonly chain: Chain;
  readonly files: ReadonlyMap<number, ChainFile>;
  readonly importers: readonly Importer[];
  /** What runs noted of records that are called so. */
  readonly called: (entity: string, legacyIds: readonly string[]) => readonly NotedMeeting[];
  readonly mappingOf: (run: LedgerRun) => FoundMapping;
  /** What a run was given of fixes, as they are by now. */
  readonly fixesOf: (run: LedgerRun) => Fixes | undefined;
  /** Opens what fields are looked up in. */
  readonly lookedUp: (fit: Fit, source: string, report: string) => Promise<Fit>;
  /** The corrections of the chain, as they hold by now. */
  readonly corrections: readonly FixRow[];
}
