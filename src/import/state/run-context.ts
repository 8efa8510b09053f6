import type { Importer } from "../../../importers/define.ts";
import type { Database } from "../../db/database.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import type { CrosswalkScope } from "../../ledger/crosswalk-row.ts";
import type { RunFile } from "../../ledger/run-file.ts";
import type { OnConflict } from "../../ledger/run-summary.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { Parents } from "../look-up/parents.ts";
import type { RunNotes } from "../notes/run-notes.ts";
import type { RunJournal } from "../request/run-journal.ts";
import type { EntityTally } from "./entity-tally.ts";
import type { StoredFiles } from "./stored-files.ts";

/** What a report is written from besides the summary. */
export interface Told {
  /** What is known of single records; to be closed by whoever writes the report. */
  readonly runNotes: RunNotes;
  /** The files of the run in its order, with the corrections that were made. */
  readonly files: readonly FittedFile[];
  /** Files that no record names; undefined if that cannot be known. */
  readonly unnamed: () => Iterable<string> | undefined;
}

/** What every stage of a run shares. */
export interface RunContext {
  readonly db: Database;
  readonly runNotes: RunNotes;
  readonly journal: RunJournal;
  readonly scope: CrosswalkScope;
  /** When the run started: ISO 8601, UTC. */
  readonly now: string;
  readonly files: readonly RunFile[];
  readonly importers: ReadonlyMap<string, Importer>;
  readonly onConflict: OnConflict;
  /** Records whose only fault is an unknown parent are to wait for it. */
  readonly keepsOrphans: boolean;
  /** Every outcome is kept in the ledger, also a plain one: it follows a rejection. */
  readonly keepsPlain: boolean;
  /** The run whose rejected records are taken in once more; nothing in any other run. */
  readonly retryOf: number | undefined;
  /** By entity, in a first import that appends; nothing in any other run. */
  readonly appended: Map<string, AppendedRows> | undefined;
  readonly tallies: ReadonlyMap<string, EntityTally>;
  /** The rows that records name. */
  readonly parents: Parents;
  /** The files that records name. */
  readonly stored: StoredFiles;
}
