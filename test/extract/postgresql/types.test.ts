import fc from "fast-check";
import { expect, it } from "vitest";
import { runsOf } from "../../support/at-night.ts";
import { opened, readDatabase, textOf } from "../../support/legacy-rows.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { spooledRows } from "../../support/spooled-rows.ts";

/** A column's type, a value of it as SQL, and the text that arrives; `null` is NULL. */
const ARRIVES: readonly (readonly [type: string, value: string, text: string | null])[] = [
  ["text", "''", ""],
  ["text", "null", null],
  ["text", "'NULL'", "NULL"],
  ["text", "E' a\\r\\nb\\t\"\\\\.'", ' a\r\nb\t"\\.'],
  ["text", "'\\.'", "\\."],
  ["char(5)", "'ab'", "ab   "],
  ['"char"', "'x'", "x"],
  ["name", "'a b'", "a b"],
  ["bigint", "-9223372036854775808", "-9223372036854775808"],
  ["numeric", "'NaN'", "NaN"],
  ["numeric(38,10)", "1234567890123456789012345678.1", "1234567890123456789012345678.1000000000"],
  ["float8", "0.1::float8 + 0.2", "0.30000000000000004"],
  ["float8", "'-Infinity'", "-Infinity"],
  ["float4", "16777217", "1.6777216e+07"],
  ["money", "'-1234.5'", "-1234.50"],
  ["money[]", "array[1.5::numeric::money, null]", "{1.50,NULL}"],
  ["boolean", "true", "t"],
  ["date", "'0044-03-15 BC'", "0044-03-15 BC"],
  ["date", "'infinity'", "infinity"],
  ["time", "'24:00'", "24:00:00"],
  ["timetz", "'10:00+05:30'", "10:00:00+05:30"],
  ["timestamp", "'2024-03-31 02:30:00.123456'", "2024-03-31 02:30:00.123456"],
  ["timestamptz", "'2024-03-31 02:30:00.123456+05:30'", "2024-03-30 21:00:00.123456+00"],
  ["timestamptz", "'-infinity'", "-infinity"],
  ["interval", "'1 year 2 mons -3 days 04:05:06.7'", "1 year 2 mons -3 days +04:05:06.7"],
  ["bytea", "'\\x00ff'", "\\x00ff"],
  ["uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
  ["json", `'{"n": 12345678901234567890, "n":1.10}'`, '{"n": 12345678901234567890, "n":1.10}'],
  ["jsonb", `'{"n":12345678901234567890.10}'`, '{"n": 12345678901234567890.10}'],
  ["xml", "'<a>&amp;</a>'", "<a>&amp;</a>"],
  ["text[]", `array['a,b', null, 'NULL', '"']`, '{"a,b",NULL,"NULL","\\""}'],
  ["numeric[]", "array[1.10, null]", "{1.10,NULL}"],
  ["int4range", "'[1,5)'", "[1,5)"],
  ["tstzrange", "'[2024-01-01 00:00+00,)'", '["2024-01-01 00:00:00+00",)'],
  ["inet", "'10.0.0.1/24'", "10.0.0.1/24"],
  ["macaddr", "'08002b010203'", "08:00:2b:01:02:03"],
  ["bit(3)", "b'101'", "101"],
  ["bit varying", "b''", ""],
  ["tsvector", "'a:1 b'", "'a':1 'b'"],
  ["oid", "4294967295", "4294967295"],
  ["point", "'(1.5,2)'", "(1.5,2)"],
  ["place", `row('a "b"', null)`, '("a ""b""",)'],
  ["hstore", `'a=>NULL, "b c"=>""'`, '"a"=>NULL, "b c"=>""'],
  ["citext", "'Ab'", "Ab"],
  ["cube", "'(1,2)'", "(1, 2)"],
];

describePostgresql("the types of PostgreSQL", () => {
  const hospital = testDatabase();

  it("arrive as exact text, whatever the role and the database prefer", async () => {
    await hospital.query(`
      create extension hstore; create extension citext; create extension cube;
      create type place as (street text, number int);
      create table types (${ARRIVES.map(([type], at) => `c${at} ${type}`).join(", ")});
      insert into types values (${ARRIVES.map(([, value]) => value).join(", ")});
      alter database ${hospital.name} set datestyle = 'German'; alter database ${hospital.name} set timezone = 'Asia/Kolkata';
      alter database ${hospital.name} set intervalstyle = 'iso_8601'; alter database ${hospital.name} set bytea_output = 'escape';
      alter database ${hospital.name} set extra_float_digits = -5; alter database ${hospital.name} set client_encoding = 'LATIN1';
      alter database ${hospital.name} set standard_conforming_strings = off`);
    const [types] = await readDatabase(hospital.url, { tables: ["types"] });
    const [row] = spooledRows(types?.text ?? "");
    expect(ARRIVES.map(([type, value], at) => [type, value, row?.[at]])).toEqual(ARRIVES);
  });

  it("any table comes out equal", async () => {
    await hospital.query("create table any_table (key serial primary key, a text, b text, c text)");
    const cell = fc.option(
      fc.string({ unit: "binary", maxLength: 12 }).map((text) => text.replaceAll("\0", "")),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 }), async (rows) => {
        await hospital.query("truncate any_table restart identity");
        await hospital.query(
          "insert into any_table (a, b, c) select r->>0, r->>1, r->>2 from unnest($1::json[]) with ordinality u(r, n) order by n",
          [rows.map((row) => JSON.stringify(row))],
        );
        const database = await opened(hospital.url);
        try {
          const tables = await database.tables({});
          const [table] = tables.filter(({ name }) => name === "any_table");
          expect(table).toBeDefined();
          if (table === undefined) return;
          const read = spooledRows(await textOf(database.rows(table)));
          expect(read).toEqual(rows.map((row, at) => [String(at + 1), ...row]));
          expect(await database.count(table)).toBe(rows.length);
        } finally {
          await database.close();
        }
      }),
      runsOf(500, 3),
    );
  });
});
