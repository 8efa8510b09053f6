import type { Importer } from "../../../importers/define.ts";
import { EntityCrosswalk } from "../../ledger/crosswalk.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import { type TabledParent, tabled } from "../decide/resolve.ts";
import { stored } from "../prepare/prepare.ts";
import { newTargetIds } from "../prepare/target-ids.ts";
import type { RunContext } from "./run-context.ts";
import { TargetRows } from "./target-rows.ts";

type Make = (legacyId: string, place: RunPlace) => TabledParent;

/** Rows that stand for records which no export has held: crosswalk and target, without content, so that the record itself updates them. */
export class Placeholders {
  readonly #context: RunContext;
  readonly #makers = new Map<string, Make | undefined>();

  constructor(context: RunContext) {
    this.#context = context;
  }

  /**
   * @param place of the record that names it
   * @returns undefined if rows of the entity cannot stand for records
   */
  make(entity: string, legacyId: string, place: RunPlace): TabledParent | undefined {
    if (!this.#makers.has(entity)) this.#makers.set(entity, this.#makerOf(entity));
    return this.#makers.get(entity)?.(legacyId, place);
  }

  #makerOf(entity: string): Make | undefined {
    const parent = this.#context.importers.get(entity);
    return parent?.placeholder === undefined ? undefined : this.#maker(parent, parent.placeholder);
  }

  #maker(parent: Importer, draftFor: NonNullable<Importer["placeholder"]>): Make {
    const context = this.#context;
    const columns = Object.keys(draftFor(""));
    const rows = new TargetRows(context, parent, columns);
    const crosswalk = new EntityCrosswalk(context.db, parent, context.scope);
    const newTargetId = newTargetIds(context, parent);
    return (legacyId, { file, record, line }) => {
      const draft = draftFor(legacyId);
      // A record may name one parent twice.
      const known = crosswalk.find(legacyId);
      const targetId = known?.targetId ?? newTargetId(legacyId);
      const found = { targetId, legacyId, placeholder: true, carried: {} };
      if (known !== undefined) return tabled(legacyId, found);
      const place = { fileId: context.files[file]?.fileId ?? 0, record, line };
      crosswalk.add({ legacyId, targetId, contentHash: null }, place);
      rows.insert(
        targetId,
        columns.map((key) => stored(draft[key])),
      );
      const tally = context.tallies.get(parent.entity);
      if (tally !== undefined) tally.counters.placeholders++;
      return tabled(legacyId, found);
    };
  }
}
