import { and, eq, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { crosswalk, files } from "../../../../shared/ledger.ts";
import type { DbValue, Statement } from "../../../db/database.ts";
import { type CrosswalkRow, targetIdColumn } from "../../../ledger/crosswalk-row.ts";
import type { RelatedPlace } from "../../../ledger/issue.ts";
import { legacyIdOf } from "../../../ledger/owned-columns.ts";
import type { RunPlace } from "../../../ledger/run-exception.ts";
import { positionOfFile } from "../../../ledger/run-file.ts";
import type { EntityState } from "../../state/entity-state.ts";
import type { ImportRun } from "../../state/import-run.ts";

/** Where the record of a row stands. */
interface RowPlace {
  /** Of a record that this run has written or met. */
  readonly inRun?: { readonly place: RunPlace; readonly state: EntityState };
  /** As an issue names it; undefined of a row that no import made. */
  readonly related?: RelatedPlace | undefined;
}

/** Finds the records of a table's rows, of this run and of earlier ones. */
export class RowPlaces {
  readonly #run: ImportRun;
  /** What the run has of the table: rows of several entities may stand in it. */
  readonly #states: readonly EntityState[];
  readonly #legacyIdOf: Statement;
  #earlier: Statement | undefined;

  constructor(run: ImportRun, { compiled: { importer } }: EntityState) {
    this.#run = run;
    this.#states = [...run.states.values()].filter(
      ({ compiled }) => compiled.importer.table === importer.table,
    );
    const { table } = importer;
    const query = new QueryBuilder()
      .select({ legacyId: sql`${legacyIdOf(importer)}`.as("called") })
      .from(table)
      .where(eq(targetIdColumn(table), sql.placeholder("id")));
    this.#legacyIdOf = run.request.db.prepareBuilt(query, ["id"]);
  }

  of(id: DbValue): RowPlace {
    const legacyId = this.#legacyIdOf.get([id])?.[0];
    if (legacyId == null) return {};
    for (const state of this.#states) {
      const row = state.crosswalk.find(String(legacyId));
      if (row?.targetId !== String(id)) continue;
      const place = this.#inRun(state, row);
      if (place !== undefined) return { inRun: { place, state }, related: state.related(place) };
    }
    return { related: this.#ofEarlier(legacyId, id) };
  }

  /** Undefined of a row that an earlier run wrote and this one has not met. */
  #inRun({ seen }: EntityState, row: CrosswalkRow): RunPlace | undefined {
    if (row.runId !== this.#run.runId) {
      const place = seen.place(row.id);
      return place && { ...place, offset: null };
    }
    const file = positionOfFile(this.#run.files, row.fileId);
    const { record, line } = row;
    return file < 0 ? undefined : { file, record, line, offset: null };
  }

  #ofEarlier(legacyId: DbValue, id: DbValue): RelatedPlace | undefined {
    this.#earlier ??= this.#run.request.db.prepareBuilt(
      new QueryBuilder()
        .select({ file: files.name, record: crosswalk.record, line: crosswalk.line })
        .from(crosswalk)
        .innerJoin(files, eq(files.id, crosswalk.fileId))
        .where(
          and(
            eq(crosswalk.legacyId, sql.placeholder("legacyId")),
            eq(crosswalk.targetId, sql.placeholder("id")),
          ),
        ),
      ["legacyId", "id"],
    );
    const [file, record, line] = this.#earlier.get([legacyId, String(id)]) ?? [];
    if (file == null) return undefined;
    return { file: String(file), record: Number(record), line: Number(line) };
  }
}
