import type { Database, ForeignKey } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import { WrittenOtherwise } from "../plain/errors.ts";
import { ABSORBED, beginStep, CROSSWALK, CROSSWALK_TABLE, countOf, ROWS } from "./ledger-tables.ts";
import { packed } from "./packed-row.ts";
import { hasKey, keyOf, packedRow, shapeOf, type TableShape } from "./shape.ts";
import { addTo, type Work } from "./work.ts";

// Whatever refers to a row that goes is pointed at the row that stays. Where a unique index allows but one of two rows
// then, they become one, and what refers to that one is pointed on.

/** Rows of a table that go, each into one that stays. */
export interface Leaving {
  readonly shape: TableShape;
  /** A temporary table: `own` and `into`, keys of rows, and the number `n` of the record that it is for. */
  readonly gone: string;
  /** How deep it is: persons are at 0. */
  readonly depth: number;
}

/** Points every reference to rows that go at those that stay. */
export function repointAll(work: Work, leaving: Leaving): void {
  for (const key of keysTo(work, leaving)) {
    work.failAt?.("joining-references");
    repoint(work, leaving, key);
    // All of it is tried anew without these records.
    if (work.refused.size > 0) return;
  }
  repointCrosswalk(work, leaving);
}

/** Every foreign key that leads to a table, and references to it that only importers know. */
function keysTo({ db, undeclared }: Work, { shape, depth }: Leaving): ForeignKey[] {
  const declared = db.catalog.foreignKeys().filter(({ parent }) => sameName(parent, shape.name));
  if (depth > 0) return declared;
  const isDeclared = (table: string, column: string) =>
    declared.some(
      ({ child, from }) =>
        sameName(child, table) && from.length === 1 && sameName(from[0] ?? "", column),
    );
  const others = undeclared.filter(({ table, column }) => {
    return db.catalog.hasTable(table) && !isDeclared(table, column);
  });
  const to = shape.keys;
  return [
    ...declared,
    ...others.map(({ table, column }) => ({
      child: table,
      parent: shape.name,
      from: [column],
      to,
    })),
  ];
}

/** A foreign key, and what its columns are to hold instead of what. */
interface Pointing {
  readonly key: ForeignKey;
  readonly child: TableShape;
  /** A temporary table: `f0 ...` become `t0 ...`, for the record `n`. */
  readonly map: string;
}

function repoint(work: Work, leaving: Leaving, key: ForeignKey): void {
  const { db } = work;
  const map = `temp.hmsync_map_${leaving.depth}`;
  fillMap(db, leaving, { key, map });
  const pointing = { key, child: shapeOf(db, key.child), map };
  const isOwn = sameName(key.child, leaving.shape.name);
  if (!isOwn) {
    for (const unique of uniqueWith(db, key)) absorb(work, leaving, { pointing, unique });
    if (work.refused.size > 0) return;
  }
  const noted = noteRows(work, pointing, isOwn ? leaving : undefined);
  const changed = pointRows(db, pointing);
  addTo(work.repointed, key.child, noted);
  // Rows of the table itself that go are changed and not noted: they come back as they were.
  if (isOwn ? isAnyLeft(db, pointing) : changed !== noted) noteRefused(work, pointing, leaving);
}

function fillMap(
  db: Database,
  { shape, gone }: Leaving,
  { key, map }: { readonly key: ForeignKey; readonly map: string },
): void {
  const bare = map.replace("temp.", "");
  const column = (alias: string) => (name: string) => `${alias}.${quoteName(name)}`;
  const pairs = key.to.map((name, nth) => ({
    from: `${column("o")(name)} as f${nth}`,
    to: `${column("s")(name)} as t${nth}`,
  }));
  const isPlain =
    key.to.length === 1 &&
    shape.keys.length === 1 &&
    sameName(key.to[0] ?? "", shape.keys[0] ?? "");
  const source = isPlain
    ? `select own as f0, "into" as t0, n from ${gone}`
    : `select ${pairs.flatMap(({ from, to }) => [from, to]).join(", ")}, g.n as n from ${gone} g
       join main.${quoteName(shape.name)} o on ${hasKey(db, shape, { alias: "o", key: "g.own" })}
       join main.${quoteName(shape.name)} s on ${hasKey(db, shape, { alias: "s", key: 'g."into"' })}`;
  db.exec(`drop table if exists ${map};
    create temp table ${bare} as ${source};
    create index temp.${bare}_from on ${bare} (f0)`);
}

