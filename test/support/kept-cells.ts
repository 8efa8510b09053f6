import type { Database } from "../../src/db/database.ts";
import type { Row } from "./rows.ts";

const NAMES = "run_id file_id record line legacy_system entity legacy_id cells".split(" ");

/** The versions of unmapped cells, the oldest first: those of packs, and those that stand by themselves. */
export const keptVersions = (db: Database): Row[] =>
  db
    .prepare(
      `select p.run_id, p.file_id, e.value ->> 'record' as record, e.value ->> 'line',
         p.legacy_system, p.entity, e.value ->> 'legacyId', e.value -> 'cells', 0 as pack, p.id, e.key
       from ledger_unmapped_packs p, json_each(p.cells) e
       union all
       select run_id, file_id, record, line, legacy_system, entity, legacy_id, cells,
         id > 0, id, 0
       from ledger_unmapped order by pack, 10, 11`,
    )
    .all([])
    .map((row) => Object.fromEntries(NAMES.map((name, at) => [name, row[at] ?? null])));
