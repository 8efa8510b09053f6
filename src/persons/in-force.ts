import type { Database } from "../db/database.ts";
import { canonicalJson } from "../plain/canonical-json.ts";
import { countOf, MERGES, oneValue, RUNS, STATE } from "./ledger-tables.ts";
import type { Merge } from "./merge.ts";

// Which merges a database has: what mappings declared, as far as the runs that brought it stand.

export interface MergeInForce {
  readonly legacySystem: string;
  readonly merge: Merge;
}

/** Whether any mapping has ever declared one: a database without merges is asked nothing else. */
export const knowsMerges = (db: Database): boolean =>
  db.catalog.hasTable(unquoted(MERGES)) &&
  oneValue(db, `select 1 from ${MERGES} limit 1`) !== undefined;

const unquoted = (name: string): string => name.slice(1, -1);

/** By legacy system, in the order in which they were first declared. */
export function mergesInForce(db: Database): MergeInForce[] {
  if (!knowsMerges(db)) return [];
  const found = db.prepare(
    `select m.legacy_system, m.declaration from ${MERGES} m
     where m.id in (select max(l.id) from ${MERGES} l join ${RUNS} r on r.id = l.run_id
       where r.status <> 'undone' group by l.legacy_system, l.merge)
     order by m.legacy_system, (select min(f.id) from ${MERGES} f
       where f.legacy_system = m.legacy_system and f.merge = m.merge)`,
  );
  return found.all([]).map(([legacySystem, declaration]) => ({
    legacySystem: String(legacySystem),
    merge: JSON.parse(String(declaration)) as Merge,
  }));
}

/** What a mapping declares, for the runs to come as well: written down where it is something new. */
export function declareMerges(
  db: Database,
  runId: number,
  { legacySystem, merges }: { readonly legacySystem: string; readonly merges: readonly Merge[] },
): void {
  if (merges.length === 0) return;
  const known = mergesInForce(db).filter((one) => one.legacySystem === legacySystem);
  const add = db.prepare(
    `insert into ${MERGES} (run_id, legacy_system, merge, declaration) values (?, ?, ?, ?)`,
  );
  for (const merge of merges) {
    const declaration = canonicalJson(merge);
    const before = known.find((one) => one.merge.name === merge.name);
    if (before !== undefined && canonicalJson(before.merge) === declaration) continue;
    add.run([runId, legacySystem, merge.name, declaration]);
  }
}

/** Whether the rows of the database are persons now; undefined where no merge was ever carried out. */
export function isJoined(db: Database): boolean | undefined {
  if (!db.catalog.hasTable(unquoted(STATE))) return undefined;
  const found = oneValue(db, `select joined from ${STATE} where id = 1`);
  return found === undefined ? undefined : Number(found) === 1;
}

/** Whether a run that died has left the records of persons apart: the next one joins them. */
export const isLeftApart = (db: Database): boolean => isJoined(db) === false;

export function setJoined(db: Database, state: "joined" | "apart", runId: number): void {
  const joined = state === "joined" ? 1 : 0;
  const isThere = countOf(db, `select count(*) from ${STATE} where id = 1`) > 0;
  if (isThere)
    db.prepare(`update ${STATE} set joined = ?, run_id = ? where id = 1`).run([joined, runId]);
  else
    db.prepare(`insert into ${STATE} (joined, run_id, id) values (?, ?, 1)`).run([joined, runId]);
}
