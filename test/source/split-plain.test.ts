import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBytes, parseRecords } from "../../src/source/parse-records.ts";
import { type Dialect, RFC_4180 } from "../../src/source/record.ts";
import { scanRecords } from "../../src/source/scan-records.ts";
import { startOfFile } from "../../src/source/span.ts";
import { PlainSplitter } from "../../src/source/split-plain.ts";

const DELIMITERS = [",", ";", "\t", "|", " ", "||", ", ", " |", "§", "~|~", "aa"];

const dialects: fc.Arbitrary<Dialect> = fc
  .record({
    delimiter: fc.constantFrom(...DELIMITERS),
    quote: fc.constantFrom('"', '"', "'", ""),
    escaped: fc.constantFrom("quote", "quote", "\\", ""),
    blanks: fc.constantFrom("trim", "keep"),
    blankLines: fc.constantFrom("skip", "records"),
  })
  .map(({ escaped, ...rest }) => {
    const quoteEscape = escaped === "quote" ? rest.quote : escaped;
    return { ...RFC_4180, ...rest, quoteEscape };
  });

const SIGNS = ["a", "b", "é", "ക", "😀", "\u00A0", "\uFEFF", "\u2028", "\v", "\0", " ", "\t", "\\"];

/** Text that is made of a dialect's own marks, blanks of all kinds and some letters. */
const textIn = ({ delimiter, quote }: Dialect, more: readonly string[]): fc.Arbitrary<string> => {
  const marks = [delimiter, delimiter, delimiter, quote, quote, `${quote}${quote}`];
  const quoted = [`${delimiter}${quote}`, `${quote}${delimiter}`];
  const unit = fc.constantFrom(...SIGNS, ...marks, ...quoted, ...more);
  return fc.array(unit, { maxLength: 14 }).map((signs) => signs.join(""));
};

const lineEnd = fc.constantFrom("\n", "\r\n", "\r", "");

/** What csv-parse makes of a text; nothing where it gives up. */
const rowsOf = (text: string, dialect: Dialect) => parseBytes(Buffer.from(text), dialect);

describe("what is cut without csv-parse", () => {
  const one = (text: string, marks: Partial<Dialect> = {}) =>
    new PlainSplitter({ ...RFC_4180, ...marks }).cells(text);

  test.each([
    ["plain cells", "a, b ,,c\r\n", ["a", "b", "", "c"]],
    ["cells in quotes", '"a, b",c,"",""\n', ["a, b", "c", "", ""]],
    ["blanks around quotes", 'a, " b"\t,c \n', ["a", " b", "c"]],
    ["line ends in quotes", '1,"a\r\nb"\n', ["1", "a\r\nb"]],
    ["doubled quotes", '"say ""a""",""""\n', ['say "a"', '"']],
    ["the last record without a line end", "a,b", ["a", "b"]],
  ])("%s", (_, text, cells) => expect(one(text)).toEqual(cells));

  test.each([
    ["a quote within a cell", 'a"b,c\n'],
    ["text behind a quote", '"a"b,c\n'],
    ["odd blanks before a quote", 'a,\u00A0"b"\n'],
    ["a quote that stands behind a blank in a file that keeps blanks", 'a, "b"\n', "keep"],
    ["a quote that is not closed", 'a,"b\n'],
    ["two records", "a,b\nc,d\n"],
    ["a line of blanks", "  \n"],
  ])("but not %s", (_, text, blanks: string = "trim") => {
    expect(one(text, { blanks: blanks as Dialect["blanks"] })).toBeUndefined();
  });

  test("nor what an escape stands in, or where marks overlap", () => {
    expect(one('"a\\"b",c\n', { quoteEscape: "\\" })).toBeUndefined();
    expect(one('a",b\n', { delimiter: '",' })).toBeUndefined();
  });
});

test("one record has the cells that csv-parse gives it, or is left to csv-parse", () => {
  const cases = dialects.chain((dialect) =>
    fc.tuple(fc.constant(dialect), textIn(dialect, ["\n", "\r"]), lineEnd),
  );
  let cut = 0;
  fc.assert(
    fc.property(cases, ([dialect, text, end]) => {
      const cells = new PlainSplitter(dialect).cells(text + end);
      if (cells === undefined) return;
      cut++;
      expect([cells]).toEqual(rowsOf(text + end, dialect));
    }),
    { seed: 1, numRuns: 6_000 },
  );
  expect(cut).toBeGreaterThan(1_500);
});

test("sound records have csv-parse's cells, wherever they stand and whatever their neighbours are", () => {
  const files = dialects.chain((dialect) => {
    const line = fc.tuple(textIn(dialect, []), fc.constantFrom("\n", "\r\n", "\r"));
    return fc.tuple(fc.constant(dialect), fc.array(line, { maxLength: 8 }));
  });
  let compared = 0;
  fc.assert(
    fc.property(files, ([dialect, lines]) => {
      const file = Buffer.from(lines.flat().join(""));
      const { spans } = scanRecords(file, startOfFile(), { dialect, atEnd: true });
      const numbered = spans.map((span, at) => ({ ...span, record: at, offset: span.start }));
      const records = parseRecords(file, numbered, dialect);
      expect(records.length).toBe(spans.length);
      for (const [at, { start, end, line, flaw, padded }] of spans.entries()) {
        const record = records[at];
        expect([record?.record, record?.offset, record?.line]).toEqual([at, start, line]);
        if (flaw !== undefined || (padded && dialect.blanks === "keep")) continue;
        const rows = rowsOf(file.toString("utf8", start, end), dialect);
        const cells = rows?.length === 1 ? rows[0] : [];
        expect(record?.cells).toEqual(cells);
        expect(record?.flaws).toEqual(rows?.length === 1 ? [] : ["unreadable"]);
        compared++;
      }
    }),
    { seed: 2, numRuns: 2_000 },
  );
  expect(compared).toBeGreaterThan(4_000);
});
