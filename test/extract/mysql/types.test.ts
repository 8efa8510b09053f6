import { expect, test } from "vitest";
import { describeMariadb, testDatabase } from "../../support/mariadb.ts";
import { opened, spooledRows } from "../../support/mysql-source.ts";

describeMariadb("what arrives of each type", () => {
  const db = testDatabase();

  /** Declared type, what is inserted (SQL), what arrives. */
  const CASES: readonly (readonly [type: string, value: string, arrives: string | null])[] = [
    ["int", "null", null],
    ["varchar(9)", "''", ""],
    ["tinyint(1)", "1", "1"],
    ["int(5) zerofill", "42", "00042"],
    ["bigint", "-9223372036854775808", "-9223372036854775808"],
    ["bigint unsigned", "18446744073709551615", "18446744073709551615"],
    [
      "decimal(65,30)",
      "12345678901234567890123456789012345.123456789012345678901234567890",
      "12345678901234567890123456789012345.123456789012345678901234567890",
    ],
    ["decimal(10,2)", "1.10", "1.10"],
    ["float", "3.14", "3.14"],
    ["float", "16777217", "16777216"],
    ["float", "1234567.9", "1234567.9"],
    ["float", "3.4028234663852886e38", "3.4028235e+38"],
    ["float", "null", null],
    ["float(7,2)", "3.1", "3.10"],
    ["double", "0.1", "0.1"],
    ["double", "-1.7976931348623157e308", "-1.7976931348623157e308"],
    ["double", "5e-324", "5e-324"],
    // As the server itself writes it.
    ["double", "9007199254740993", "9.007199254740992e15"],
    ["double(10,2)", "7", "7.00"],
    ["date", "'0000-00-00'", "0000-00-00"],
    ["date", "'2020-00-00'", "2020-00-00"],
    ["date", "'9999-12-31'", "9999-12-31"],
    ["datetime(6)", "'1899-12-31 23:59:59.123456'", "1899-12-31 23:59:59.123456"],
    ["datetime", "'0000-00-00 00:00:00'", "0000-00-00 00:00:00"],
    ["datetime(3)", "'2020-02-29 12:00:00.5'", "2020-02-29 12:00:00.500"],
    ["time", "'838:59:59'", "838:59:59"],
    ["time(6)", "'-25:00:00.000001'", "-25:00:00.000001"],
    ["year", "1901", "1901"],
    ["year", "0", "0000"],
    ["char(5)", "'ab   '", "ab"],
    ["varchar(9)", "'ab   '", "ab   "],
    ["varchar(9)", "'a\"b,\\nc'", 'a"b,\nc'],
    ["varchar(9)", "concat('a', char(0), 'b')", "a\0b"],
    ["varchar(9)", "'\\\\'", "\\"],
    ["varchar(20) character set utf8mb4", "'नेपाल 🏥'", "नेपाल 🏥"],
    ["varchar(9) character set latin1", "'Müller€'", "Müller€"],
    ["varchar(9) character set utf8mb3", "'漢字'", "漢字"],
    ["varchar(9) character set cp1251", "'Иван'", "Иван"],
    ["varchar(9) character set ucs2", "'Ωμέγα'", "Ωμέγα"],
    ["varchar(9) character set sjis", "'日本'", "日本"],
    ["longtext", "repeat('x', 300000)", "x".repeat(300_000)],
    ["enum('M','F''s','ü','a\\\\b')", "'F''s'", "F's"],
    ["enum('M','F')", "'none'", ""],
    ["set('a','b','c')", "'c,a'", "a,c"],
    ["set('a','b')", "''", ""],
    ["bit(1)", "b'1'", "1"],
    ["bit(1)", "b'0'", "0"],
    ["bit(10)", "b'1000000001'", "\\x0201"],
    ["binary(4)", "x'00ff'", "\\x00ff0000"],
    ["varbinary(4)", "x'2200'", "\\x2200"],
    ["varbinary(4)", "''", "\\x"],
    ["blob", "x'ffd8ff'", "\\xffd8ff"],
    ["json", '\'{"a":12345678901234567890,"a":1.10}\'', '{"a":12345678901234567890,"a":1.10}'],
    ["uuid", "'123e4567-e89b-12d3-a456-426614174000'", "123e4567-e89b-12d3-a456-426614174000"],
    ["inet6", "'::1'", "::1"],
    [
      "point",
      "ST_GeomFromText('POINT(1 2)', 4326)",
      "\\xe61000000101000000000000000000f03f0000000000000040",
    ],
  ];

  test("every case, read in one table", async () => {
    const columns = CASES.map(([type], at) => `c${at} ${type} null`);
    await db.query(
      `create table types (id int primary key, ${columns.join(", ")}) row_format=dynamic`,
    );
    await db.query(
      `insert ignore into types values (1, ${CASES.map(([, value]) => value).join(", ")})`,
    );
    const [row] = await spooledRows(await opened(db), "types");
    const arrived = CASES.map(([type, value], at) => [type, value, row?.[at + 1]]);
    expect(arrived).toEqual(CASES);
  });

  test("a TIMESTAMP is read in UTC, wherever the server is", async () => {
    await db.query("create table moments (id int primary key, at timestamp(6) null)");
    await db.query("set time_zone = '+05:45'");
    await db.query("insert into moments values (1, '2026-01-02 03:04:05.678901')");
    await db.query("set time_zone = 'SYSTEM'");
    expect(await spooledRows(await opened(db), "moments")).toEqual([
      ["1", "2026-01-01 21:19:05.678901"],
    ]);
  });
});
