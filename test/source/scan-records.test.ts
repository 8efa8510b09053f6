import { describe, expect, test } from "vitest";
import { recordsOf, scanFile } from "../support/scan.ts";

/** The records of a file that are not sound: line and flaw. */
const flawed = (file: string) =>
  scanFile(file).flatMap(({ line, flaw }) => (flaw === undefined ? [] : [[line, flaw]]));

describe("line ends", () => {
  test.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("%s ends a record", (_, end) => {
    expect(recordsOf(`a,b${end}c,d${end}`)).toEqual([
      [`a,b${end}`, 1, "sound"],
      [`c,d${end}`, 2, "sound"],
    ]);
  });

  test("may be mixed in one file", () => {
    expect(recordsOf("a\nb\r\nc\rd\n\re")).toEqual([
      ["a\n", 1, "sound"],
      ["b\r\n", 2, "sound"],
      ["c\r", 3, "sound"],
      ["d\n", 4, "sound"],
      ["e", 6, "sound"],
    ]);
  });

  test("the last may be missing, after a quoted cell too", () => {
    expect(recordsOf("a,b")).toEqual([["a,b", 1, "sound"]]);
    expect(recordsOf('a\n"b\nc"')).toEqual([
      ["a\n", 1, "sound"],
      ['"b\nc"', 2, "sound"],
    ]);
  });
});

describe("blank lines are lines, not records", () => {
  test.each(["", " ", "\t \t", "\u00A0", "\u3000 ", "\uFEFF", "\f", "\v"])("%j", (blank) => {
    expect(recordsOf(`a\n${blank}\r\n${blank}\nb\n${blank}`)).toEqual([
      ["a\n", 1, "sound"],
      ["b\n", 4, "sound"],
    ]);
  });

  test.each([",", '""', '" "', ".", "\u200B"])("%j is a record", (line) => {
    expect(recordsOf(`a\n${line}\n`)[1]).toEqual([`${line}\n`, 2, "sound"]);
  });

  test("a file of nothing else has no record", () => {
    for (const file of ["", "\n", "\r\n\r\n", " \n\t"]) expect(scanFile(file)).toEqual([]);
  });
});

describe("a quoted cell", () => {
  test.each([
    ["holds delimiters", '"a,b",c\n'],
    ["holds doubled quotes", '"say ""a""",c\n'],
    ["is empty", '"",""\n'],
    ["is a quote", '"""",c\n'],
    ["stands between blanks", 'a, "b,c" \t,d\n'],
    ["ends the record", 'a,"b"\r\n'],
    ["stands at the start", ' "a"\n'],
  ])("%s", (_, record) => {
    expect(recordsOf(`${record}x\n`)).toEqual([
      [record, 1, "sound"],
      ["x\n", 2, "sound"],
    ]);
  });

  test("holds line ends of every kind, which count as lines", () => {
    const record = '1,"a\nb\r\nc\rd\n\n",2\r\n';
    expect(recordsOf(`${record}x\n`)).toEqual([
      [record, 1, "sound"],
      ["x\n", 7, "sound"],
    ]);
  });
});

describe("a quote inside a cell that is not quoted", () => {
  test.each(["5' 11\",x", 'a"b",c', 'say "a",b', 'x""'])("%s: is a stray one", (line) => {
    expect(flawed(`${line}\nnext\n`)).toEqual([[1, "quote-stray"]]);
  });

  test("does not open a cell: the line ends where it ends", () => {
    expect(recordsOf('a"b\nc"d\n').map(([text]) => text)).toEqual(['a"b\n', 'c"d\n']);
  });
});

describe("text after a closing quote", () => {
  test.each(['"a"b,c', '"a" b,c', '"a""b"c,d', '"a" "b"', '""a""'])("%s: is garbage", (line) => {
    expect(flawed(`x\n${line}\nnext\n`)).toEqual([[2, "quote-garbage"]]);
  });

  test("costs its own record, and the next is read", () => {
    expect(recordsOf('"a"b,"c"\nd\n')).toEqual([
      ['"a"b,"c"\n', 1, "quote-garbage"],
      ["d\n", 2, "sound"],
    ]);
  });
});

describe("a quote that is never closed", () => {
  test("costs its own line, and no other", () => {
    const lines = ['1,"a,b', "2,c,d", "3,e,f"];
    expect(recordsOf(lines.join("\n"))).toEqual([
      ['1,"a,b\n', 1, "quote-unclosed"],
      ["2,c,d\n", 2, "sound"],
      ["3,e,f", 3, "sound"],
    ]);
  });

  test("is noticed where quoted cells follow on lines below", () => {
    expect(flawed('1,"a,b\n2,"c",d\n3,e,"f"\n')).toEqual([[1, "quote-unclosed"]]);
    expect(flawed('1,"a,b\n2,"",d\n3,e,"f"\n')).toEqual([[1, "quote-unclosed"]]);
  });

  test("may be the last thing in the file", () => {
    expect(recordsOf('a\n"')).toEqual([
      ["a\n", 1, "sound"],
      ['"', 2, "quote-unclosed"],
    ]);
  });

  test("each costs its own line", () => {
    expect(flawed('"a\nb\n1,"c\n2,d\n')).toEqual([
      [1, "quote-unclosed"],
      [3, "quote-unclosed"],
    ]);
  });
});

describe("a record that is too long", () => {
  const long = "x".repeat(30);
  const scan = (file: string) =>
    recordsOf(file, { longest: 20 }).map(([text, ...rest]) => [text.length, ...rest]);

  test("is cut, and costs the rest of its line", () => {
    expect(scan(`a\n${long}\nb\n`)).toEqual([
      [2, 1, "sound"],
      [20, 2, "too-long"],
      [2, 3, "sound"],
    ]);
  });

  test("may end the file", () => {
    expect(scan(`a\n${long}`)).toEqual([
      [2, 1, "sound"],
      [20, 2, "too-long"],
    ]);
  });

  test("may be as long as is allowed, its line end included", () => {
    for (const end of ["\n", "\r", ""]) {
      expect(scan(`${"x".repeat(20 - end.length)}${end}`)).toEqual([[20, 1, "sound"]]);
    }
    expect(scan(`${"x".repeat(19)}\r\n`)).toEqual([[21, 1, "too-long"]]);
  });

  test("in a quoted cell is one whose quote is not closed", () => {
    expect(scan(`"${long}\n${long}"\nb\n`)).toEqual([
      [20, 1, "quote-unclosed"],
      [20, 2, "too-long"],
      [2, 3, "sound"],
    ]);
  });

  test("of many lines is cut after the lines that its quoted cells hold", () => {
    expect(scan(`"a\nb\nc",${long}\nd\n`)).toEqual([
      [20, 1, "too-long"],
      [2, 4, "sound"],
    ]);
  });
});
