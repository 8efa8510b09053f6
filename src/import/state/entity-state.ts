import { getTableColumns } from "drizzle-orm";
import { applicationOf, type Cell, type Importer } from "../../../importers/define.ts";
import { keyColumn } from "../../db/key-column.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import { EntityCrosswalk } from "../../ledger/crosswalk.ts";
import type { CrosswalkPlace } from "../../ledger/crosswalk-row.ts";
import { EditedRows } from "../../ledger/edited-rows.ts";
import type { RelatedPlace } from "../../ledger/issue.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import type { Terms } from "../decide/decide.ts";
import { type TabledParent, tabled } from "../decide/resolve.ts";
import type { Parents } from "../look-up/parents.ts";
import { SeenRecords } from "../look-up/seen-records.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import { stored } from "../prepare/prepare.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import { type NewTargetId, newTargetIds } from "../prepare/target-ids.ts";
import type { EntityTally } from "./entity-tally.ts";
import { Numbers } from "./numbers.ts";
import { type RowReader, rowReader, type TargetRow } from "./read-back.ts";
import type { RunContext } from "./run-context.ts";
import { TargetRows } from "./target-rows.ts";

/** What the load of one entity has come to; the stages below it read and write here. */
export class EntityState {
  readonly context: RunContext;
  readonly compiled: CompiledEntity;
  readonly entity: string;
  readonly tally: EntityTally;
  readonly crosswalk: EntityCrosswalk;
  /** What takes the place of single inserts into the crosswalk, in a first import that appends. */
  readonly appended: AppendedRows | undefined;
  readonly rows: TargetRows;
  /** Rows that are placeholders: they also have columns that no export fills. */
  readonly #placeholderRows: TargetRows;
  /** What these columns are to hold as soon as the record itself comes. */
  readonly #defaults: readonly StoredValue[];
  readonly edited: EditedRows;
  readonly newTargetId: NewTargetId;
  /** Of importers that give their rows numbers. */
  readonly numbers: Numbers | undefined;
  readonly seen: SeenRecords;
  readonly parents: Parents;
  readonly placeholders: Placeholders;
  readonly terms: Terms;
  /** Target ids follow from legacy ids, so that the target's key tells which are taken. */
  readonly derivesIds: boolean;
  /** No record of this entity was imported by another run. */
  readonly fresh: boolean;
  /** The position of the file at hand. */
  file = 0;
  /** The record at hand had waited: it is not one of this run's records. */
  isReleasing = false;
  #readRow: RowReader | undefined;

  constructor(context: RunContext, compiled: CompiledEntity, tally: EntityTally) {
    const { db, scope } = context;
    const keys = compiled.columns.map(({ key }) => key);
    this.context = context;
    this.compiled = compiled;
    this.entity = compiled.importer.entity;
    this.tally = tally;
    this.crosswalk = new EntityCrosswalk(db, compiled.importer, scope);
    this.appended =
      context.appended && this.crosswalk.append(keys.length, compiled.kept.length > 0);
    if (this.appended !== undefined) context.appended?.set(this.entity, this.appended);
    this.rows = new TargetRows(context, compiled.importer, keys);
    const { table, placeholder } = compiled.importer;
    const others = Object.keys(placeholder?.("") ?? {}).filter((key) => !keys.includes(key));
    this.#placeholderRows = new TargetRows(context, compiled.importer, [...keys, ...others]);
    this.#defaults = others.map((key) => stored(getTableColumns(table)[key]?.default as Cell));
    this.edited = new EditedRows(db, compiled.importer);
    this.newTargetId = newTargetIds(context, compiled.importer);
    const { numbers = [] } = compiled.importer;
    this.numbers = numbers.length === 0 ? undefined : new Numbers(context, compiled.importer);
    this.fresh = this.crosswalk.isFresh();
    if (!this.fresh) this.crosswalk.lookAhead();
    this.seen = new SeenRecords(this.fresh ? 0 : this.crosswalk.lastId());
    this.parents = context.parents;
    this.placeholders = new Placeholders(context);
    this.derivesIds = !keyColumn(table).isNumber;
    const { onConflict } = context;
    const { makeIssue } = compiled;
    const related = this.related.bind(this);
    const application = applicationOf([compiled.importer]);
    this.terms = { entity: this.entity, application, makeIssue, onConflict, related };
  }

  /** @param file its position among the files of the run */
  enterFile(file: number): void {
    for (const rows of this.context.appended?.values() ?? []) rows.flush();
    this.file = file;
    this.seen.enter(file);
  }

  /** The file at hand, as the ledger numbers it. */
  get fileId(): number {
    return this.context.files[this.file]?.fileId ?? 0;
  }

  placeOf({ record, line, offset }: PreparedRecord): RunPlace {
    return { file: this.file, record, line, offset };
  }

  /** A target row as it stands now. */
  readRow(targetId: string): TargetRow | undefined {
    const { db, importers } = this.context;
    this.#readRow ??= rowReader(db, { compiled: this.compiled, importers });
    return this.#readRow(targetId);
  }

  /** The rows that one belongs to, by the content hash that the crosswalk has of it. */
  rowsOf(contentHash: Buffer | string | null): TargetRows {
    return contentHash === null ? this.#placeholderRows : this.rows;
  }

  /** A record's values, for one of `rowsOf` the same content hash. */
  valuesFor(contentHash: Buffer | null, values: readonly StoredValue[]): readonly StoredValue[] {
    return contentHash === null ? [...values, ...this.#defaults] : values;
  }

  /** A place as the ledger keeps it. */
  ledgerPlace({ file, record, line }: RunPlace): CrosswalkPlace {
    return { fileId: this.context.files[file]?.fileId ?? 0, record, line };
  }

  /** A place as an issue names it. */
  related({ file, record, line }: Pick<RunPlace, "file" | "record" | "line">): RelatedPlace {
    return { file: this.context.files[file]?.name ?? "", record, line };
  }
}

type Make = (legacyId: string, place: RunPlace) => TabledParent;

/** Rows that stand for records which no export has held: crosswalk and target, without content, so that the record itself updates them. */
class Placeholders {
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
