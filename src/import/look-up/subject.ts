import type { Database } from "../../db/database.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import type { EntityCrosswalk } from "../../ledger/crosswalk.ts";
import type { CrosswalkScope } from "../../ledger/crosswalk-row.ts";
import type { EditedRows } from "../../ledger/edited-rows.ts";
import type { RelatedPlace } from "../../ledger/issue.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import type { RunFile } from "../../ledger/run-file.ts";
import type { RunNotes } from "../notes/run-notes.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { Parents } from "./parents.ts";
import type { SeenRecords } from "./seen-records.ts";

/** Target rows, in terms of the columns that an import fills. */
interface PresentRows {
  read(targetId: string): StoredValue[] | undefined;
  /** The columns in which values differ from what was read. */
  differing(read: readonly StoredValue[], values: readonly StoredValue[]): string[];
}

/** The entity whose records are looked up, and how far the run has come with it. */
export interface Subject {
  readonly entity: string;
  readonly compiled: CompiledEntity;
  readonly parents: Parents;
  readonly crosswalk: EntityCrosswalk;
  readonly appended: AppendedRows | undefined;
  readonly seen: SeenRecords;
  readonly edited: EditedRows;
  /** No record of it was imported by another run. */
  readonly fresh: boolean;
  /** Target ids follow from legacy ids. */
  readonly derivesIds: boolean;
  /** The position of the file at hand, and its number in the ledger. */
  readonly file: number;
  readonly fileId: number;
  readonly context: {
    readonly db: Database;
    readonly runNotes: RunNotes;
    readonly files: readonly RunFile[];
    readonly scope: CrosswalkScope;
    /** The run whose rejected records are taken in once more. */
    readonly retryOf: number | undefined;
  };
  related(place: Pick<RunPlace, "file" | "record" | "line">): RelatedPlace;
  /** The rows that one belongs to, by the content hash that the crosswalk has of it. */
  rowsOf(contentHash: Buffer | null): PresentRows;
  valuesFor(contentHash: Buffer | null, values: readonly StoredValue[]): readonly StoredValue[];
}
