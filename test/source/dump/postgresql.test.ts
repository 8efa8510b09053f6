import { describe, expect, test } from "vitest";
import { dumpFile, rowsIn, tableOf } from "../../support/dumps.ts";

const whole = (body: string) =>
  `--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 16.8\n\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n\n${body}\n--\n-- PostgreSQL database dump complete\n--\n\n`;

const CREATE = `CREATE TABLE public.t (
    id integer NOT NULL,
    "we""ird, (name" character varying(20) DEFAULT 'a,b)'::character varying,
    raw bytea,
    flag boolean DEFAULT true NOT NULL,
    list text[],
    CONSTRAINT t_check CHECK (((id > 0) AND ("we""ird, (name" <> 'x,y'::text))),
    PRIMARY KEY (id)
);
ALTER TABLE public.t OWNER TO "some;one";
COMMENT ON TABLE public.t IS 'semi;colon, and a ''quote''';
`;
const COLUMNS = ["id", 'we"ird, (name', "raw", "flag", "list"];

describe("COPY", () => {
  test("NULL and empty text are two things; escapes, bytes, booleans and arrays come back", async () => {
    const copied = [
      String.raw`1	\N	\\x00ff27	t	{a,"b c",NULL}`,
      String.raw`2		\N	f	\N`,
      String.raw`3	tab\there\nline\\N	\\x	t	{"say \\"hi\\""}`,
      String.raw`4	\.x\101\x42\q	\\x5c2e	f	{}`,
    ];
    const dump = whole(
      `${CREATE}COPY public.t (id, "we""ird, (name", raw, flag, list) FROM stdin;\n${copied.join("\n")}\n\\.\n`,
    );
    const { columns, rows, counted } = await tableOf(dumpFile(dump), "public.t");
    expect(columns).toEqual(COLUMNS);
    expect(counted).toBe(4);
    expect(rows).toEqual([
      ["1", null, "bytes 00ff27", "true", '{a,"b c",NULL}'],
      ["2", "", null, "false", null],
      ["3", "tab\there\nline\\N", "bytes ", "true", '{"say \\"hi\\""}'],
      ["4", ".xABq", "bytes 5c2e", "false", "{}"],
    ]);
  });

  test("a list in another order is put into the table's; a column that it leaves out is empty", async () => {
    const dump = whole(`${CREATE}COPY public.t (flag, id) FROM stdin;\nt\t7\n\\.\n`);
    expect(await rowsIn(dump)).toEqual([["7", null, null, "true", null]]);
  });

  test("line ends of Windows are no part of the last column", async () => {
    const dump = whole("COPY public.t (a, b) FROM stdin;\n1\tx\n\\.\n").replaceAll("\n", "\r\n");
    expect(await rowsIn(dump)).toEqual([["1", "x"]]);
  });

  test("older bytes, written with backslashes, are the same bytes", async () => {
    const copied = String.raw`1	x	\\000\\377a\\\\b	t	\N`;
    const dump = whole(
      `${CREATE}COPY public.t (id, "we""ird, (name", raw, flag, list) FROM stdin;\n${copied}\n\\.\n`,
    );
    expect(await rowsIn(dump)).toEqual([["1", "x", "bytes 00ff615c62", "true", null]]);
  });

  test.each(["FROM '/tmp/x'", "FROM PROGRAM 'cat x'", "FROM stdin WITH (FORMAT csv)"])(
    "COPY %s is refused with its line",
    async (from) => {
      const failure = rowsIn(whole(`COPY public.t (a) ${from};\n1\n\\.\n`));
      await expect(failure).rejects.toThrow(/backup\.sql line \d+/);
    },
  );
});

describe("INSERT", () => {
  test("all kinds of values come back, with columns or without", async () => {
    const values = String.raw`1, 'it''s; -- a\b', '\x0102', true, '{a,b}'`;
    for (const list of ["", ` (id, "we""ird, (name", raw, flag, list)`]) {
      const dump = whole(`${CREATE}INSERT INTO public.t${list} VALUES (${values});\n`);
      expect(await rowsIn(dump)).toEqual([["1", "it's; -- a\\b", "bytes 0102", "true", "{a,b}"]]);
    }
  });

  test("many rows in one statement, comments between, ON CONFLICT behind", async () => {
    const dump = whole(
      `INSERT INTO public.t (a, b) OVERRIDING SYSTEM VALUE VALUES\n\t(1, NULL), -- one\n\t(-2.50e3, 'x')\n\t/* two /* nested */ ; */ ON CONFLICT DO NOTHING;\nINSERT INTO public.t (b, a) VALUES ('y'::character varying(5), 3);`,
    );
    expect(await rowsIn(dump)).toEqual([
      ["1", null],
      ["-2.50e3", "x"],
      ["3", "y"],
    ]);
  });

  test("with standard_conforming_strings off, and in strings with an E, backslashes escape", async () => {
    const off = String.raw`SET standard_conforming_strings = off;
      INSERT INTO public.t VALUES ('a\\b\'c', E'\x41\102\u00e9\n''');`;
    expect(await rowsIn(whole(off))).toEqual([["a\\b'c", "ABé\n'"]]);
    const on = String.raw`INSERT INTO public.t VALUES ('a\', E'b\\');`;
    expect(await rowsIn(whole(on))).toEqual([["a\\", "b\\"]]);
  });

  test("numbers keep their digits", async () => {
    const dump = whole("INSERT INTO t VALUES (12345678901234567890.10, 007, 1e-400);");
    expect(await rowsIn(dump)).toEqual([["12345678901234567890.10", "007", "1e-400"]]);
  });

  test.each([
    "now()",
    "nextval('s'::regclass)",
    "1 + 1",
    "'a' || now()",
    "ARRAY[1,2]",
    "(select 1)",
  ])("a value that is the expression %s is refused, nothing is computed", async (value) => {
    const failure = rowsIn(whole(`INSERT INTO public.t VALUES (1, ${value});\n`));
    await expect(failure).rejects.toThrow(/line \d+: a value is/);
  });
});

test("rows in the bodies of functions are no rows, whatever they are quoted with", async () => {
  const dump = whole(`
CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $_$
BEGIN INSERT INTO public.t VALUES (1, ';'); RETURN NEW; END; $_$;
CREATE FUNCTION public.g() RETURNS void LANGUAGE sql BEGIN ATOMIC
 INSERT INTO public.t VALUES (2, CASE WHEN true THEN 'a;' ELSE 'b' END);
END;
CREATE VIEW public.v AS SELECT 'INSERT INTO public.t VALUES (3);' AS "a;b";
\\connect "other"
\\restrict abc
INSERT INTO public.t VALUES (4, 'real');
`);
  expect(await rowsIn(dump)).toEqual([["4", "real"]]);
});

test("a dump made of several is whole where each of them is", async () => {
  const one = whole("INSERT INTO public.t VALUES (1, 'x');");
  expect(await rowsIn(one + one)).toHaveLength(2);
  const cut = one.slice(0, one.indexOf("\n--\n-- PostgreSQL database dump complete"));
  await expect(rowsIn(one + cut)).rejects.toThrow(/cut short/);
});
