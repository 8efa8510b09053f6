import { existsSync } from "node:fs";
import type { Target } from "../../../importers/define-target.ts";
import type { Chain } from "../../chain/chain.ts";
import { sheetOfChain } from "../../chain/sheet-of-chain.ts";
import type { MappingSheet } from "../../mapping/sheet/mapping-sheet.ts";
import { isShipped } from "../../mapping/target-mappings.ts";
import { UsageError } from "../../plain/errors.ts";
import { STANDARD_INPUT } from "../../source/spool-input.ts";
import type { AskedImport } from "../input/asked-import.ts";
import { mappingSheet } from "../mapping-sheet.ts";
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
  /** The export is still where it was. */
  readonly hasSource: boolean;
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
    if (asked?.mapping === undefined) {
      throw new UsageError("The ledger does not say which mapping this chain was imported by.", {
        cure: "Print the sheet of a mapping with  hmsync import:mapping MAPPING",
      });
    }
    const { legacySystem, runs } = chain;
    const { mapping, source } = asked;
    const hasSource = source !== STANDARD_INPUT && existsSync(source);
    const shipped = isShipped(mapping, of.target);
    return { legacySystem, runs, mapping, isShipped: shipped, asked, hasSource };
  });
}

interface Shown {
  readonly target: Target;
  readonly reveal: boolean;
}

/** The sheet of what a chain has met of its mapping; with examples where its export is still there. */
export async function chainSheet(
  { legacySystem, runs, mapping, asked, hasSource }: ChainMapping,
  { target, reveal }: Shown,
): Promise<MappingSheet> {
  const whole = await mappingSheet({
    target,
    mapping,
    reading: asked.settings.reading ?? {},
    asked: hasSource ? asked : undefined,
    legacySystem,
    reveal,
    uncounted: true,
  });
  return sheetOfChain(whole, { runs });
}
