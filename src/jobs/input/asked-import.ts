import { resolve } from "node:path";
import { z } from "zod";
import type { Target } from "../../../importers/define-target.ts";
import type { PasswordMeans } from "../../db/connecting/password.ts";
import type { RunSettings } from "../../ledger/run-summary.ts";
import type { Fit } from "../../mapping/fit.ts";
import { legacySystemName } from "../../mapping/mapping.ts";
import { orderEntities } from "../../mapping/order-entities.ts";
import { UsageError } from "../../plain/errors.ts";
import type { Export } from "../../source/source-file.ts";

/** How an import is asked for. */
export interface AskedImport {
  readonly target: Target;
  /** The export: a folder, or one file. */
  readonly source: string;
  /** What was found there, if it can be read only once: standard input. */
  readonly spooled?: Export | undefined;
  /** Where the password of a database's server is found. */
  readonly passwords?: PasswordMeans | undefined;
  /** A mapping file, or the name of one that ships; undefined for the one that fits the headers. */
  readonly mapping: string | undefined;
  readonly legacySystem: string | undefined;
  /** Entities; undefined for all. */
  readonly only: readonly string[] | undefined;
  /** `YYYY-MM-DD`: the day after which a date is in the future; undefined for today. */
  readonly asOf: string | undefined;
  /** The report's folder; undefined for one of the run's name, in `reports`. */
  readonly report: string | undefined;
  /** A file of corrections for every export. */
  readonly fixes: string | undefined;
  readonly settings: RunSettings;
}

/** The same, with what goes without saying left out. */
export interface AskingImport
  extends Pick<AskedImport, "target" | "source" | "spooled" | "passwords">,
    Partial<Omit<AskedImport, "target" | "source" | "spooled" | "passwords" | "settings">> {
  /** How it runs; by default strict: all or nothing. */
  readonly settings?: Partial<RunSettings>;
}

/** Measured: a commit every 20,000 records costs a quarter more than none, one every 500 four times. */
export const BATCH = 20_000;

const USUAL: RunSettings = {
  mode: "strict",
  dryRun: false,
  batchSize: BATCH,
  archive: true,
  onConflict: "keep",
  markVanished: false,
};

const Said = z.object({
  legacySystem: legacySystemName.optional(),
  asOf: z.iso.date("asOf is not a day: 2026-01-14").optional(),
  batchSize: z.int().positive("batchSize is not a whole number, 1 or more").optional(),
});

/**
 * Fills in what was not said.
 *
 * @throws UsageError if an import cannot have such a value
 */
export function askedImport(asking: AskingImport): AskedImport {
  const { target, source, spooled, mapping, legacySystem, only, asOf, report, fixes } = asking;
  const { settings = {}, passwords } = asking;
  const said = Said.safeParse({ legacySystem, asOf, batchSize: settings.batchSize });
  if (!said.success) {
    const [issue] = said.error.issues;
    throw new UsageError(`${issue?.message ?? "The options are wrong"}.`, {
      cure: `Correct ${issue?.path.join(".") ?? "them"}.`,
    });
  }
  return {
    target: inOrder(target),
    source,
    spooled,
    passwords,
    mapping,
    legacySystem,
    only,
    asOf,
    report,
    fixes,
    settings: { ...USUAL, ...settings, ...placesOf(settings) },
  };
}

/** As they are found from any folder: a run may be resumed from another one. */
const placesOf = ({ files, store }: Partial<RunSettings>): Partial<RunSettings> => ({
  ...(files !== undefined && { files: resolve(files) }),
  ...(store !== undefined && { store: resolve(store) }),
});

const ordered = new WeakMap<Target, Target>();

/** A target as the engine takes it: parents before children. One target stays one, and what is known of it is kept. */
export function inOrder(target: Target): Target {
  const found = ordered.get(target) ?? {
    ...target,
    importers: orderEntities(target.importers),
  };
  ordered.set(target, found);
  return found;
}

/** An import of the target as the mapping that was found has it. */
export const askedWith = (asked: AskedImport, { importers }: Fit): AskedImport =>
  importers === undefined ? asked : { ...asked, target: { ...asked.target, importers } };

/** An import whose mapping is known, and how it was asked for with that. */
export interface FoundInput {
  readonly asked: AskedImport;
  readonly fit: Fit;
  /** The file of the mapping, if it was proposed from the data. */
  readonly proposed?: string;
}
