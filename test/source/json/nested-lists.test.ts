import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openExport } from "../../../src/source/open-export.ts";
import { readRecords } from "../../../src/source/read-records.ts";
import { openTable } from "../../../src/source/read-table.ts";
import { ByteReader } from "../../../src/source/source-file.ts";
import { unpackExport } from "../../../src/source/unpack-export.ts";
import { workspace } from "../../support/workspace.ts";

/** The tables of a file: by name, its columns and then each record with its line and flaws. */
async function tables(name: string, text: string) {
  const folder = workspace();
  writeFileSync(join(folder, name), text);
  const { files } = await unpackExport(openExport(folder));
  const found: Record<string, unknown[]> = {};
  for (const one of files) {
    const { file, dialect, columns } = await openTable(one, {});
    const { groups, scanned } = readRecords(file, new ByteReader(file), { ...dialect, columns });
    const rows: string[] = [];
    for await (const group of groups) {
      rows.push(...group.map(({ line, cells, flaws }) => [line, ...cells, ...flaws].join("|")));
    }
    expect(scanned()).toBe(rows.length);
    found[one.name] = [columns.join("|"), ...rows];
  }
  return found;
}

const patient = (id: number, visits: string) =>
  `{"id":${id},"name":"N${id}","telecom":[{"use":"home","value":"07${id}"}],"visits":[${visits}]}`;
const visit = (id: number) => `{"id":${id},"day":"2024-01-0${id}"}`;

const WAYS = [
  { way: "a list", name: "p.json", open: "[\n", between: ",\n", close: "]", first: 2, key: "p_id" },
  {
    way: "a line each",
    name: "p.ndjson",
    open: "",
    between: "\n",
    close: "",
    first: 1,
    key: "p_id",
  },
  {
    way: "an object's list",
    name: "p.json",
    open: '{"wards":[\n',
    between: ",\n",
    close: "]}",
    first: 2,
    key: "ward_id",
  },
];

test.each(WAYS)("records in $way have their visits in a table beside them", async (one) => {
  const { name, open, between, close, first, key } = one;
  const records = [patient(1, `${visit(1)},${visit(2)}`), patient(2, ""), patient(3, visit(3))];
  const found = await tables(name, `${open}${records.join(between)}${close}`);
  const [own = [], list = []] = Object.values(found);
  expect(own).toHaveLength(4);
  expect(own[0]).toBe("id|name|telecom[0].use|telecom[0].value");
  expect(Object.keys(found)[1]).toBe(`${name}#visits`);
  const rows = [
    `${first}|1|1|2024-01-01`,
    `${first}|1|2|2024-01-02`,
    `${first + 2}|3|3|2024-01-03`,
  ];
  expect(list).toEqual([`${key}|id|day`, ...rows]);
});

test("what is no record in a list, or has another member, is told in its table alone", async () => {
  const records = [patient(1, visit(1)), patient(2, `${visit(2)},null,"x"`)].join(",");
  const found = await tables("p.json", `[${records}]`);
  expect(found["p.json"]).toHaveLength(3);
  expect(found["p.json#visits"]?.slice(1)).toEqual([
    ...["1|1|1|2024-01-01", "1|2|2|2024-01-02", "1|unreadable"],
  ]);
});

test("lists of a person's own numbers, and of plain values, are columns", async () => {
  const record = `{"id":1,"phones":[{"no":"1"},{"no":"2"}],"tags":["a","b"],"relatives":[{"who":"x"}]}`;
  const found = await tables("p.json", `[${record}]`);
  expect(Object.keys(found)).toEqual(["p.json"]);
});

test("what interfaces put around the members of a record is taken away", async () => {
  const api = await tables(
    "a.json",
    `{"data":[{"type":"visits","id":"1","attributes":{"day":"2024-01-02","id":"x"},
     "relationships":{"patient":{"data":{"type":"patients","id":"7"}}}}]}`,
  );
  expect(api["a.json"]).toEqual([
    "type|id|day|attributes.id|patient.type|patient.id",
    "1|visits|1|2024-01-02|x|patients|7",
  ]);
  const typed = `{"name":"docs/P1","fields":{"age":{"integerValue":"30"},"gone":{"nullValue":null},
    "home":{"mapValue":{"fields":{"city":{"stringValue":"Pune"}}}},
    "tags":{"arrayValue":{"values":[{"stringValue":"x"}]}}},"createTime":"2024-01-01T00:00:00Z"}`;
  const firestore = await tables("f.json", `{"documents":[${typed}]}`);
  expect(firestore["f.json"]).toEqual([
    "name|age|gone|home.city|tags[0]|createTime",
    "1|docs/P1|30||Pune|x|2024-01-01T00:00:00Z",
  ]);
});
