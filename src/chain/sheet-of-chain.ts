import type { MappingSheet } from "../mapping/sheet/mapping-sheet.ts";
import type { Chain } from "./chain.ts";

/**
 * The sheet of what the chain has met: a mapping may know more entities than an export has, and nobody approves what
 * becomes of records that there are none of.
 */
export function sheetOfChain(sheet: MappingSheet, { runs }: Pick<Chain, "runs">): MappingSheet {
  const met = new Set(
    runs.flatMap(({ summary }) => summary?.files.map(({ entity }) => entity) ?? []),
  );
  const entities = sheet.entities.filter(({ entity }) => met.has(entity));
  return entities.length === 0 ? sheet : Object.assign({}, sheet, { entities });
}
