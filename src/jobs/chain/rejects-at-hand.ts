import { statSync } from "node:fs";
import type { Target } from "../../../importers/define-target.ts";
import { Corrections } from "../../chain/corrections/corrections.ts";
import { type BuiltRejects, buildRejects } from "../../chain/rejects/build-rejects.ts";
import { layCorrections } from "../../chain/rejects/lay-corrections.ts";
import { type LedgerRun, readRuns } from "../../ledger/run-ledger.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { mappingsReading } from "../../mapping/target-mappings.ts";
import { UsageError } from "../../plain/errors.ts";
import { openExisting } from "../run/open-target.ts";

/** Whose rejected records are looked at. */
export interface RejectsOf {
  readonly target: Target;
  /** An SQLite file. */
  readonly database: string;
  readonly legacySystem: string;
  /** Where the chain's corrections are kept. */
  readonly folder: string;
}

/** The rejected records of a chain as they are now, with what people made of them. */
export interface RejectsNow extends BuiltRejects {
  readonly corrections: Corrections;
}

/** Keeps the rejected records of a chain at hand: read once, and again when a run has changed what stands. */
export class RejectsAtHand {
  readonly #of: RejectsOf;
  #built: (BuiltRejects & { readonly state: string }) | undefined;
  #corrections: Corrections | undefined;
  #laid = -1;
  #last: Promise<unknown> = Promise.resolve();

  constructor(of: RejectsOf) {
    this.#of = of;
  }

  /**
   * @param database "resting": nobody of ours writes to it, so it may be read anew where it has changed
   * @throws UsageError or DecisionNeeded if `fixes.csv` was edited and does not say what is meant
   */
  now(database: "resting" | "in use" = "resting"): Promise<RejectsNow> {
    const next = this.#last.then(() => this.#read(database));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #read(database: "resting" | "in use"): Promise<RejectsNow> {
    const built = await this.#index(database);
    this.#corrections ??= await Corrections.open(this.#of.folder);
    const corrections = this.#corrections;
    await corrections.refresh();
    if (corrections.version !== this.#laid) layCorrections(built.index, corrections);
    this.#laid = corrections.version;
    return Object.assign({ corrections }, built);
  }

  async #index(use: "resting" | "in use"): Promise<BuiltRejects> {
    const { database, target, legacySystem } = this.#of;
    const state = stateOf(database);
    if (this.#built !== undefined && (use === "in use" || this.#built.state === state)) {
      return this.#built;
    }
    const db = openExisting(database, target, "look");
    try {
      const runs = readRuns(db).filter((run) => run.legacySystem === legacySystem);
      const chain = { legacySystem, runs: runs.reverse() };
      const built = await buildRejects({ db, chain, target, mappingOf: mappingOf(target) });
      this.#built?.index.close();
      this.#built = Object.assign({ state }, built);
      this.#laid = -1;
      return this.#built;
    } finally {
      db.close();
    }
  }

  close(): void {
    this.#built?.index.close();
    this.#built = undefined;
  }
}

/** Undefined if the mapping of a run is not there any more, or cannot be read. */
const mappingOf =
  (target: Target) =>
  ({ request, legacySystem }: LedgerRun): Mapping | undefined => {
    if (request === null) return undefined;
    try {
      const { reading = {} } = request.settings;
      const [found] = mappingsReading(request.mapping, { target, reading });
      return found && Object.assign(found, { legacySystem });
    } catch (error) {
      if (error instanceof UsageError) return undefined;
      throw error;
    }
  };

/** Another one when somebody has written to the database. */
function stateOf(database: string): string {
  return [database, `${database}-wal`]
    .map((path) => statSync(path, { throwIfNoEntry: false }))
    .map((found) => `${found?.mtimeMs} ${found?.size}`)
    .join();
}
