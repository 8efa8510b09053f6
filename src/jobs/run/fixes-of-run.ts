import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { chainFolder } from "../../chain/chain.ts";
import { Corrections, FIXES } from "../../chain/corrections/corrections.ts";
import { decodeFixes } from "../../corrections/decode-fixes.ts";
import type { LedgerRun, RememberedRequest } from "../../ledger/run-ledger.ts";
import type { RunSettings } from "../../ledger/run-summary.ts";
import { type FixRow, parseFixRows } from "../../mapping/fix-rows.ts";
import { Fixes } from "../../mapping/fixes.ts";
import { counted } from "../../plain/columns.ts";
import { HmsyncError, UsageError } from "../../plain/errors.ts";
import { readNamedFile } from "../../plain/hand-written.ts";
import { sha256OfText } from "../../plain/hash-file.ts";
import type { Listener } from "../listener.ts";

/** The fixes that a run applies, and what the ledger keeps of them. */
export interface FixesOfRun {
  /** Undefined if there are none. */
  readonly fixes?: Fixes;
  readonly remembered: Pick<
    RememberedRequest,
    "fixes" | "fixesSha256" | "chainFixes" | "chainFixesSha256"
  >;
}

/** What decides which fixes a run has. */
interface WhichFixes {
  readonly database: string;
  readonly legacySystem: string;
  /** The file that `--fixes` names. */
  readonly named: string | undefined;
  readonly settings: Pick<RunSettings, "leaveFixes">;
  /** The names of the export's files. */
  readonly files: readonly string[];
}

/**
 * The fixes of the file that was named, and the corrections of the chain, which hold for every export.
 *
 * @throws UsageError or DecisionNeeded if one of the files does not say what is meant, or they contradict each other
 */
export async function fixesOfRun(
  { database, legacySystem, named, settings, files }: WhichFixes,
  { note }: Pick<Listener, "note"> = {},
): Promise<FixesOfRun> {
  const own = named === undefined ? [] : [namedFixes(named)];
  const chain = await Corrections.open(chainFolder(database, { legacySystem }));
  for (const line of chain.notes) note?.(line);
  const { length } = chain.list();
  const isLeft = settings.leaveFixes === true;
  if (length > 0) note?.(isLeft ? leftAside(length, chain) : inUse(length, chain));
  const isUsed = length > 0 && !isLeft;
  const all = isUsed ? [...own, Fixes.parse(chain.file, textOf(chain.file), "chain")] : own;
  const remembered = {
    fixes: named === undefined ? null : resolve(named),
    fixesSha256: named === undefined ? null : sha256OfText(textOf(named)),
    chainFixes: isUsed ? resolve(chain.file) : null,
    chainFixesSha256: isUsed ? chain.digest : null,
  };
  return all.length === 0 ? { remembered } : { fixes: Fixes.together(all).anew(files), remembered };
}

const inUse = (count: number, { file }: Corrections): string =>
  `Applying ${counted(count, "correction")} of ${file} (--no-fixes leaves them aside).`;

const leftAside = (count: number, { file }: Corrections): string =>
  `${counted(count, "correction")} of ${file} left aside, as --no-fixes says.`;

const namedFixes = (path: string): Fixes => Fixes.parse(path, textOf(path));

/** Whether the file of fixes that was named holds what it held when a run was asked for. */
export const areSameNamed = ({ fixes, fixesSha256 }: RememberedRequest): boolean =>
  fixes === null || sha256OfText(textOf(fixes)) === fixesSha256;

/** The same of all fixes. */
export const areSameFixes = (
  { fixesSha256, chainFixesSha256 = null }: RememberedRequest,
  { remembered: now }: FixesOfRun,
): boolean => fixesSha256 === now.fixesSha256 && chainFixesSha256 === now.chainFixesSha256;

/** What a run was asked with of fixes, as they are by now; undefined if there are none, or they cannot be read. */
export function fixesAsked({ request }: Pick<LedgerRun, "request">): Fixes | undefined {
  const { fixes = null, chainFixes = null } = request ?? {};
  try {
    const all = [
      ...(fixes === null ? [] : [namedFixes(fixes)]),
      ...(chainFixes === null ? [] : [Fixes.parse(chainFixes, textOf(chainFixes), "chain")]),
    ];
    return all.length === 0 ? undefined : Fixes.together(all);
  } catch (error) {
    if (error instanceof HmsyncError) return undefined;
    throw error;
  }
}

/** The corrections of a chain, only to be looked at: nothing is written, whoever has edited them. */
export function keptCorrections(
  database: string,
  chain: Parameters<typeof chainFolder>[1],
): readonly FixRow[] {
  const path = join(chainFolder(database, chain), FIXES);
  try {
    return existsSync(path) ? parseFixRows(path, textOf(path)) : [];
  } catch (error) {
    if (error instanceof HmsyncError) return [];
    throw error;
  }
}

function textOf(path: string): string {
  try {
    return decodeFixes(path, readNamedFile(path));
  } catch (error) {
    if (error instanceof HmsyncError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`The fixes ${path} cannot be read (${code}).`, {
      cure: "Correct the path given with --fixes.",
      cause: error,
    });
  }
}