/** SQL for: this row refers to one that goes. */
const refers = ({ key }: Pointing, alias: string): string =>
  key.from.map((name, nth) => `${alias}.${quoteName(name)} = m.f${nth}`).join(" and ");

/** What the columns that refer will hold, by their lower-case names. */
const instead = ({ key }: Pointing): Map<string, string> =>
  new Map(key.from.map((name, nth) => [name.toLowerCase(), `m.t${nth}`]));

function noteRows(work: Work, pointing: Pointing, without: Leaving | undefined): number {
  const { db, runId } = work;
  const { key, child, map } = pointing;
  const columns = key.from;
  const step = beginStep(db, runId, { kind: "references", table: key.child, columns });
  const several = (prefix: string) => {
    const values = key.from.map((_, nth) => `m.${prefix}${nth}`);
    return values.length === 1 ? values[0] : packed(values);
  };
  const stays =
    without === undefined
      ? ""
      : `where not exists (select 1 from ${without.gone} g where g.own = ${keyOf(db, child, { alias: "c" })})`;
  return db
    .prepare(
      `insert into ${ROWS} (step, row_key, from_id, to_id)
       select ?, ${keyOf(db, child, { alias: "c", instead: instead(pointing) })}, ${several("f")}, ${several("t")}
       from main.${quoteName(key.child)} c join ${map} m on ${refers(pointing, "c")} ${stays}`,
    )
    .run([step]);
}

/** What a constraint refuses stays as it is. */
function pointRows(db: Database, pointing: Pointing): number {
  const { key, map } = pointing;
  const name = quoteName(key.child);
  const set = key.from.map((column, nth) => `${quoteName(column)} = m.t${nth}`).join(", ");
  return db
    .prepare(
      `update or ignore main.${name} as c set ${set} from ${map} m where ${refers(pointing, "c")}`,
    )
    .run([]);
}

const isAnyLeft = (db: Database, pointing: Pointing): boolean =>
  countOf(db, `select count(*) ${stillThere(pointing)}`) > 0;

const stillThere = (pointing: Pointing): string =>
  `from main.${quoteName(pointing.key.child)} c join ${pointing.map} m on ${refers(pointing, "c")}`;

function noteRefused(work: Work, pointing: Pointing, leaving: Leaving): void {
  const left = work.db.prepare(`select distinct m.n ${stillThere(pointing)}`).all([]);
  for (const [n] of left) work.refused.add(Number(n));
  if (left.length > 0) return;
  throw new WrittenOtherwise(
    `Rows of ${pointing.key.child} that refer to ${leaving.shape.name} are not what was written.`,
    { cure: "Find the triggers that change them, and drop them." },
  );
}

/** The unique keys that have a column of this foreign key. */
const uniqueWith = (db: Database, { child, from }: ForeignKey): (readonly string[])[] =>
  db.catalog
    .uniqueKeys(child)
    .filter((columns) => columns.some((name) => from.some((one) => sameName(one, name))));

interface Clash {
  readonly pointing: Pointing;
  readonly unique: readonly string[];
}

