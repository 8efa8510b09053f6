import { expect, test } from "vitest";
import type { Smell } from "../../src/assess/assessment.ts";
import type { AssessmentDocument } from "../../src/assess/show/document.ts";
import { assessPage } from "../../src/report/assess-page.ts";
import { assessText } from "../../src/report/assess-text.ts";
import { escapeMarkdown } from "../../src/report/mapping-markdown.ts";
import { documentOf, shownColumn, shownFile } from "../support/document.ts";
import { linesWith } from "../support/summary.ts";

const plain = (text: string): string => text;
const PAINT = { bad: (text: string) => `!${text}`, warn: plain, strong: plain, faint: plain };
const text = (document: AssessmentDocument) => assessText(document, PAINT, "HMSync");

function smell(code: string, given: Partial<Smell> = {}): Smell {
  const place = { file: "a.csv", column: "x", count: 1, of: 10, lines: [] };
  return { code, severity: "note", says: code, ...place, ...given };
}

test.each<[Partial<Smell>, string]>([
  [{ count: 1, lines: [4] }, "a.csv x, line 4"],
  [{ count: 3, lines: [4, 5, 6] }, "a.csv x, lines 4, 5, 6"],
  [{ count: 4, lines: [4, 5, 6, 7] }, "a.csv x, lines 4, 5, 6, ..."],
  [{ count: 3, lines: [4, 5] }, "a.csv x, lines 4, 5, ..."],
  [{ count: 1_200, lines: [], column: null }, "a.csv"],
])("where it smells: %o", (given, place) => {
  const [line = ""] = linesWith(text(documentOf([], { smells: [smell("odd", given)] })), "odd");
  expect(line.split(" | ").at(-1)).toBe(place);
});

test("errors come first, and no more than a screenful is shown: how many are left is said", () => {
  const smells = [...new Array(30).fill(smell("note")), smell("worst", { severity: "error" })];
  const persons = new Array(7).fill({ file: "a.csv", lines: [2, 3], score: 0.9, reasons: [] });
  const open = new Array(17).fill({ key: "k", says: "s" });
  const shown = text(documentOf([shownFile("a.csv", { open })], { smells, persons }));
  expect(linesWith(shown, "of 10")[0]).toMatch(/^! *worst/);
  expect(linesWith(shown, "of 10")).toHaveLength(25);
  expect(linesWith(shown, "more in the report")).toEqual([
    ...["and 6 more in the report", "and 2 more in the report", "and 2 more in the report"],
  ]);
});

test("a file has its records, its key with its flaws, and what is not plain of how it is written", () => {
  const note = { confidence: 1, evidence: "", plain: false };
  const dialect = [
    { what: "delimiter", value: ";", ...note },
    { what: "encoding", value: "utf-8", ...note, plain: true },
  ];
  const key = { columns: ["id", "day"], unique: false, duplicates: 1_200, empty: 3 };
  const files = [
    shownFile("a.csv", { dialect, key, records: 2_000 }),
    shownFile("b.csv", { records: null }),
  ];
  const [a, b] = linesWith(text(documentOf(files)), ".csv");
  expect(a).toBe("a.csv | - | 2,000 | 0 | id + day (1,200 repeat, 3 empty) | delimiter ;");
  expect(b).toBe("b.csv | - | ? | 0 | none found");
});

test("a mapping shows what feeds a field, why where it is not sure, what is looked up and what is left", () => {
  const column = (header: string, field: string | null, score: number) =>
    shownColumn(header, { field, score, reason: "because" });
  const columns = [
    column("dob", "birth", 0.99),
    column("tel", "phone", 0.89),
    column("x", null, 0),
  ];
  const both = shownColumn("at", { field: "visitDate", fields: ["visitDate", "visitTime"] });
  const lookups = [
    { field: "name", file: "u.csv", columns: ["f", "l"], by: { no: "u" }, reason: "" },
  ];
  const second = { entity: "doctors", score: 0.5 };
  const file = shownFile("p.csv", {
    entity: "patients",
    score: 0.9,
    columns: [...columns, both],
    lookups,
    second,
  });
  const shown = text(documentOf([file]));
  expect(linesWith(shown, "->")).toEqual([
    ...["dob | -> birth | 99 %", "tel | -> phone | 89 % | because"],
    ...["at | -> visitDate + visitTime | 100 %", "u in u.csv | -> name | its f + l there"],
  ]);
  expect(shown).toContain("p.csv is patients (90 %; doctors with 50 %)");
  expect(linesWith(shown, "unmapped")).toEqual(["unmapped: x"]);
});

