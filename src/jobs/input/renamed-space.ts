import { getTableName } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import type { Database } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import { quoteName } from "../../db/names.ts";
import type { Fit } from "../../mapping/fit.ts";
import { CROSSWALK, CROSSWALK_TABLE, FILES, oneValue, RUNS } from "../../persons/ledger-tables.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { oneLine } from "../../plain/visible.ts";

/**
 * A file whose records earlier runs brought under a name that the mapping no longer has would be inserted a second
 * time: every patient twice, and visits moved to the second.
 *
 * @throws DecisionNeeded
 */
export function checkRenamedSpaces(
  db: Database,
  { mapping, files }: Pick<Fit, "mapping" | "files">,
  importers: readonly Importer[],
): void {
  if (!db.catalog.hasTable(CROSSWALK_TABLE)) return;
  const told = files.flatMap(({ file, importer }) => {
    if (bringsKnown(db, mapping.legacySystem, importer)) return [];
    const before = namesBefore(db, { file: file.name, legacySystem: mapping.legacySystem })
      .filter((name) => mapping.entities[name] === undefined)
      // Numbers of rows alone do not tell tables apart; what the application calls its own entity does.
      .filter((name) => (tableOf(importers, name) ?? importer.table) === importer.table)
      .find((name) => leadsTo(db, { legacySystem: mapping.legacySystem, name }, importer));
    const { entity } = importer;
    return before === undefined
      ? []
      : [
          oneLine(
            `${file.name} was imported as ${before}; as ${entity} its records would be inserted again.`,
          ),
        ];
  });
  if (told.length === 0) return;
  throw new DecisionNeeded(told, {
    cure: "Give it the earlier name in the mapping, or undo the earlier runs first.",
  });
}

const tableOf = (importers: readonly Importer[], name: string) =>
  importers.find(({ entity }) => entity === name)?.table;

function namesBefore(
  db: Database,
  { file, legacySystem }: { readonly file: string; readonly legacySystem: string },
): string[] {
  const found = db.prepare(
    `select distinct f.entity from ${FILES} f join ${RUNS} r on r.id = f.run_id
     where f.name = ? and r.legacy_system = ? and r.committed order by f.entity`,
  );
  return found.all([file, legacySystem]).map(([name]) => String(name));
}

const bringsKnown = (db: Database, legacySystem: string, { entity }: Importer): boolean =>
  oneValue(db, `select 1 from ${CROSSWALK} where legacy_system = ? and entity = ? limit 1`, [
    legacySystem,
    entity,
  ]) !== undefined;

/** Some suffice: a name has records of one table. */
const LOOKED_AT = 100;

function leadsTo(
  db: Database,
  { legacySystem, name }: { readonly legacySystem: string; readonly name: string },
  { table }: Importer,
): boolean {
  const key = quoteName(keyColumn(table).column.name);
  const found = oneValue(
    db,
    `select 1 from (select target_id from ${CROSSWALK} where legacy_system = ? and entity = ? limit ${LOOKED_AT}) c
     join main.${quoteName(getTableName(table))} t on t.${key} = c.target_id limit 1`,
    [legacySystem, name],
  );
  return found !== undefined;
}
