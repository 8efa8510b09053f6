import { getTableName, isNotNull } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { runs } from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import type { Spaces } from "../mapping/spaces/space-importers.ts";
import type { RememberedRequest } from "./run-ledger.ts";

/** What the mappings of a database's runs made of importers: of one entity the last run that said it holds. A database without a ledger has none. */
export function knownSpaces(db: Database): Spaces {
  if (!db.catalog.hasTable(getTableName(runs))) return {};
  const query = new QueryBuilder()
    .select({ request: runs.request })
    .from(runs)
    .where(isNotNull(runs.request))
    .orderBy(runs.id);
  const all = db.prepareBuilt(query, []).all([]);
  const spaces = all.map(([request]) => keptJson<RememberedRequest>(request, runs.request)?.spaces);
  return Object.assign({}, ...spaces);
}
