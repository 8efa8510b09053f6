import type { Database } from "../db/database.ts";
import { quoteName } from "../db/names.ts";
import { type Components, componentsOf, type Link, type Verdict } from "./components.ts";
import type { MergeInForce } from "./in-force.ts";
import { CROSSWALK, countOf, LINKS, VERDICTS } from "./ledger-tables.ts";
import type { Merge } from "./merge.ts";

// The records of a merge and what links them, read from a database whose records stand apart.

/** The records, numbered from 1 in the merge's order. */
export const LISTED = "temp.hmsync_listed";

/** Lists the records that have a row: by the place of their space, then by the bytes of their legacy id. */
export function listRecords(db: Database, { legacySystem, merge }: MergeInForce): number {
  listBlanks(db, merge);
  const [table, key] = [quoteName(merge.table), quoteName(merge.key)];
  db.exec(`drop table if exists ${LISTED};
    create temp table hmsync_listed
      (n integer primary key, own, own_id text, space text, legacy_id text)`);
  db.prepare(
    `insert into ${LISTED} (own, own_id, space, legacy_id)
     select t.${key}, c.target_id, c.entity, c.legacy_id
     from ${CROSSWALK} c join json_each(?) s on s.value = c.entity
       join main.${table} t on t.${key} = c.target_id
     where c.legacy_system = ? order by s.key, c.legacy_id`,
  ).run([JSON.stringify(merge.spaces), legacySystem]);
  db.exec(`create index temp.hmsync_listed_own on hmsync_listed (own_id);
    create index temp.hmsync_listed_name on hmsync_listed (legacy_id, space)`);
  return countOf(db, `select count(*) from ${LISTED}`);
}

/** Links and verdicts on listed records, and the names of those that are spoken of. */
export interface Gathered {
  readonly links: readonly Link[];
  /** By the place of the link. */
  readonly linkIds: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly verdictIds: readonly number[];
}

export function gatherLinks(db: Database, { legacySystem, merge }: MergeInForce): Gathered {
  const names = merge.links.map(({ name }) => name);
  const found = db.prepare(
    `select l.id, l.link, l.from_n, l.to_n, ${contestedBy(merge)} from (
       select id, link,
         case when from_id is not null then (select n from ${LISTED} f where f.own_id = l.from_id)
           else (select n from ${LISTED} f where f.legacy_id = l.from_legacy_id and f.space = l.from_space)
         end as from_n,
         (select n from ${LISTED} o where o.legacy_id = l.to_legacy_id and o.space = l.to_space) as to_n
       from ${LINKS} l where l.legacy_system = ? and l.merge = ?
         and l.link in (select value from json_each(?))) l
     ${merge.contest.length > 0 ? sidesOf(merge) : ""} order by l.id`,
  );
  const links: Link[] = [];
  const linkIds: string[] = [];
  for (const row of found.iterate([legacySystem, merge.name, JSON.stringify(names)])) {
    const [id, link, from, to, contested] = row;
    linkIds.push(String(id));
    links.push({
      from: placeOf(from),
      to: placeOf(to),
      declaration: names.indexOf(String(link)),
      contested: Number(contested) === 1,
    });
  }
  return Object.assign({ links, linkIds }, gatherVerdicts(db, { legacySystem, merge }));
}

const placeOf = (n: unknown): number | undefined => (n === null ? undefined : Number(n) - 1);

/** SQL for both records' own rows, beside a link. */
function sidesOf({ table, key }: Merge): string {
  const side = (alias: string, n: string) =>
    `left join ${LISTED} l${alias} on l${alias}.n = l.${n}
     left join main.${quoteName(table)} ${alias} on ${alias}.${quoteName(key)} = l${alias}.own`;
  return `${side("a", "from_n")} ${side("b", "to_n")}`;
}

/** SQL for: all that should agree is known of both, and differs. */
function contestedBy(merge: Merge): string {
  if (merge.contest.length === 0) return "0";
  const differ = merge.contest.map((name) => {
    const [a, b] = [`a.${quoteName(name)}`, `b.${quoteName(name)}`];
    return `${isFilled(merge, name, a)} and ${isFilled(merge, name, b)} and ${a} <> ${b}`;
  });
  return `coalesce(${differ.join(" and ")}, 0)`;
}

/** What says as little as an empty cell, by its number. */
const BLANKS = "temp.hmsync_blanks";

function listBlanks(db: Database, { blanks }: Merge): void {
  db.exec(`drop table if exists ${BLANKS};
    create temp table hmsync_blanks (n integer primary key, value)`);
  const add = db.prepare(`insert into ${BLANKS} (n, value) values (?, ?)`);
  for (const [n, value] of Object.values(blanks).entries()) add.run([n, value]);
}

/** SQL for: a cell says something. */
export function isFilled({ blanks }: Pick<Merge, "blanks">, name: string, value: string): string {
  const n = Object.keys(blanks).indexOf(name);
  const isBlank =
    n < 0 ? "" : ` and ${value} <> (select b.value from ${BLANKS} b where b.n = ${n})`;
  return `(${value} is not null and ${value} <> ''${isBlank})`;
}

function gatherVerdicts(db: Database, { legacySystem, merge }: MergeInForce) {
  const place = (side: string) =>
    `(select n from ${LISTED} f where f.legacy_id = v.${side}_legacy_id and f.space = v.${side}_space)`;
  const found = db.prepare(
    `select v.id, v.verdict, ${place("a")}, ${place("b")} from ${VERDICTS} v
     where v.id in (select max(id) from ${VERDICTS}
       where legacy_system = ? and merge = ? and run_id is not null and undone_by_run_id is null
       group by a_space, a_legacy_id, b_space, b_legacy_id) order by v.id`,
  );
  const verdicts: Verdict[] = [];
  const verdictIds: number[] = [];
  for (const [id, verdict, a, b] of found.all([legacySystem, merge.name])) {
    if (verdict !== "same" && verdict !== "different") continue;
    verdicts.push({ a: placeOf(a), b: placeOf(b), verdict });
    verdictIds.push(Number(id));
  }
  return { verdicts, verdictIds };
}

export function componentsIn(
  merge: Merge,
  gathered: Gathered,
  { records, refused }: { readonly records: number; readonly refused: ReadonlySet<number> },
): Components {
  const cardinalities = merge.links.map(({ cardinality }) => cardinality);
  return componentsOf({ ...gathered, records, cardinalities, refused });
}
