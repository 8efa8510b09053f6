import { getTableName } from "drizzle-orm";
import { runs } from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";
import type { SpaceOf, Spaces } from "../mapping/spaces/space-importers.ts";
import { groupBy } from "../plain/group-by.ts";

/** What a run that wrote nothing said holds only as long as none that wrote says otherwise. */
const SAID = `
  select id, legacy_system, case when json_valid(request) then request ->> '$.spaces' end
  from ledger_runs where request is not null order by committed, id`;

/**
 * What the mappings of a database's runs made of importers: of one entity, the last run that had it holds. A database
 * without a ledger has none.
 */
export function knownSpaces(db: Database): Spaces {
  if (!db.catalog.hasTable(getTableName(runs))) return {};
  const said = db.prepare(SAID).all([]);
  if (said.every(([, , spaces]) => spaces === null)) return {};
  const files = db.prepare("select distinct run_id, entity from ledger_files").all([]);
  const entities = groupBy(files, ([run]) => run);
  const known = new Map<string, SpaceOf & { readonly legacySystem: unknown }>();
  for (const [run = null, legacySystem, spaces = null] of said) {
    const own = spaces === null ? {} : (JSON.parse(String(spaces)) as Spaces);
    for (const entity of entities.get(run)?.map(([, name]) => String(name)) ?? []) {
      // This mapping has it as the target declares it; another legacy system's may not.
      if (known.get(entity)?.legacySystem === legacySystem) known.delete(entity);
    }
    for (const [entity, space] of Object.entries(own)) {
      known.set(entity, { ...space, legacySystem });
    }
  }
  return Object.fromEntries(
    [...known].map(([entity, { legacySystem: _, ...space }]) => [entity, space]),
  );
}
