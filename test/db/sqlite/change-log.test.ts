import fc from "fast-check";
import { expect, test } from "vitest";
import type { Connection, DbValue } from "../../../src/db/database.ts";
import { ChangeLog, type TableLog, type WatchedTable } from "../../../src/db/sqlite/change-log.ts";
import { openScratch } from "../../../src/db/sqlite/open.ts";
import { runsOf } from "../../support/at-night.ts";

/** Tables of every kind that row numbers differ by. */
const KINDS: readonly (WatchedTable & { readonly ddl: string })[] = [
  {
    name: "texts",
    key: ["id"],
    columns: ["id", "a", "b"],
    ddl: "id text primary key, a, b text unique",
  },
  { name: "numbered", key: ["id"], columns: ["id", "a", "b"], ddl: "id integer primary key, a, b" },
  {
    name: "counted",
    key: ["id"],
    columns: ["id", "a", "b"],
    ddl: "id integer primary key autoincrement, a, b",
  },
  {
    name: "two",
    key: ["b", "id"],
    columns: ["id", "a", "b"],
    ddl: "id, a, b, primary key (b, id)",
  },
  {
    name: "bare",
    key: ["id", "b"],
    columns: ["a", "id", "b"],
    ddl: "id text, b text, a, primary key (id, b)) without rowid --",
  },
  {
    name: "all names",
    key: ["rowid"],
    columns: ["rowid", "oid", "_rowid_"],
    ddl: 'rowid text primary key, oid text, "_rowid_" text',
  },
  {
    name: 'either"case',
    key: ["id"],
    columns: ["id", "a", "b"],
    ddl: "id text primary key, a text collate nocase, b text collate nocase",
  },
];

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const OR = ["", " or replace", " or ignore", " or fail"];

interface Step {
  readonly kind: number;
  readonly id: number;
  readonly other: number;
  readonly value: number;
}

const step = fc.record({
  kind: fc.nat(19),
  id: fc.nat(6),
  other: fc.nat(6),
  value: fc.nat(5),
});
const VALUES: readonly DbValue[] = ["x", "X", null, 1, 0.5, Buffer.from([0, 255])];

/** What a step does to a table, in SQL; refused ones are no steps. */
function statementOf(table: WatchedTable, { kind, id, other, value }: Step): string | undefined {
  const name = `main.${quoted(table.name)}`;
  const [one = "", two = "", three = ""] = table.columns.map(quoted);
  const [key = ""] = table.key.map(quoted);
  const row = `values (${id}, ?, ${other})`;
  const into = `into ${name} (${one}, ${two}, ${three})`;
  if (kind < 6) return `insert${OR[kind % 4]} ${into} ${row}`;
  if (kind === 6) return `insert ${into} ${row} on conflict do update set ${two} = excluded.${two}`;
  if (kind === 7) return `delete from ${name} where ${key} = ${id}`;
  if (kind === 8) return `delete from ${name}`;
  if (kind < 12) return `update${OR[kind % 4]} ${name} set ${two} = ? where ${key} >= ${id}`;
  if (kind < 14) return `update${OR[kind % 4]} ${name} set ${key} = ${other} where ${key} = ${id}`;
  if (kind === 14) return `update or ignore ${name} set ${one} = ${one}, ${three} = ${value}`;
  return undefined;
}

function take(db: Connection, table: WatchedTable, one: Step): void {
  const statement = statementOf(table, one);
  try {
    if (statement !== undefined) {
      const bound = statement.includes("?") ? [VALUES[one.value] ?? null] : [];
      db.prepare(statement).run(bound);
    } else if (one.kind === 15) db.exec("savepoint s");
    else if (one.kind === 16) db.exec("rollback to s");
    else if (one.kind === 17) db.exec("release s");
    else if (one.kind === 18 && !db.inTransaction()) db.begin();
    else if (one.kind === 19) db.rollback();
  } catch (error) {
    if (!/reject|UNIQUE|datatype|no such savepoint|constraint/i.test(String(error))) throw error;
  }
}

type Rows = ReadonlyMap<string, string>;

const text = (values: readonly DbValue[]) =>
  JSON.stringify(
    values.map((value) => (Buffer.isBuffer(value) ? { hex: value.toString("hex") } : value)),
  );
const keyed = (table: WatchedTable, rows: Iterable<DbValue[]>): Rows =>
  new Map(
    [...rows].map((row) => [
      text(table.key.map((name) => row[table.columns.indexOf(name)] ?? null)),
      text(row),
    ]),
  );
