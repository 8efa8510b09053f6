import { files } from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import { keptJson } from "../../db/kept-json.ts";

/** A file that a run of a chain has read. */
export interface ChainFile {
  readonly id: number;
  readonly runId: number;
  readonly entity: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal; null if it was not read to its end. */
  readonly sha256: string | null;
  /** Empty of what stands for rows that belong to records. */
  readonly header: readonly string[];
}

/** The files of all runs of a legacy system, by their number. */
export function chainFiles(db: Database, legacySystem: string): Map<number, ChainFile> {
  const found = db
    .prepare(
      `select f.id, f.run_id, f.entity, f.name, f.size, f.sha256, f.header
       from ledger_files f join ledger_runs r on r.id = f.run_id where r.legacy_system = ? order by f.id`,
    )
    .all([legacySystem]);
  return new Map(
    found.map(([id, runId, entity, name, size, sha256, header]) => [
      Number(id),
      {
        id: Number(id),
        runId: Number(runId),
        entity: String(entity),
        name: String(name),
        size: Number(size),
        sha256: sha256 as string | null,
        header: keptJson<string[]>(header, files.header) ?? [],
      },
    ]),
  );
}
