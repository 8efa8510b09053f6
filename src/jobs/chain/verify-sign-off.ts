import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import { type Chain, chainFolder } from "../../chain/chain.ts";
import { RowComparison } from "../../chain/compare-rows.ts";
import { partOfOthers, type RowsNow } from "../../chain/digest-tables.ts";
import { RowFileReader } from "../../chain/row-file.ts";
import { readSignOff } from "../../chain/seal.ts";
import type { SignedFigures, SignOff } from "../../chain/sign-off.ts";
import { keepVerified, SIGN_OFF_FILE } from "../../chain/signed-state.ts";
import {
  type Broken,
  type BrokenRows,
  brokenFigures,
  brokenMappings,
  brokenRows,
  brokenTables,
  type Verification,
} from "../../chain/verification.ts";
import type { Database } from "../../db/database.ts";
import { refuseWhileLocked } from "../../db/sqlite/run-lock.ts";
import { readRuns } from "../../ledger/run-ledger.ts";
import { SystemError } from "../../plain/errors.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import { type Cancellable, checkGoing } from "../cancel.ts";
import type { Listener } from "../listener.ts";
import { openExisting } from "../run/open-target.ts";
import { targetIn } from "../run/target-in.ts";
import { exportFilesNow } from "./export-files.ts";
import { figuresOf } from "./figures.ts";

export interface VerifyOptions extends Cancellable {
  readonly target: Target;
  readonly database: string;
  /** A `sign-off.json`. */
  readonly file: string;
  /** Where the export is by now; undefined for where it was. */
  readonly source?: string | undefined;
}

/**
 * Works out every figure of a sign-off anew, from export, ledger and database, and says what does not hold any more.
 * Of the chain's own file it keeps what it found; nothing else is written.
 *
 * @throws UsageError, SourceError if the file is none; DatabaseError while a run is at work
 */
export async function verifySignOff(
  options: VerifyOptions,
  listener: Listener<number> = {},
): Promise<Verification> {
  const { database } = options;
  const { signOff, isEdited } = readSignOff(options.file);
  refuseWhileLocked(database);
  const edited: Broken[] = isEdited
    ? [{ part: "sign-off", what: "differs", text: "The file was edited after it was signed." }]
    : [];
  const db = openExisting(database, options.target, "look");
  try {
    db.exec("begin");
    const target = targetIn(db, options.target);
    const chain = chainOf(db, signOff);
    if (chain === undefined) return ended(signOff, { broken: [...edited, otherDatabase(db)] });
    const found = await compare({ db, chain, signOff, options, target }, listener);
    const all = ended(signOff, { ...found, broken: [...edited, ...found.broken] });
    const folder = chainFolder(database, chain);
    if (isOwn(options.file, folder)) await keepFound(folder, { signOff, all }, listener);
    return all;
  } finally {
    if (db.inTransaction()) db.rollback();
    db.close();
  }
}

const isOwn = (file: string, folder: string): boolean =>
  resolve(file) === resolve(join(folder, SIGN_OFF_FILE));

/** Who may only look at the folder is told all the same what was found. */
async function keepFound(
  folder: string,
  { signOff, all }: { readonly signOff: SignOff; readonly all: Verification },
  { note }: Listener<number>,
): Promise<void> {
  try {
    await keepVerified(folder, signOff.digest, all);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    note?.(`What was found is not kept: ${error.message}`);
  }
}

type Found = Pick<Verification, "broken"> &
  Partial<Pick<Verification, "rows" | "compared" | "runsSince">>;

function ended(
  { signed, figures, open }: SignOff,
  { broken, rows = [], compared = 0, runsSince = [] }: Found,
): Verification {
  return {
    holds: broken.length === 0 && rows.length === 0,
    signed,
    legacySystem: figures.standing.legacySystem,
    open,
    broken,
    rows,
    compared,
    runsSince,
    at: new Date().toISOString(),
  };
}

/** The runs of the signed legacy system, if they are those of the signed database. */
function chainOf(db: Database, { figures }: SignOff): Chain | undefined {
  const { legacySystem, runs: signed } = figures.standing;
  const runs = readRuns(db).filter((run) => run.legacySystem === legacySystem);
  const isSame = runs.some(({ name, startedAt }) =>
    signed.some((one) => one.run === name && one.startedAt === startedAt),
  );
  return isSame ? { legacySystem, runs: runs.reverse() } : undefined;
}

const otherDatabase = ({ name }: Database): Broken => ({
  part: "database",
  what: "differs",
  text: `${name} is another database: it has none of the runs that were signed.`,
});

interface Comparing {
  readonly db: Database;
  readonly chain: Chain;
  readonly signOff: SignOff;
  readonly options: VerifyOptions;
  readonly target: Target;
}

