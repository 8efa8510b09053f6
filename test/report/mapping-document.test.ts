import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type JudgedLine, judgedLines } from "../../src/chain/approvals.ts";
import type { MappingSheet, SheetRow } from "../../src/mapping/sheet/mapping-sheet.ts";
import { sheetLines } from "../../src/mapping/sheet/sheet-lines.ts";
import { mappingCsv } from "../../src/report/mapping-csv.ts";
import { mappingHtml } from "../../src/report/mapping-html.ts";
import { escapeMarkdown, mappingMarkdown } from "../../src/report/mapping-markdown.ts";

const NASTY = "<script>alert(1)</script> | `x` \"a\" 'b' & [l](http://e.vil) \n# no\u0000www.e.vil";

const ROW: SheetRow = {
  columns: [NASTY],
  example: NASTY,
  field: null,
  targets: [],
  conversion: NASTY,
  rules: [{ code: NASTY, severity: "warning", isSet: true }],
  decision: NASTY,
  said: NASTY,
  decider: "the hospital",
};

const SHEET: MappingSheet = {
  schemaVersion: 1,
  mapping: NASTY,
  sha256: "0",
  legacySystem: "ward",
  currency: "INR",
  timeZone: "UTC",
  country: "IN",
  day: "2026-01-14",
  source: NASTY,
  revealed: true,
  entities: [
    {
      entity: "patients",
      table: "patients",
      files: [NASTY],
      named: [NASTY],
      rows: [ROW],
      recordRules: [],
      nullTokens: [NASTY],
      only: NASTY,
    },
  ],
  ignored: [{ name: NASTY, reason: NASTY }],
};

test("the page shows what an export put into it, and runs none of it", () => {
  const page = mappingHtml(SHEET);
  expect(page).not.toMatch(/<script|<[^>]* on\w+=|javascript:|src=|href=/i);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).not.toContain("\u0000");
  expect(page).toContain("default-src 'none'");
  const tags = page.match(/<td[ >]/g)?.length ?? 0;
  expect(page.match(/<\/td>/g)?.length).toBe(tags);
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
  expect(page).toContain(`'sha256-${createHash("sha256").update(style).digest("base64")}'`);
});

const LINES = sheetLines(SHEET);

test("each line has its number and a box, until somebody has said something to it", () => {
  const boxes = (lines: readonly JudgedLine[]) =>
    mappingHtml(SHEET, "HMSync", lines).match(/class="box"/g)?.length ?? 0;
  expect(LINES.map(({ key }) => key)).toEqual(["mapping", "patients", `patients/${NASTY}`]);
  expect(boxes(judgedLines(LINES, []))).toBe(3);
  const [said] = LINES.slice(2).map(({ key, sha256 }) => {
    return { line: key, sha256, at: "2026-01-14T08:00:00Z", who: NASTY, remark: NASTY };
  });
  if (said === undefined) throw new Error("no line");
  const approved = judgedLines(LINES, [{ ...said, verdict: "approved" }]);
  expect(boxes(approved)).toBe(2);
  const page = mappingHtml(SHEET, "HMSync", approved);
  expect(page).not.toMatch(/<script|<[^>]* on\w+=/i);
  expect(page).toContain("2026-01-14");
  // What was said of another text is not said of this one.
  expect(boxes(judgedLines(LINES, [{ ...said, sha256: "0", verdict: "approved" }]))).toBe(3);
});

test("the sheet as CSV has a line for each line, and no cell that a spreadsheet runs", () => {
  const formula = { ...SHEET, legacySystem: "=cmd|' /C calc'!A0" };
  const csv = mappingCsv(judgedLines(sheetLines({ ...formula, entities: [] }), []));
  expect(csv.split("\r\n")).toHaveLength(3);
  expect(mappingCsv(judgedLines(LINES, []))).not.toMatch(/(?:^|,)"?[=@]/m);
});

test("Markdown cells stay cells: nothing opens a column, a line, a link, code or HTML", () => {
  const document = mappingMarkdown(SHEET);
  const lines = document.split("\n").filter((line) => line.startsWith("|"));
  const unescaped = /(?<!\\)(?:\\\\)*\|/g;
  const widths = new Set(lines.map((line) => line.match(unescaped)?.length));
  expect([...widths].sort()).toEqual([3, 5, 9]);
  expect(document).not.toMatch(/(?<!\\)[`<[\]]/);
  expect(document).not.toContain("http://");
  expect(document).not.toContain("www.e");
});

test.each([
  ["a|b", "a\\|b"],
  ["a\\|b", "a\\\\\\|b"],
  ["`x`", "\\`x\\`"],
  ["one\r\n  two", "one two"],
  ["*_~#!", "\\*\\_\\~\\#\\!"],
  ["a@b.c", "a\\@b.c"],
])("%j is %j in Markdown", (text, written) => {
  expect(escapeMarkdown(text)).toBe(written);
});
