import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SourceError } from "../../../src/plain/errors.ts";
import { openExport } from "../../../src/source/open-export.ts";
import { unpackExport } from "../../../src/source/unpack-export.ts";
import { readingOf } from "../../support/reading.ts";
import { workspace } from "../../support/workspace.ts";
import { storedArchive } from "../../support/zip.ts";

const ROWS = [
  { id: "1", name: "Asha" },
  { id: "2", name: "Li" },
];
const LISTS = [
  ["1", "Asha"],
  ["2", "Li"],
];
const NAMES = ["id", "name"];
const PLAIN = { "a.json": { columns: NAMES, records: LISTS } };
const lines = (values: readonly unknown[], space = 0) =>
  values.map((value) => JSON.stringify(value, null, space)).join("\n");

/** The tables of a JSON file, by their names. */
async function tablesOf(content: unknown, name = "a.json") {
  const path = join(workspace(), name);
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(path, name.endsWith(".zip") ? storedArchive({ "a.json": text }) : text);
  const { files } = await unpackExport(openExport(path));
  const tables = [];
  for (const file of files) {
    const { columns, records } = await readingOf(file);
    tables.push([file.name, { columns, records }]);
  }
  return Object.fromEntries(tables) as unknown;
}

describe("the records of a JSON file are found", () => {
  test.each<[string, unknown]>([
    ["in a list", ROWS],
    ["in a list that lost some", [null, ...ROWS]],
    ["behind what wraps them", { data: { rows: ROWS }, meta: { total: 2, pages: [1] } }],
    ["in the results of a query", { results: [{ columns: [{ name: "ID" }], items: ROWS }] }],
    ["line by line", lines(ROWS)],
    ["one object after the other", lines(ROWS, 2)],
    ["as lists under a header", [NAMES, ...LISTS]],
    ["as lists beside the names of their columns", { columns: NAMES, index: [0, 1], data: LISTS }],
    ["column by column", { id: ["1", "2"], name: ["Asha", "Li"] }],
    ["column by column, by number", { id: { 0: "1", 1: "2" }, name: { 0: "Asha", 1: "Li" } }],
  ])("%s", async (_, content) => {
    expect(await tablesOf(content)).toEqual(PLAIN);
  });

  test("table by table, by their names; what is packed is found too", async () => {
    const doctors = { columns: ["id"], records: [["9"]] };
    const both = { patients: ROWS, doctors: [{ id: "9" }], rooms: [] };
    expect(await tablesOf(both)).toEqual({
      "a.json#patients": PLAIN["a.json"],
      "a.json#doctors": doctors,
    });
    expect(Object.keys((await tablesOf(both, "a.zip")) as object)).toEqual([
      "a.zip/a.json#patients",
      "a.zip/a.json#doctors",
    ]);
  });

  test("by their keys, which are a column", async () => {
    const keyed = { patients: { x1: { name: "Asha" }, x2: { name: "Li" } } };
    expect(await tablesOf(keyed)).toEqual({
      "a.json#patients": {
        columns: ["key", "name"],
        records: [
          ["x1", "Asha"],
          ["x2", "Li"],
        ],
      },
    });
  });

  test("whatever the size of what stands before them", async () => {
    const log = Array.from({ length: 30_000 }, (_, nth) => `line ${nth} "{[`);
    expect(await tablesOf({ log, note: '\\"'.repeat(200_000), rows: ROWS })).toEqual(PLAIN);
  });

  test("in lists of one value a line", async () => {
    expect(await tablesOf(lines([NAMES, ...LISTS]), "a.ndjson")).toEqual({
      "a.ndjson": PLAIN["a.json"],
    });
  });
});