test("names show what cannot be seen as dots, keep what joins letters, and are cut between signs", () => {
  const names = [
    "na\u202eme\u0007",
    "نام‌خانوادگی",
    "é".repeat(70),
    "漢".repeat(40),
    "😀".repeat(40),
  ];
  const shown = text(documentOf(names.map((name) => shownFile(name))));
  for (const name of [
    "na·me·",
    "نام‌خانوادگی",
    `${"é".repeat(57)}...`,
    `${"漢".repeat(28)}...`,
    `${"😀".repeat(28)}...`,
  ])
    expect(shown).toContain(`  ${name}  `);
  expect(shown).not.toMatch(/\p{Cs}/u);
});

test.each([
  ["نام‌خانوادگی", "نام‌خانوادگی"],
  ["a\u061cb", "a·b"],
  ["\ud83d", "·"],
])("%j is %j on a page and in Markdown", (name, shown) => {
  const page = assessPage(documentOf([shownFile("a.csv", { columns: [shownColumn(name)] })]));
  expect(page).toContain(`<td class="name">${shown}</td>`);
  expect(escapeMarkdown(name)).toBe(shown);
});

test("what is all but whole is not said to be whole, and small counts are not said at all", () => {
  const filled = shownColumn("x", { cells: 1_000, empty: 4, hidden: true, kinds: { text: 996 } });
  const page = assessPage(documentOf([shownFile("a.csv", { columns: [filled] })]));
  expect(page).toContain("99.6 % filled");
  expect(page).toContain("values hidden");
});

test("files that point to each other in a circle are drawn, those that nothing points to are not", () => {
  const names = ["a.csv", "b.csv", "alone.csv"];
  const reference = { column: "x", toColumn: "id", values: 9, dangling: 0, danglingRecords: 0 };
  const references = [
    { ...reference, file: "a.csv", toFile: "b.csv" },
    { ...reference, file: "b.csv", toFile: "a.csv" },
  ];
  const page = assessPage(
    documentOf(
      names.map((name) => shownFile(name)),
      { references },
    ),
  );
  const graph = /aria-label="which file points to which">(.*?)<\/svg>/s.exec(page)?.[1] ?? "";
  expect(graph.match(/class="box"/g)).toHaveLength(2);
  expect(graph.match(/class="edge"/g)).toHaveLength(2);
  expect(graph).not.toContain("alone.csv");
});

test("files of one kind stand together where they are many, with all their records, and so does what is wrong in them", () => {
  const columns = [shownColumn("PID", { field: "legacyId", score: 1 })];
  const files = ["a", "b", "c", "d"].map((name) =>
    shownFile(`${name}.csv`, { entity: "patients", score: 1, columns, records: 20 }),
  );
  const smells = files.map(({ file }) => smell("odd", { file, count: 2, lines: [3, 5] }));
  const other = shownFile("e.csv", { records: 7 });
  const lines = linesWith(text(documentOf([...files, other], { smells })), ".csv");
  expect(lines.slice(0, 2)).toEqual([
    "a.csv and 3 files like it | patients | 80 | 1 | none found",
    "e.csv | - | 7 | 0 | none found",
  ]);
  expect(lines.slice(2)).toEqual([
    "odd | 8 | of 40 | a.csv x, lines 3, 5, and in 3 other files",
    "a.csv and 3 files like it are patients (100 %)",
  ]);
});

test("of many files those of an entity come first, those with the most records at the top; then what is left, what is open", () => {
  const columns = [
    shownColumn("PID", { field: "legacyId" }),
    shownColumn("DOB", { field: "dateOfBirth", score: 0.6, reason: "because" }),
    shownColumn("X"),
  ];
  const files = [
    ...["m", "n", "o", "p", "q", "r", "s", "t", "u", "v"].map((name) => shownFile(`${name}.csv`)),
    shownFile("a.csv", { entity: "patients", score: 1, columns, records: 5 }),
    shownFile("b.csv", { entity: "visits", score: 1, records: 9, open: [{ key: "k", says: "s" }] }),
  ];
  const reference = { file: "b.csv", column: "p", toFile: "a.csv", toColumn: "PID" };
  const references = [
    { ...reference, danglingRecords: 0 },
    { ...reference, column: "q", danglingRecords: 1 },
  ] as unknown as AssessmentDocument["references"];
  const shown = text(documentOf(files, { references }));
  const lines = linesWith(shown, ".csv").filter((line) => !/^[m-v]\.csv/.test(line));
  expect(lines).toEqual([
    "b.csv | visits | 9 | 0 | none found",
    "a.csv | patients | 5 | 3 | none found",
    "b.csv | k | s",
    "b.csv q | -> a.csv PID | 1 record dangles",
    "b.csv -> visits (100 %): 0 of 0 columns are sure",
    "a.csv -> patients (100 %): 1 of 3 columns are sure",
  ]);
  expect(linesWith(shown, "DOB")).toEqual(["DOB | -> dateOfBirth | 60 % | because"]);
  expect(linesWith(shown, "PID")).toHaveLength(1);
  expect(linesWith(shown, "unmapped")).toEqual(["unmapped: X"]);
});
