import { createHash } from "node:crypto";
import { existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import type { Database } from "../db/database.ts";
import { besideAt } from "../db/shadows.ts";
import { type LedgerRun, noSuchRun, readRuns } from "../ledger/run-ledger.ts";
import { UsageError } from "../plain/errors.ts";

/** An import with its retries, undos and later exports: all runs of one legacy system in one database. */
export interface Chain {
  readonly legacySystem: string;
  /** The oldest first. */
  readonly runs: readonly LedgerRun[];
}

/**
 * Reads the chain that a run belongs to.
 *
 * @param named the run's name; undefined for the last one
 * @throws UsageError if the ledger has no such run
 */
export function readChain(db: Database, named?: string): Chain {
  const runs = readRuns(db);
  const found = runs.find(({ name }) => named === undefined || name === named);
  if (found === undefined) throw noSuchRun(named, "See  hmsync import:status");
  const { legacySystem } = found;
  return { legacySystem, runs: runs.filter((run) => run.legacySystem === legacySystem).reverse() };
}

/** Characters of a legacy system's name that a folder of it keeps. */
const LONGEST = 40;
const TELLING = 8;

/**
 * Where people's work on a chain is kept: corrections, the sample, approvals, what was signed. Beside the
 * database, one folder for each legacy system; its name is never the foreign one as it stands.
 */
export function chainFolder(
  database: string,
  { legacySystem }: Pick<Chain, "legacySystem">,
): string {
  // Two links to one database are one.
  const named = besideAt(database);
  const isLink = lstatSync(named, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const path = isLink && existsSync(named) ? realpathSync(named) : named;
  const { name } = parse(path);
  if (name === "")
    throw new UsageError("The database has no name.", { cure: "Name a file with --db." });
  const plain = legacySystem.replace(/[^A-Za-z0-9-]+/g, "-").slice(0, LONGEST);
  const telling = createHash("sha256").update(legacySystem).digest("hex").slice(0, TELLING);
  const isPlain = plain === legacySystem && plain === plain.toLowerCase();
  return join(dirname(path), `${name}.review`, isPlain ? plain : `${plain}-${telling}`);
}
