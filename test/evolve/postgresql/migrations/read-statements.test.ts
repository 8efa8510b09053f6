import { describe, expect, it } from "vitest";
import { readStatements } from "../../../../src/evolve/postgresql/migrations/read-statements.ts";
import { UsageError } from "../../../../src/plain/errors.ts";

const parts = (text: string) =>
  readStatements("001.sql", text).map(({ sql, line, rows }) => [line, sql, rows]);

const FUNCTION = "create function f() returns int language plpgsql as $f$ begin return 1; end; $f$";
const ATOMIC =
  "create or replace function g(a int) returns int begin atomic select case when a > 1 then 1 else 2 end; select 3; end";
const RULE = "create rule r as on insert to t do also (insert into u values (1); delete from v)";

describe("the statements of a file", () => {
  it.each([
    ["a string with a semicolon", "select 'a;''b;'"],
    ["an escaped quote", "select E'a\\';b'"],
    ["a quoted name", 'select 1 as "a;""b"'],
    ["a dollar quote", "select $$a;'b$$"],
    ["a dollar quote within another", "do $x$ begin execute $y$ select 1; $y$; end $x$"],
    ["a body of PL/pgSQL", FUNCTION],
    ["a body of SQL", ATOMIC],
    ["a rule of two commands", RULE],
    ["a comment within", "select 1 -- one; two\n + /* a; /* b; */ c; */ 2"],
    ["a dollar within a name", "select a$b$ from t"],
    ["bounds of an array", "select a[1:n], b::text from t"],
  ])("%s does not end one", (_, sql) => {
    expect(parts(`${sql};\nselect 2;`)).toEqual([
      [1, sql, undefined],
      [sql.split("\n").length + 1, "select 2", undefined],
    ]);
  });

  it("begin with their own line, need no last semicolon, and are none where nothing stands", () => {
    expect(parts("-- a\n\n/* b\n */ ;;\n select 1 ; \n\nselect\n2\n-- end")).toEqual([
      [5, "select 1", undefined],
      [7, "select\n2", undefined],
    ]);
    expect(parts("-- nothing\n;\n")).toEqual([]);
  });

  it("COPY takes its rows from the file, whatever stands in them", () => {
    const text =
      "copy t (a, b) from stdin;\n1\tx;'y\n2\t\\N\n\\.\nselect 1;\ncopy u from stdin with csv;\n\\.\n";
    expect(parts(text)).toEqual([
      [1, "copy t (a, b) from stdin", "1\tx;'y\n2\t\\N\n"],
      [5, "select 1", undefined],
      [6, "copy u from stdin with csv", ""],
    ]);
  });

  it("psql's commands that change nothing are passed over", () => {
    expect(parts("\\set ON_ERROR_STOP on\n\\echo hello; there\nselect 1;")).toHaveLength(1);
  });

  it.each([
    ["\\i other.sql", 3, /\\i /],
    ["\\copy t from 'x.csv'", 3, /\\copy /],
    ["\\connect other", 3, /\\connect /],
    ["select 1 \\gexec", 3, /\\gexec /],
    ["select :'name'", 3, /:'name'/],
    ["select * from :table", 3, /:table/],
    ["select 'open", 3, /a string/],
    ['select "open', 3, /a quoted name/],
    ["select $a$ open $b$", 3, /\$a\$/],
    ["select 1 /* open /* */", 3, /a comment/],
    ["copy t from stdin;\n1\n", 3, /COPY/],
    ["copy t from stdin", 3, /COPY/],
  ])("%s is refused with its line", (text, line, what) => {
    const read = () => readStatements("001.sql", `select 0;\n\n${text}`);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(`001.sql line ${line}: `);
    expect(read).toThrow(what);
  });
});
