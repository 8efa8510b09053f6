import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectMarks } from "../../../src/source/detect/detect-dialect.ts";

const detect = (text: string) => detectMarks(text, {}, { whole: true });

const ROWS = [
  ["id", "name", "seen", "fee"],
  ["1", "Asha Rao", "2024-01-02", "12.50"],
  ["2", "Tom, the elder", "2024-01-03", "7"],
  ["3", "Noor; Khan | sons", "2024-02-11", "0.00"],
  ["4", "Zoe", "2024-03-30", "1,100.00"],
];
const written = (delimiter: string) =>
  ROWS.map((row) => row.map((cell) => `"${cell}"`).join(delimiter)).join("\n");

describe("the delimiter", () => {
  test.each([",", ";", "\t", "|", "^", "~", "\u001F", "§", "#", "!"])(
    "%j is found between quoted cells that hold others",
    (delimiter) => expect(detect(written(delimiter)).delimiter.value).toBe(delimiter),
  );

  test("is the semicolon where amounts have a decimal comma", () => {
    const { delimiter } = detect("id;fee;tax\n1;12,50;1,00\n2;7,00;0,50\n3;8,10;0,60\n");
    expect(delimiter.value).toBe(";");
    expect(delimiter.confidence).toBeGreaterThan(0.7);
  });

  test("is no comma of prose", () => {
    const { delimiter } = detect("id\tnote\n1\tcame late, left early\n2\tcold, cough, fever\n");
    expect(delimiter.value).toBe("\t");
  });

  test("is doubtful in one line, certain in hundreds", () => {
    const one = detect("a,b").delimiter.confidence;
    const many = detect("a,b\n".repeat(300)).delimiter.confidence;
    expect(one).toBeLessThan(0.6);
    expect(many).toBeGreaterThan(0.95);
  });

  test("is not looked for where it is given", () => {
    const { delimiter } = detectMarks("a,b\n1,2\n", { delimiter: ";" }, { whole: true });
    expect(delimiter).toEqual({ value: ";", confidence: 1, evidence: "given" });
  });
});

test("an apostrophe inside words quotes nothing", () => {
  expect(detect("id,name\n1,O'Neil\n2,D'Souza\n3,Men's ward\n").quote.value).toBe('"');
});

test("apostrophes at the edges of two cells do not make one cell of the records between", () => {
  const rows = ["id,name,town", "1,'Asha,Ley", "2,Tom,Oslo", "3,Noor,Ley'", "4,'Zoe',Bonn"];
  expect(detect(`${rows.join("\n")}\n`).quote.value).toBe('"');
  expect(detect("id,name\n1,'Rao, Asha'\n2,'Wei\nTom'\n").quote.value).toBe("'");
});

test("a backslash is an escape only where it mends cells", () => {
  expect(detect('a,b\n"C:\\dir\\",x\n"D:\\",y\n').quoteEscape.value).toBe('"');
  expect(detect('a,b\n"say \\"yes\\", he",x\n1,y\n').quoteEscape.value).toBe("\\");
});

test("no evidence quotes a cell, and the same sample gives the same answer", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const found = detect(text);
      expect(detect(text)).toEqual(found);
      expect(found.delimiter.evidence).toMatch(/^(?:\d+ % of|no line|given)/);
    }),
    { numRuns: 300, seed: 20260114 },
  );
});