/** Rows that would be there twice become one: the one of the record that comes first stays. */
function absorb(work: Work, leaving: Leaving, { pointing, unique }: Clash): void {
  const { db } = work;
  const { child } = pointing;
  const depth = leaving.depth + 1;
  const gone = `temp.hmsync_gone_${depth}`;
  const rows = listTwice(db, { pointing, unique, gone });
  if (rows === 0) return;
  const inner = { shape: child, gone, depth };
  const columns = child.columns;
  repointAll(work, inner);
  if (work.refused.size > 0) return;
  const step = beginStep(db, work.runId, { kind: "absorbed", table: child.name, columns });
  const name = quoteName(child.name);
  const isGone = hasKey(db, child, { alias: "c", key: "g.own" });
  db.prepare(
    `insert into ${ABSORBED} (step, row_key, into_key, own_row)
     select ?, g.own, g."into", ${packedRow(child, "c")} from ${gone} g join main.${name} c on ${isGone}`,
  ).run([step]);
  removeRows(db, inner, rows);
  addTo(work.absorbed, child.name, rows);
}

function listTwice(
  db: Database,
  { pointing, unique, gone }: Clash & { readonly gone: string },
): number {
  const { child, key, map } = pointing;
  const bare = gone.replace("temp.", "");
  const becomes = unique.map((name) => {
    const nth = key.from.findIndex((one) => sameName(one, name));
    const now = `c.${quoteName(name)}`;
    return nth < 0 ? now : `coalesce(m.t${nth}, ${now})`;
  });
  const values = becomes.map((value, nth) => `${value} as u${nth}`).join(", ");
  const list = becomes.map((_, nth) => `u${nth}`).join(", ");
  const known = becomes.map((_, nth) => `u${nth} is not null`).join(" and ");
  const first = `c.${quoteName(key.from[0] ?? "")}`;
  const own = keyOf(db, child, { alias: "c" });
  db.exec(`drop table if exists ${gone};
    create temp table ${bare} as select own, "into", n from (
      select own, n, first_value(own) over w as "into", row_number() over w as nth from (
        select ${own} as own, coalesce(m.n, -1) as n, ${values}
        from main.${quoteName(child.name)} c left join ${map} m on ${refers(pointing, "c")}
        where ${first} in (select f0 from ${map}) or ${first} in (select t0 from ${map})
      ) where ${known} window w as (partition by ${list} order by n, own)
    ) where nth > 1;
    create index temp.${bare}_own on ${bare} (own)`);
  return countOf(db, `select count(*) from ${gone}`);
}

/** Takes the rows out that go. */
export function removeRows(db: Database, { shape, gone }: Leaving, rows: number): void {
  const isGone = `exists (select 1 from ${gone} g where g.own = ${keyOf(db, shape, { alias: "c" })})`;
  const name = quoteName(shape.name);
  const plain =
    shape.keys.length === 1
      ? `${keyOf(db, shape, { alias: "c" })} in (select own from ${gone})`
      : isGone;
  const removed = db.prepare(`delete from main.${name} as c where ${plain}`).run([]);
  if (removed === rows) return;
  throw new WrittenOtherwise(
    `Of ${rows} rows of ${shape.name}, ${removed} could be joined to another.`,
    {
      cure: "Find the triggers that keep them, and drop them.",
    },
  );
}

/** What the legacy system calls a row that goes is now the name of the one that stays. */
function repointCrosswalk(work: Work, { shape, gone }: Leaving): void {
  const { db, runId } = work;
  const entities = JSON.stringify(work.entitiesOf(shape.name));
  const columns = ["target_id"];
  const step = beginStep(db, runId, { kind: "references", table: CROSSWALK_TABLE, columns });
  const key = 'cast(own as text) as own, cast("into" as text) as "into"';
  db.exec(`drop table if exists temp.hmsync_names;
    create temp table hmsync_names as select ${key} from ${gone};
    create index temp.hmsync_names_own on hmsync_names (own)`);
  const named = `c.target_id = g.own and c.entity in (select value from json_each(?))`;
  const noted = db
    .prepare(
      `insert into ${ROWS} (step, row_key, from_id, to_id)
       select ?, c.id, g.own, g."into" from ${CROSSWALK} c join temp.hmsync_names g on ${named}`,
    )
    .run([step, entities]);
  if (noted === 0) return;
  db.prepare(
    `update ${CROSSWALK} as c set target_id = g."into" from temp.hmsync_names g where ${named}`,
  ).run([entities]);
}