const standing = (db: Connection, table: WatchedTable): Rows =>
  keyed(
    table,
    db
      .prepare(`select ${table.columns.map(quoted).join(", ")} from main.${quoted(table.name)}`)
      .all([]),
  );

/** What a full comparison says. */
function compared(before: Rows, now: Rows) {
  const there = [...before].filter(([key, row]) => now.get(key) !== row);
  return {
    inserted: [...now].filter(([key]) => !before.has(key)).map(([, row]) => row),
    updated: [...now]
      .filter(([key, row]) => before.has(key) && before.get(key) !== row)
      .map(([, row]) => row),
    former: there.map(([, row]) => row),
    deleted: there.filter(([key]) => !now.has(key)).map(([, row]) => row),
  };
}

function noted(log: TableLog | undefined) {
  const rows = (found: Iterable<DbValue[]> | undefined) => [...(found ?? [])].map(text).sort();
  return {
    inserted: rows(log?.inserted()),
    updated: rows(log?.updated()),
    former: rows(log?.former()),
    deleted: rows(log?.deleted()),
  };
}

const sorted = (lists: ReturnType<typeof compared>) =>
  Object.fromEntries(Object.entries(lists).map(([name, rows]) => [name, [...rows].sort()]));

test("whatever is done, the changes are those that a full comparison finds", () => {
  const steps = fc.array(step, { maxLength: 30 });
  const cases = fc.record({
    kind: fc.nat(KINDS.length - 1),
    rounds: fc.array(steps, { minLength: 2, maxLength: 4 }),
  });
  fc.assert(
    fc.property(cases, ({ kind, rounds }) => {
      const table = KINDS[kind] as (typeof KINDS)[number];
      const db = openScratch();
      db.exec("pragma journal_mode = memory");
      db.exec(`create table ${quoted(table.name)} (${table.ddl}\n)`.replace("--\n)", ""));
      for (const one of rounds[0] ?? []) if (one.kind < 8) take(db, table, one);
      const log = new ChangeLog(db, [table]);
      for (const round of rounds.slice(1)) {
        const before = standing(db, table);
        for (const one of round) take(db, table, one);
        const [changed] = log.changes();
        const expected = sorted(compared(before, standing(db, table)));
        expect(noted(changed)).toEqual(expected);
        const { inserted, updated, deleted } = expected;
        const counts = changed?.counts() ?? { inserted: 0, updated: 0, deleted: 0 };
        expect(counts).toEqual({
          inserted: inserted?.length,
          updated: updated?.length,
          deleted: deleted?.length,
        });
        if (db.inTransaction()) db.commit();
        log.settle();
      }
      log.close();
      expect(db.prepare("select count(*) from temp.sqlite_schema").get([])).toEqual([0]);
      db.close();
    }),
    runsOf(5_000, 150),
  );
});

test("a number that is given once more is the one row gone and another one come", () => {
  const db = openScratch();
  db.exec("create table t (id text primary key, a); insert into t values ('a', 1), ('b', 2)");
  const log = new ChangeLog(db, [{ name: "t", key: ["id"], columns: ["id", "a"] }]);
  db.exec("delete from t where id = 'b'; insert into t values ('c', 3)");
  expect(db.prepare("select rowid from t where id = 'c'").get([])).toEqual([2]);
  expect(noted(log.changes()[0])).toEqual({
    inserted: ['["c",3]'],
    updated: [],
    former: ['["b",2]'],
    deleted: ['["b",2]'],
  });
});

test("rows that go with their parent are noted, and no catalog tells of it", () => {
  const db = openScratch();
  db.exec(`create table p (id text primary key);
    create table c (id text primary key, p text references p on delete cascade);
    insert into p values ('p'); insert into c values ('c', 'p'); pragma foreign_keys = on`);
  const watched = (name: string, columns: string[]) => ({ name, key: ["id"], columns });
  const log = new ChangeLog(db, [watched("p", ["id"]), watched("c", ["id", "p"])]);
  db.exec("delete from p");
  expect(log.changes().map((one) => [one.table, one.counts().deleted])).toEqual([
    ["p", 1],
    ["c", 1],
  ]);
  expect(db.prepare("select count(*) from sqlite_schema where type = 'trigger'").get([])).toEqual([
    0,
  ]);
});