describe("records of several kinds in one list", () => {
  const patient = (id: number) => ({
    type: "patients",
    id: `p${id}`,
    attributes: { name: "Asha" },
  });
  const visit = { type: "visits", id: "v1", relationships: { patient: { data: { id: "p1" } } } };

  test("of JSON:API are a table each, also behind the first five hundred", async () => {
    const doctor = { type: "doctors", id: "d1", attributes: { name: "Li", type: "internal" } };
    const many = Array.from({ length: 600 }, (_, nth) => patient(nth));
    const tables = (await tablesOf({ data: [visit], included: [...many, doctor] })) as Record<
      string,
      { records: unknown[] }
    >;
    expect(tables["a.json#visits"]).toEqual({
      columns: ["type", "id", "patient.id"],
      records: [["visits", "v1", "p1"]],
    });
    expect(tables["a.json#patients"]?.records).toHaveLength(600);
    expect(tables["a.json#doctors"]).toEqual({
      columns: ["id", "name", "attributes.type"],
      records: [["d1", "Li", "internal"]],
    });
  });

  test("of several indexes are a table each; a type that is a word of the record divides nothing", async () => {
    const hit = (_index: string) => ({ _index, _id: "1", _source: { name: "Asha" } });
    expect(await tablesOf({ hits: { hits: [hit("patients"), hit("doctors")] } })).toMatchObject({
      "a.json#patients": { records: [["patients", "1", "Asha"]] },
      "a.json#doctors": { records: [["doctors", "1", "Asha"]] },
    });
    const visits = [
      { id: "1", type: "emergency" },
      { id: "2", type: "planned" },
    ];
    expect(await tablesOf({ data: visits })).toEqual({
      "a.json": { columns: ["id", "type"], records: visits.map(({ id, type }) => [id, type]) },
    });
  });
});

test.each<[string, readonly object[]]>([
  [
    "have members that JSON:API has not",
    [
      { id: "1", type: "new", name: "Asha", attributes: { ward: "3" } },
      { id: "2", type: "old", name: "Li", attributes: { ward: "4" } },
    ],
  ],
  [
    "have a word where Elasticsearch has an object",
    [
      { _index: "north", id: "1", _source: "old system" },
      { _index: "south", id: "2", _source: "old system" },
    ],
  ],
])("records that %s are one table", async (_, list) => {
  const tables = (await tablesOf(list)) as Record<string, { records: unknown[] }>;
  expect(Object.keys(tables)).toEqual(["a.json"]);
  expect(tables["a.json"]?.records).toHaveLength(2);
});

test("DynamoDB's types are no part of the names, and numbers keep their digits", async () => {
  const chart = { M: { ward: { S: "3" }, beds: { L: [{ N: "1" }] } } };
  const items = [
    { Item: { id: { N: "9007199254740993" }, name: { S: "Asha" }, old: { BOOL: true }, chart } },
    { Item: { id: { N: "12.50" }, name: { NULL: true }, tags: { SS: ["a", "b"] } } },
  ];
  const columns = ["id", "name", "old", "chart.ward", "chart.beds[0]", "tags[0]", "tags[1]"];
  const records = [
    ["9007199254740993", "Asha", "true", "3", "1", "", ""],
    ["12.50", "", "", "", "", "a", "b"],
  ];
  expect(await tablesOf(lines(items))).toEqual({ "a.json": { columns, records } });
  expect(await tablesOf({ Items: items.map(({ Item }) => Item), Count: 2 })).toEqual({
    "a.json": { columns, records },
  });
  expect(await tablesOf([{ id: "1", blood: { S: "x" } }])).toMatchObject({
    "a.json": { columns: ["id", "blood.S"] },
  });
});

describe("a value in an object", () => {
  test("has the column of its path; a list with nothing in it has none", async () => {
    const nested = { name: { first: "Asha" }, tel: [{ no: 1 }, { no: 2 }], tags: [], at: {} };
    expect(await tablesOf([nested])).toEqual({
      "a.json": {
        columns: ["name.first", "tel[0].no", "tel[1].no"],
        records: [["Asha", "1", "2"]],
      },
    });
  });

  test("keeps its digits, also as a database writes them", async () => {
    const written =
      '[{"a":9007199254740993,"b":1.10,"c":1e21,"d":-0,"e":true,"f":{"$numberLong":"7"},' +
      '"g":{"$oid":"5f0a"},"h":{"$date":{"$numberLong":"326764800000"}},"i":{"$date":"1980-05-10"}}]';
    expect(await tablesOf(written)).toMatchObject({
      "a.json": {
        columns: [..."abcdefghi"],
        records: [
          [
            "9007199254740993",
            "1.10",
            "1e21",
            "-0",
            "true",
            "7",
            "5f0a",
            "1980-05-10T00:00:00.000Z",
            "1980-05-10",
          ],
        ],
      },
    });
  });
});

test.each([
  ["a list", JSON.stringify(ROWS).slice(0, -20)],
  ["a list, behind a whole record", JSON.stringify(ROWS).slice(0, -1)],
  ["an object", JSON.stringify({ patients: ROWS }).slice(0, -1)],
  ["a line of several values", `${JSON.stringify(ROWS[0])}\n{"id": "2"`],
])("a file that is cut within %s is refused", async (_, text) => {
  await expect(tablesOf(text)).rejects.toThrow(SourceError);
});