async function compare(comparing: Comparing, { progress }: Listener<number>) {
  const { db, chain, signOff, options, target } = comparing;
  const signed = signOff.figures;
  const folder = chainFolder(options.database, chain);
  const rows = await openRows(signOff, [dirname(options.file), folder]);
  let compared = 0;
  try {
    const comparisons = new Comparisons(signed, rows.reader);
    const now = await figuresOf({ db, chain, folder }, target, {
      onPage: async (page) => {
        checkGoing(options);
        comparisons.take(page);
      },
      onRows: (count) => {
        compared += count;
        progress?.(count);
      },
    });
    const tables = brokenTables(signed, now);
    const broken = [
      ...rows.broken,
      ...tables,
      ...(await brokenFiles(comparing, signed)),
      ...brokenMappings(signed, now),
      ...brokenFigures(signed, now),
    ];
    const known = new Set(signed.standing.runs.map(({ run }) => run));
    const runsSince = chain.runs.flatMap(({ name }) => (known.has(name) ? [] : [name]));
    return { broken, rows: comparisons.broken(tables), compared, runsSince };
  } finally {
    rows.reader?.close();
  }
}

/** The file of rows beside the sign-off, or in the chain's folder. */
async function openRows(
  { rows: { file, sha256 } }: SignOff,
  folders: readonly string[],
): Promise<{ readonly reader: RowFileReader | undefined; readonly broken: readonly Broken[] }> {
  const path = folders.map((one) => join(one, basename(file))).find((one) => existsSync(one));
  if (path === undefined) {
    const text = `${file} is gone: which rows have changed cannot be told, only in which columns.`;
    return {
      reader: undefined,
      broken: [{ part: "sign-off", what: "cannot be recomputed", text }],
    };
  }
  if ((await sha256OfFile(path)) !== sha256) {
    const text = `${file} is not the one that was signed: it tells no rows.`;
    return { reader: undefined, broken: [{ part: "sign-off", what: "differs", text }] };
  }
  return { reader: new RowFileReader(path), broken: [] };
}

/** Compares rows part by part, as they come. */
class Comparisons {
  readonly #signed: SignedFigures;
  readonly #reader: RowFileReader | undefined;
  readonly #parts = new Map<string, RowComparison>();

  constructor(signed: SignedFigures, reader: RowFileReader | undefined) {
    this.#signed = signed;
    this.#reader = reader;
  }

  take(page: RowsNow): void {
    this.#of(page.part)?.take(page);
  }

  #of(part: string): RowComparison | undefined {
    const known = this.#parts.get(part);
    if (known !== undefined || this.#reader === undefined) return known;
    const table = this.#signed.tables.find(({ entity }) => entity === part);
    const columns = table?.columns.map(({ column }) => column) ?? [];
    const whose = part.startsWith("/") ? "others" : "of the chain";
    const made = new RowComparison(this.#reader.rowsOf(part), columns, whose);
    this.#parts.set(part, made);
    return made;
  }

  /** What differs, of the tables whose digests do: rows that only moved within the ledger are what they were. */
  broken(tables: readonly Broken[]): BrokenRows[] {
    const entities = this.#signed.tables.flatMap(({ entity, table, key }) => {
      if (!tables.some((one) => one.entity === entity)) return [];
      const comparison = this.#of(entity);
      return comparison === undefined ? [] : brokenRows(comparison, { entity, table, key });
    });
    const others = this.#signed.others.flatMap(({ table }) => {
      if (!tables.some((one) => one.entity === undefined && one.table === table)) return [];
      const comparison = this.#of(partOfOthers(table));
      const key = this.#signed.tables.find((one) => one.table === table)?.key ?? "id";
      return comparison === undefined
        ? []
        : brokenRows(comparison, { entity: undefined, table, key });
    });
    return [...entities, ...others];
  }
}

async function brokenFiles(
  { chain, options }: Pick<Comparing, "chain" | "options">,
  { standing, files }: SignedFigures,
): Promise<Broken[]> {
  const now = await exportFilesNow(chain, standing, options.source);
  return files.flatMap(({ file, run, entity, sha256 }): Broken[] => {
    const found = now.find((one) => one.file === file && one.run === run);
    if (sha256 === null || found?.sha256 === sha256) return [];
    const said = { entity, signed: sha256 };
    if (found?.sha256 === undefined) {
      const text = `${file} is not where it was imported from: its hash cannot be recomputed.`;
      return [Object.assign({ part: "export", what: "cannot be recomputed", text } as const, said)];
    }
    const text = `${file} has changed since it was imported.`;
    const differs = { part: "export", what: "differs", text, now: found.sha256 } as const;
    return [Object.assign({}, differs, said)];
  });
}
