import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRecords } from "../../src/source/parse-records.ts";
import { RFC_4180, type SourceRecord } from "../../src/source/record.ts";
import type { NumberedSpan } from "../../src/source/span.ts";
import { scanFile } from "../support/scan.ts";

const spansOf = (file: Buffer): NumberedSpan[] =>
  scanFile(file).map((span, at) => ({ ...span, record: at + 1, offset: span.start }));

function parse(file: string | Buffer): SourceRecord[] {
  const bytes = Buffer.from(file);
  return parseRecords(bytes, spansOf(bytes), RFC_4180);
}

const cells = (file: string | Buffer) => parse(file).map((record) => record.cells);
const flaws = (file: string | Buffer) => parse(file).map((record) => record.flaws);

describe("the cells of a sound record", () => {
  test.each([
    ["are cut at the delimiter", "a,b,,c", ["a", "b", "", "c"]],
    ["are trimmed where they are not quoted", " a ,\tb\t, c", ["a", "b", "c"]],
    ["stay as they are where they are quoted", '" a ","b\t"', [" a ", "b\t"]],
    ["may stand in quotes between blanks", 'a, "b, c" ,d', ["a", "b, c", "d"]],
    ["have doubled quotes undone", '"say ""a""",""""', ['say "a"', '"']],
    ["hold line ends", '"a\r\nb\nc",d', ["a\r\nb\nc", "d"]],
    ["may all be empty", ',,""', ["", "", ""]],
    ["may be one", "a", ["a"]],
  ])("%s", (_, line, expected) => {
    expect(cells(`${line}\nnext\n`)).toEqual([expected, ["next"]]);
    expect(flaws(`${line}\nnext\n`)).toEqual([[], []]);
  });

  test("may be more or fewer than in the record before", () => {
    expect(cells("a,b\nc\nd,e,f\n")).toEqual([["a", "b"], ["c"], ["d", "e", "f"]]);
  });

  test("are no less for bytes that look like nothing", () => {
    expect(cells('a,\0b\n"c",\u001A\n')).toEqual([
      ["a", "\0b"],
      ["c", "\u001A"],
    ]);
  });
});

describe("a record with a flaw", () => {
  test("of its quotes has no cells, but its bytes; the records around it are read", () => {
    const records = parse('a,b\n1,"c\nd,e\n"f"g,h\ni,j\n');
    expect(records.map((record) => record.flaws)).toEqual([
      ...[[], ["quote-unclosed"], [], ["quote-garbage"], []],
    ]);
    expect(records.map((record) => record.cells.length)).toEqual([2, 0, 2, 0, 2]);
    expect(records.map((record) => record.raw?.toString())).toEqual([
      ...[undefined, '1,"c\n', undefined, '"f"g,h\n', undefined],
    ]);
  });

  test("of a stray quote has its cells as they stand", () => {
    const [, record] = parse('x,y,z\n5\' 11",a "b" c,"d"\n');
    expect(record?.flaws).toEqual(["quote-stray"]);
    expect(record?.cells).toEqual(["5' 11\"", 'a "b" c', "d"]);
  });

  test("whose stray quote stands behind an odd blank is unreadable rather than cut elsewhere", () => {
    const [record, next] = parse('a,\u00A0"b,c\nd,e,f\n');
    expect(record?.flaws).toEqual(["quote-stray", "unreadable"]);
    expect(record?.cells).toEqual([]);
    expect(next?.cells).toEqual(["d", "e", "f"]);
  });
});

describe("bytes that are not UTF-8", () => {
  const latin1 = (text: string) => Buffer.from(text, "latin1");
  const bad = [
    ["Latin-1", latin1("é")],
    ["a sequence that is cut", Buffer.from([0xe0, 0xa4])],
    ["a byte that goes on from nothing", Buffer.from([0x80])],
    ["a surrogate", Buffer.from([0xed, 0xa0, 0x80])],
    ["an overlong form", Buffer.from([0xc0, 0xaf])],
  ] as const;

  test.each(bad)("%s: that record is told, no other", (_, bytes) => {
    const file = Buffer.concat([Buffer.from("a,é\nb,"), bytes, Buffer.from("\nc,ക\n")]);
    expect(flaws(file)).toEqual([[], ["encoding"], []]);
    expect(parse(file)[1]?.raw).toEqual(
      Buffer.concat([Buffer.from("b,"), bytes, Buffer.from("\n")]),
    );
    expect([cells(file)[0], cells(file)[2]]).toEqual([
      ["a", "é"],
      ["c", "ക"],
    ]);
  });

  test("in a record with a stray quote are told beside it", () => {
    expect(flaws(latin1('a"é\nb\n'))).toEqual([["quote-stray", "encoding"], []]);
  });
});

test("every record is what it is alone, whatever its neighbours are", () => {
  const unit = fc.constantFrom(
    "a",
    ",",
    ",",
    '"',
    '"',
    '""',
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "é",
    "\u00A0",
    "\uFEFF",
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60, size: "max" }), (text) => {
      const file = Buffer.from(text);
      const spans = spansOf(file);
      const alone = spans.flatMap((span) => parseRecords(file, [span], RFC_4180));
      const together = parseRecords(file, spans, RFC_4180);
      expect(together).toEqual(alone);
      expect(together.length).toBe(spans.length);
      expect(together.filter((record) => record.flaws[0] === "unreadable")).toEqual([]);
    }),
    { seed: 1, numRuns: 3_000 },
  );
});
