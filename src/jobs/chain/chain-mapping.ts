import { existsSync } from "node:fs";
import type { Target } from "../../../importers/define-target.ts";
import type { Chain } from "../../chain/chain.ts";
import { sheetOfChain } from "../../chain/sheet-of-chain.ts";
import { hasKeptTables } from "../../extract/kept-tables.ts";
import { isDatabase } from "../../extract/open-legacy-database.ts";
import type { MappingSheet } from "../../mapping/sheet/mapping-sheet.ts";
import { isShipped } from "../../mapping/target-mappings.ts";
import { UsageError } from "../../plain/errors.ts";
import { STANDARD_INPUT } from "../../source/spool-input.ts";
import type { AskedImport } from "../input/asked-import.ts";
import { withRowsAtHand } from "../input/with-tables.ts";
import { mappingSheet } from "../mapping-sheet.ts";
import { folderOf } from "../run/rejecting-run.ts";
import { askedAgain } from "../run/remembered.ts";
import { type ChainOf, readingChain } from "./chain-at-hand.ts";

/** What the last run of a chain was asked for with: its mapping, its export. */
export interface ChainMapping {
  readonly legacySystem: string;
  readonly runs: Chain["runs"];
  /** A file, or the name of one that ships. */
  readonly mapping: string;
  /** A mapping that ships is nobody's to write. */
  readonly isShipped: boolean;
  readonly asked: AskedImport;
  /** The export is still where it was; of a database, the run has kept what it read. */
  readonly hasSource: boolean;
  /** The folder of the last run's report. */
  readonly report: string;
}

/**
 * The mapping that a chain is imported by, as its last run was asked for.
 *
 * @throws UsageError if the ledger does not say
 */
export async function chainMapping(of: ChainOf): Promise<ChainMapping> {
  return readingChain(of, ({ chain }) => {
    const last = chain.runs.findLast(({ request, kind }) => request !== null && kind !== "undo");
    const asked = last && askedAgain(last, of.target);
    if (last === undefined || asked?.mapping === undefined) {
      throw new UsageError("The ledger does not say which mapping this chain was imported by.", {
        cure: "Print the sheet of a mapping with  hmsync import:mapping MAPPING",
      });
    }
    const { legacySystem, runs } = chain;
    const { mapping, source } = asked;
    const report = folderOf(last);
    const hasSource = isDatabase(source)
      ? hasKeptTables(report)
      : source !== STANDARD_INPUT && existsSync(source);
    const shipped = isShipped(mapping, of.target);
    return { legacySystem, runs, mapping, isShipped: shipped, asked, hasSource, report };
  });
}

interface Shown {
  readonly target: Target;
  readonly reveal: boolean;
}

/** The sheet of what a chain has met of its mapping; with examples where its export is still there. */
export async function chainSheet(
  { legacySystem, runs, mapping, asked, hasSource, report }: ChainMapping,
  { target, reveal }: Shown,
): Promise<MappingSheet> {
  const reading = asked.settings.reading ?? {};
  const of = { target, mapping, reading, legacySystem, reveal, uncounted: true };
  const whole = await withRowsAtHand(asked, report, (opened) =>
    mappingSheet(Object.assign({ asked: hasSource ? opened : undefined }, of)),
  );
  return sheetOfChain(whole, { runs });
}
