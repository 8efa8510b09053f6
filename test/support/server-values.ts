import fc from "fast-check";
import type { DbValue } from "../../src/db/database.ts";

// Values that are seldom met between a server and a shadow, by the column's type.

const LONG = "é".repeat(2 ** 19);
const BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const DIGITS = "1234567890".repeat(40);

/** A column's type, a value of it as SQL, and what the shadow keeps. */
export const KEPT: readonly (readonly [type: string, sql: string, kept: DbValue])[] = [
  ["text", "''", ""],
  ["text", "null", null],
  ["text", "'NULL'", "NULL"],
  ["text", String.raw`E'\\N'`, "\\N"],
  ["text", String.raw`E'\\.'`, "\\."],
  ["text", String.raw`E' a\r\nb\tc\b\f\v\\n\001 '`, " a\r\nb\tc\b\f\v\\n\u0001 "],
  ["text", "'😀 ﷽ e\u0301'", "😀 ﷽ e\u0301"],
  ["text", "repeat('é', 524288)", LONG],
  ["varchar(3)", "'a  '", "a  "],
  ["char(4)", "'é'", "é"],
  ["char(2)", "''", ""],
  ["bpchar", "'a  '", "a  "],
  ["mood", `'it''s, "so"'`, `it's, "so"`],
  ["uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
  ["boolean", "true", 1],
  ["boolean", "false", 0],
  ["smallint", "-32768", -32768],
  ["integer", "2147483647", 2147483647],
  ["bigint", "9007199254740993", "9007199254740993"],
  ["bigint", "9223372036854775807", "9223372036854775807"],
  ["bigint", "-9223372036854775808", "-9223372036854775808"],
  ["real", "0.1", 0.1],
  ["real", "16777217", 16777216],
  ["real", "1e-45", 1e-45],
  ["float8", "0.1::float8 + 0.2", 0.30000000000000004],
  ["float8", "5e-324", 5e-324],
  ["float8", "'-0'", 0],
  ["float8", "'-Infinity'", Number.NEGATIVE_INFINITY],
  ["numeric", DIGITS, DIGITS],
  ["numeric", `-0.${DIGITS}`, `-0.${DIGITS}`],
  ["numeric", "1.500", "1.500"],
  ["numeric", "0.00", "0.00"],
  ["numeric", "'NaN'", "NaN"],
  ["numeric", "10000000000000000", "10000000000000000"],
  ["numeric(12,4)", "1.5", "1.5"],
  ["numeric(12,4)", "-100", "-100"],
  ["numeric(12,4)", "0", "0"],
  ["numeric(10,2)", "'NaN'", "NaN"],
  ["numeric(5,0)", "100", "100"],
  ["date", "'0001-01-01'", "0001-01-01"],
  ["date", "'9999-12-31'", "9999-12-31"],
  ["time", "'02:03'", "02:03"],
  ["time", "'24:00'", "24:00"],
  ["time", "'02:03:00.000001'", "02:03:00.000001"],
  ["timestamp", "'2024-03-31 02:30'", "2024-03-31T02:30:00"],
  ["timestamp", "'0001-01-01 00:00:00.5'", "0001-01-01T00:00:00.5"],
  ["timestamp(3)", "'2024-03-31 02:30:00.123'", "2024-03-31T02:30:00.123"],
  ["timestamptz", "'2024-03-31 02:30:00+05:30'", "2024-03-30T21:00:00.000Z"],
  ["timestamptz", "'2024-03-31 02:30:00.12+00'", "2024-03-31T02:30:00.120Z"],
  ["timestamptz", "'1883-11-18 12:03:57.999999+00'", "1883-11-18T12:03:57.999999Z"],
  ["timestamptz", "'9999-12-31 23:59:59.999999+00'", "9999-12-31T23:59:59.999999Z"],
  ["json", `'{"n" : 1.10, "n":2}'`, '{"n" : 1.10, "n":2}'],
  ["jsonb", `'{"bb":1e3, "a":12345678901234567890.10, "a":-0.0}'`, '{"a": 0.0, "bb": 1000}'],
  ["jsonb", String.raw`'"\u00e9\n\u0007"'`, String.raw`"é\n\u0007"`],
  ["bytea", "'\\x'", Buffer.alloc(0)],
  ["bytea", `'\\x${BYTES.toString("hex")}'`, BYTES],
  ["percent", "99.50", "99.5"],
  ["short_code", "'ab'", "ab"],
  ["mood_too", "'sad'", "sad"],
  ["citext", "'Asha@X.org'", "Asha@X.org"],
];

export const TYPES = `
  create extension citext;
  create type mood as enum ('sad', 'it''s, "so"');
  create domain percent as numeric(5,2) check (value between 0 and 100);
  create domain code as varchar(3);
  create domain short_code as code check (value <> 'bad');
  create domain mood_too as mood;`;

/** What a server keeps and a shadow cannot. */
export const NO_PLACE_HERE: readonly (readonly [type: string, sql: string])[] = [
  ["date", "'infinity'"],
  ["date", "'-infinity'"],
  ["date", "'0044-03-15 BC'"],
  ["date", "'10000-01-01'"],
  ["timestamp", "'infinity'"],
  ["timestamp", "'0044-03-15 10:00 BC'"],
  ["timestamptz", "'-infinity'"],
  ["timestamptz", "'0044-03-15 10:00+00 BC'"],
  ["timestamptz", "'10000-01-01 00:00+00'"],
  ["real", "'NaN'"],
  ["float8", "'NaN'"],
];

/** What a shadow may hold and a server cannot, or would change. */
export const NO_PLACE_THERE: readonly (readonly [type: string, value: DbValue])[] = [
  ["text", "a\0b"],
  ["text", "half \ud83d of it"],
  ["text", 7],
  ["varchar(3)", "abcd"],
  ["varchar(3)", "abc "],
  ["varchar(3)", "😀😀😀😀"],
  ["char(3)", "abcd"],
  ["mood", "glad"],
  ["uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1"],
  ["uuid", "{a0eebc999c0b4ef8bb6d6bb9bd380a11}"],
  ["boolean", 2],
  ["boolean", "1"],
  ["smallint", 32768],
  ["integer", 2 ** 31],
  ["integer", 1.5],
  ["integer", "twelve"],
  ["bigint", 2 ** 53],
  ["bigint", "9223372036854775808"],
  ["real", 0.123456789012],
  ["real", 1e39],
  ["numeric(10,2)", "1.555"],
  ["numeric(4,2)", "100"],
  ["numeric(4,2)", "Infinity"],
  ["numeric", "1,5"],
  ["numeric", ""],
  ["numeric", "1e999999"],
  ["date", "2024-02-30"],
  ["date", "2024-1-5"],
  ["date", "0000-01-01"],
  ["date", "2024-01-05T00:00:00"],
  ["time", "24:01"],
  ["time", "10:60"],
  ["timestamp", "2024-01-05T10:00:00Z"],
  ["timestamp(0)", "2024-01-05T10:00:00.5"],
  ["timestamptz", "2024-01-05T10:00:00"],
  ["timestamptz", "2024-01-05T10:00:00.0000001Z"],
  ["json", "{'a':1}"],
  ["jsonb", "{}{}"],
  ["jsonb", '{"a":}'],
  ["jsonb", "[1,]"],
  ["jsonb", '"open'],
  ["jsonb", String.raw`"\u0000"`],
  ["jsonb", String.raw`"\ud83d"`],
  ["jsonb", "01"],
  ["bytea", "00ff"],
];

/** What a shadow may hold of an importer's own, and the server's text of it. */
export const SPELLINGS: readonly (readonly [type: string, value: DbValue, text: string])[] = [
  ["uuid", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
  ["numeric(12,4)", ".5", "0.5000"],
  ["numeric(12,4)", 7, "7.0000"],
  ["numeric(12,4)", "+0012.340000", "12.3400"],
  ["numeric(3,-2)", "12300", "12300"],
  ["numeric(2,4)", "0.0012", "0.0012"],
  ["numeric", 1e21, "1000000000000000000000"],
  ["numeric", "-12.5e-3", "-0.0125"],
  ["numeric", "-0", "0"],
  ["numeric", "10000.0001", "10000.0001"],
  ["numeric", "Infinity", "Infinity"],
  ["numeric", "-Infinity", "-Infinity"],
  ["bigint", 2n ** 62n, "4611686018427387904"],
  ["time", "10:05", "10:05:00"],
  ["timestamp", "2024-01-05 10:05", "2024-01-05 10:05:00"],
  ["timestamp(0)", "2024-01-05T10:00:00.000", "2024-01-05 10:00:00"],
  ["timestamptz", "2024-01-05T10:00:00.000000+05:45", "2024-01-05 04:15:00+00"],
  ["timestamptz", "2024-01-05T00:00:00-03", "2024-01-05 03:00:00+00"],
  ["jsonb", ' { "aa" : [ ] , "b" : { } , "" : "\\/" } ', '{"": "/", "b": {}, "aa": []}'],
  ["jsonb", '[1.50e1, 1E-3, 0e5, "\\"\\\\"]', '[15.0, 0.001, 0, "\\"\\\\"]'],
  ["jsonb", '{"é":1,"zz":2,"z":3,"é":4}', '{"z": 3, "zz": 2, "é": 4}'],
  ["char(3)", "a ", "a"],
];

const text = fc
  .string({ unit: "binary", maxLength: 60 })
  .map((one) => one.replaceAll("\0", "").replace(/\p{Surrogate}/gu, ""));
const digits = fc.stringMatching(/^-?(?:0|[1-9]\d{0,40})(?:\.\d{1,40})?$/);
const moment = fc
  .date({
    min: new Date("0001-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());
const floats = fc.double({ noNaN: true });

/** Values that a shadow may hold, by type. */
export const GENERATED: readonly (readonly [type: string, values: fc.Arbitrary<DbValue>])[] = [
  ["text", text],
  ["varchar(80)", text],
  ["char(70)", text.map((one) => one.replace(/ +$/, ""))],
  ["uuid", fc.uuid()],
  ["numeric", digits],
  ["numeric(90,45)", digits],
  ["bigint", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  ["integer", fc.integer()],
  ["boolean", fc.nat(1)],
  ["float8", floats],
  ["real", fc.float({ noNaN: true })],
  ["date", moment.map((one) => one.slice(0, 10))],
  ["time", moment.map((one) => one.slice(11, 23))],
  ["timestamp", moment.map((one) => one.slice(0, 23))],
  ["timestamptz", moment],
  ["json", fc.json()],
  ["jsonb", fc.json().map((one) => one.replaceAll("\\u0000", ""))],
  ["bytea", fc.uint8Array().map((bytes) => Buffer.from(bytes))],
];
