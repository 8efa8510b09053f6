import fc from "fast-check";
import { expect, test } from "vitest";
import type { LegacyDatabase } from "../../../src/extract/legacy-database.ts";
import { runsOf } from "../../support/at-night.ts";
import { describeMariadb, testDatabase } from "../../support/mariadb.ts";
import { opened, spooledRows, tableOf } from "../../support/mysql-source.ts";

describeMariadb("what a database declares", () => {
  const db = testDatabase();

  test("keys, references, lists, comments, and columns that nobody sees", async () => {
    await db.query(
      `create table wards (id int primary key, code varchar(9) not null unique, part varchar(90), unique key (part(3)));
      create table beds (
        ward int not null, nr int not null, kind enum('a','it''s','b,c') comment 'of the bed',
        state varchar(9) check (state in ('free','taken')),
        hidden int invisible default 7, twice int as (nr * 2) stored,
        primary key (ward, nr), foreign key (ward) references wards (id)
      ) comment 'where they lie'`,
    );
    await db.query(
      "insert into wards values (1, 'A', null); insert into beds (ward, nr, state) values (1, 2, 'free')",
    );
    const source = await opened(db);
    const beds = await tableOf(source, "beds");
    expect(beds.comment).toBe("where they lie");
    expect(beds.declared).toEqual({
      primaryKey: ["ward", "nr"],
      unique: [],
      foreignKeys: [{ columns: ["ward"], to: ["wards"], toColumns: ["id"] }],
      notNull: ["ward", "nr"],
    });
    const of = (name: string) => beds.columns.find((column) => column.name === name);
    expect(of("kind")).toMatchObject({ values: ["a", "it's", "b,c"], comment: "of the bed" });
    expect(of("state")).toMatchObject({ values: ["free", "taken"], nullable: true });
    expect((await tableOf(source, "wards")).declared.unique).toEqual([["code"]]);
    expect(await spooledRows(source, "beds")).toEqual([["1", "2", null, "free", "7", "4"]]);
  });

  test("odd names, partitions, former rows, counters, broken views: read, left out or told", async () => {
    await db.query(
      'create table `a``b "c"/..` (`x``y` int primary key, `select` int); insert into `a``b "c"/..` values (1, 2)',
    );
    await db.query(
      "create table Upper (id int primary key) partition by hash (id) partitions 3; insert into Upper values (1), (2), (3)",
    );
    await db.query(
      "create table kept (id int primary key) with system versioning; insert into kept values (1), (2); delete from kept where id = 1",
    );
    await db.query(
      "create sequence counter; create table base (a int); create view broken as select a from base; drop table base",
    );
    const source = await opened(db);
    expect(await spooledRows(source, 'a`b "c"/..')).toEqual([["1", "2"]]);
    expect(await spooledRows(source, "Upper")).toEqual([["1"], ["2"], ["3"]]);
    expect(await spooledRows(source, "kept")).toEqual([["2"]]);
    const tables = await source.tables({ tables: ["*"] });
    const of = (name: string) => tables.find((table) => table.name === name);
    expect(of("counter")?.leftOut).toBeDefined();
    expect(of("broken")).toMatchObject({
      kind: "view",
      unreadable: { cure: expect.stringMatching(/./) },
    });
    expect(notesWith(source, "kept keeps former rows")).toBe(1);
  });

  test("what a user may not see is told", async () => {
    await db.query(
      "create table open_one (a int primary key, b int); create table shut (id int primary key)",
    );
    await db.query(
      "create table pointing (id int primary key, shut int, foreign key (shut) references shut (id))",
    );
    await db.query(`create or replace user part@'%' identified by 'p';
      grant select (a) on ${db.name}.open_one to part@'%';
      grant select on ${db.name}.pointing to part@'%'; grant insert on ${db.name}.kept to part@'%'`);
    const source = await opened({ url: db.urlOf("part", "p") });
    const tables = await source.tables({});
    expect(tables.map(({ name, unreadable }) => [name, unreadable === undefined])).toEqual([
      ["kept", false],
      ["open_one", true],
      ["pointing", true],
    ]);
    expect(tables[1]?.columns.map(({ name }) => name)).toEqual(["a"]);
    for (const told of [
      "This user may not read all",
      "open_one: only the columns",
      "shut is referred to",
    ]) {
      expect(notesWith(source, told), told).toBe(1);
    }
    await db.query("drop user part@'%'");
  });

  test("a cell that is no text in its encoding is told with its place", async () => {
    await db.query("create table spoilt (id int primary key, a varchar(9) character set gbk)");
    await db.query(
      "insert into spoilt values (1, 'x'); set sql_mode = ''; insert ignore into spoilt values (2, x'a2a1')",
    );
    await db.query("create table torn (id int primary key, a blob, b varbinary(9))");
    await db.query("insert into torn values (1, 'x', 'y'), (2, 'x', x'c3')");
    await db.query("alter table torn engine=myisam");
    const source = await opened(db);
    // Bytes are bytes: they are no text to begin with.
    expect(await spooledRows(source, "torn")).toEqual([
      ["1", "\\x78", "\\x79"],
      ["2", "\\x78", "\\xc3"],
    ]);
    expect((await spooledRows(source, "spoilt"))[0]).toEqual(["1", "x"]);
  });
});

const notesWith = ({ notes = [] }: LegacyDatabase, text: string): number =>
  notes.filter((note) => note.includes(text)).length;

describeMariadb("any content of a table", () => {
  const db = testDatabase();

  const cells = fc.record({
    text: fc.option(fc.string({ unit: "binary", maxLength: 30 })),
    latin: fc.option(
      fc.string({
        unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
        maxLength: 9,
      }),
    ),
    big: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
    money: fc.option(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })),
    float: fc.option(fc.float({ noNaN: true, noDefaultInfinity: true })),
    double: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    bytes: fc.option(fc.uint8Array({ maxLength: 30 })),
  });

  test("comes out equal", async () => {
    await db.query(
      "create table any_one (id int primary key, t text, l varchar(20) character set latin1, b bigint unsigned, m decimal(40,0), f float, d double, y blob)",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { minLength: 1, maxLength: 20 }), async (rows) => {
        await db.query("delete from any_one");
        const values = rows.map((row, at) => [
          ...[at, row.text, row.latin, row.big?.toString() ?? null, row.money?.toString() ?? null],
          ...[row.float, row.double, row.bytes === null ? null : Buffer.from(row.bytes)],
        ]);
        await db.query("insert into any_one values ?", [values]);
        const source = await opened(db);
        const arrived = await spooledRows(source, "any_one");
        await source.close();
        expect(
          arrived.map((cell) => [
            cell[1],
            cell[2],
            cell[3],
            cell[4],
            plain(number(cell[5]) && Math.fround(Number(cell[5]))),
            number(cell[6]),
            cell[7],
          ]),
        ).toEqual(
          rows.map((row) => [
            ...[row.text, row.latin, row.big?.toString() ?? null, row.money?.toString() ?? null],
            ...[plain(row.float && Math.fround(row.float)), plain(row.double)],
            row.bytes === null ? null : `\\x${Buffer.from(row.bytes).toString("hex")}`,
          ]),
        );
      }),
      runsOf(500, 15),
    );
  });
});

/** As a FLOAT keeps it: two zeros are one here. */
const plain = (value: number | null): number | null => (value === null ? null : value + 0);
const number = (cell: string | null | undefined): number | null =>
  cell === null || cell === undefined ? null : Number(cell) + 0;
