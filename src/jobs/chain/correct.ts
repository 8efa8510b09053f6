import { chainFolder, readChain } from "../../chain/chain.ts";
import { Corrections } from "../../chain/corrections/corrections.ts";
import { newReplacement, newStep } from "../../chain/corrections/new-step.ts";
import { RejectsByKey } from "../../chain/corrections/overlays.ts";
import { RejectKeys } from "../../chain/corrections/reject-keys.ts";
import type { PastStep, Step } from "../../chain/corrections/step.ts";
import type { Asking, Wanted } from "../../chain/corrections/wanted.ts";
import { buildRejects } from "../../chain/rejects/build-rejects.ts";
import type { Reject } from "../../chain/rejects/reject.ts";
import type { RejectIndex } from "../../chain/rejects/reject-index.ts";
import type { Database } from "../../db/database.ts";
import { headerReader } from "../../ledger/file-headers.ts";
import { readRuns } from "../../ledger/run-ledger.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { Breath } from "../../plain/breath.ts";
import { UsageError } from "../../plain/errors.ts";
import { type Cancellable, checkGoing } from "../cancel.ts";
import type { ImportListener } from "../listener.ts";
import { openExisting } from "../run/open-target.ts";
import { targetIn } from "../run/target-in.ts";
import type { ChainOf } from "./chain-at-hand.ts";
import { logStep, MOST_LOGGED } from "./log-step.ts";
import { mappingIn } from "./prepare.ts";

/** Which chain is spoken of. */
export interface OfChain extends ChainOf {
  /** The legacy system, where that says which chain. */
  readonly legacySystem?: string | undefined;
}

/** The corrections of a chain beside its rejected records, for as long as somebody looks at them. */
export class CorrectionDesk {
  readonly index: RejectIndex;
  readonly corrections: Corrections;
  readonly keys: RejectKeys;
  readonly #byKey: RejectsByKey;

  private constructor(corrections: Corrections, index: RejectIndex, keys: RejectKeys) {
    this.corrections = corrections;
    this.index = index;
    this.keys = keys;
    this.#byKey = new RejectsByKey(index, keys);
    this.#lay();
  }

  /**
   * @param built the chain's rejected records; found unless given
   * @throws UsageError, DecisionNeeded if fixes.csv was edited and does not say what is meant
   */
  static async open(of: OfChain, built?: RejectIndex): Promise<CorrectionDesk> {
    const db = openExisting(of.database, of.target, "look");
    try {
      const target = targetIn(db, of.target);
      const chain = readChain(db, of.run ?? lastRunOf(db, of.legacySystem));
      const mappings = new Map<string, Mapping | undefined>(
        chain.runs.map((one) => [one.name, mappingIn(one, target)]),
      );
      const sources = { db, chain, target, mappingOf: mappingFrom(mappings) };
      const index = built ?? (await buildRejects(sources)).index;
      const keys = new RejectKeys({
        index,
        importers: target.importers,
        headerOf: headersOf(db, index),
        mappingOf: (run) => mappings.get(run),
      });
      const corrections = await Corrections.open(chainFolder(of.database, chain));
      return new CorrectionDesk(corrections, index, keys);
    } finally {
      db.close();
    }
  }

  /** Sees what others have added. */
  async refresh(): Promise<void> {
    const before = this.corrections.version;
    await this.corrections.refresh();
    if (this.corrections.version !== before) this.#lay();
  }

  /**
   * Adds a correction as a step of the history.
   *
   * @throws UsageError, DecisionNeeded if it cannot be made so, or somebody else has corrected the same since
   */
  async correct(wanted: Wanted, asking: Asking, expect?: number): Promise<Step> {
    await this.refresh();
    const step = newStep({ index: this.index, keys: this.keys }, wanted, asking);
    return this.#then(await this.corrections.add(step, { expect }), "added");
  }

  /**
   * The same for a value that is replaced in very many records: others have their turn meanwhile. It is one step: all
   * of it is kept, or nothing.
   *
   * @throws as `correct`; Interrupted
   */
  async replace(
    wanted: Extract<Wanted, { kind: "replace" }>,
    asking: Asking,
    { signal, progress }: Cancellable & Pick<ImportListener, "progress">,
  ): Promise<Step> {
    await this.refresh();
    const breath = new Breath();
    const entity = this.index.record(wanted.records[0] ?? 0)?.entity ?? "";
    const seen = (records: number) => {
      if (!breath.isDue()) return undefined;
      checkGoing({ signal });
      progress?.({ entity, records, bytes: 0, rejected: 0 });
      return breath.take();
    };
    const step = await newReplacement(
      { index: this.index, keys: this.keys },
      wanted,
      Object.assign({ seen }, asking),
    );
    checkGoing({ signal });
    return this.#then(await this.corrections.add(step), "added");
  }

  /** Undoes the last step, or all back to the named one. @returns what was undone */
  async undo(who: string, step?: string, expect?: number): Promise<readonly Step[]> {
    const undone = await this.corrections.undo(who, step, { expect });
    for (const one of undone) this.#then(one, "undone");
    return undone;
  }

  /** Redoes the step that was undone last, or all up to the named one. @returns what was redone */
  async redo(who: string, step?: string, expect?: number): Promise<readonly Step[]> {
    const redone = await this.corrections.redo(who, step, { expect });
    for (const one of redone) this.#then(one, "redone");
    return redone;
  }

  /** The rejected records that have a legacy id, with what people have corrected. */
  withId(entity: string, legacyId: string): Reject[] {
    const renumbered = this.corrections
      .list()
      .filter((one) => one.decision === "new id" && one.entity === entity && one.now === legacyId)
      .flatMap((one) => this.#byKey.numbersOf(one))
      .flatMap((number) => this.index.record(number) ?? []);
    const all = [...this.index.withId(entity, legacyId), ...renumbered];
    return all.filter((reject) => this.keys.idOf(reject) === legacyId);
  }

  steps(): PastStep[] {
    return this.corrections.steps();
  }

  close(): void {
    this.index.close();
  }

  #then(step: Step, what: "added" | "undone" | "redone"): Step {
    this.#lay();
    logStep(this.corrections.folder, { step, what, places: this.#placesOf(step) });
    return step;
  }

  #placesOf({ changes }: Step): Reject[] {
    const numbers = new Set(changes.flatMap((change) => this.#byKey.numbersOf(change)));
    return [...numbers].slice(0, MOST_LOGGED + 1).flatMap((one) => this.index.record(one) ?? []);
  }

  #lay(): void {
    this.index.lay(this.#byKey.overlays(this.corrections));
  }
}

/** @throws UsageError if there is no run of that legacy system */
function lastRunOf(db: Database, legacySystem: string | undefined): string | undefined {
  if (legacySystem === undefined) return undefined;
  const found = readRuns(db).find((run) => run.legacySystem === legacySystem);
  if (found !== undefined) return found.name;
  throw new UsageError(`There is no run of the legacy system ${legacySystem}.`, {
    cure: "See  hmsync import:status",
  });
}

const mappingFrom =
  (mappings: ReadonlyMap<string, Mapping | undefined>) =>
  ({ name }: { readonly name: string }): Mapping | undefined =>
    mappings.get(name);

/** Read while the database is open: who corrects keeps it closed. */
function headersOf(db: Database, index: RejectIndex): (fileId: number) => readonly string[] {
  const read = headerReader(db);
  const headers = new Map(index.facts.facets({}).file.map(({ key }) => [key, read(key)] as const));
  return (fileId) => headers.get(fileId) ?? [];
}
