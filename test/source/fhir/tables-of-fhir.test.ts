import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { SourceError } from "../../../src/plain/errors.ts";
import { openExport } from "../../../src/source/open-export.ts";
import { readRecords } from "../../../src/source/read-records.ts";
import { openTable } from "../../../src/source/read-table.ts";
import { ByteReader } from "../../../src/source/source-file.ts";
import { unpackExport } from "../../../src/source/unpack-export.ts";
import { workspace } from "../../support/workspace.ts";

type Files = Readonly<Record<string, string | Buffer>>;

/** The tables of files: by name, each record with its line, its cells that are not empty, and its flaws. */
async function tables(files: Files) {
  const folder = workspace();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const unpacked = await unpackExport(openExport(folder));
  const found: Record<string, unknown[]> = {};
  for (const one of unpacked.files) {
    const { file, dialect, columns } = await openTable(one, {});
    const { groups, scanned } = readRecords(file, new ByteReader(file), { ...dialect, columns });
    const rows: unknown[] = [];
    for await (const group of groups) {
      for (const { line, cells, flaws } of group) {
        const filled = cells.flatMap((cell, at) =>
          cell === "" ? [] : [[columns[at]?.replace(/^[^.]*\./, ""), cell]],
        );
        rows.push({ line, ...Object.fromEntries(filled), ...(flaws.length > 0 && { flaws }) });
      }
    }
    expect(scanned()).toBe(rows.length);
    found[one.name] = rows;
  }
  return { found, ignored: unpacked.ignored };
}

const patient = (id: string, more = "") =>
  `{"resourceType":"Patient","id":"${id}","gender":"male"${more}}`;
const ROW = (line: number, id: string) => ({
  line,
  id,
  gender: "male",
  more: '{"resourceType":"Patient","id":"'.concat(id, '"}'),
});

test.each([
  ["one a line", `${patient("1")}\n${patient("2")}\n`, [1, 2]],
  ["a list", `[\n${patient("1")},\n${patient("2")}]`, [2, 3]],
  ["one after the other, over several lines", `${patient("1").replace("{", "{\n")}\n`, [1]],
  ["a bundle", bundle(patient("1"), patient("2")), [2, 3]],
  ["a bundle whose type comes last", sorted(patient("1"), patient("2")), [2, 3]],
  ["a bundle a line", `${oneLine(patient("1"))}\n${oneLine(patient("2"))}\n`, [1, 2]],
])("resources are read whose file has %s, whatever its name", async (_, text, lines) => {
  const { found } = await tables({ "x.json": text });
  expect(found).toEqual({ "x.json#Patient": lines.map((line, at) => ROW(line, `${at + 1}`)) });
  const packed = await tables({ "x.ndjson.gz": gzipSync(text) });
  expect(Object.values(packed.found)).toEqual(Object.values(found));
  const bare = await tables({ Patient: text, "a.csv": "a,b\n1,2\n" });
  expect(bare.found["Patient#Patient"]).toEqual(found["x.json#Patient"]);
});

function bundle(...resources: readonly string[]): string {
  const entries = resources.map((one) => `{"fullUrl":"http://a/Patient/1","resource":${one}}`);
  return `{"resourceType":"Bundle","type":"collection","entry":[\n${entries.join(",\n")}\n]}`;
}

function sorted(...resources: readonly string[]): string {
  const entries = resources.map((one) => `{"fullUrl":"x","resource":${one}}`);
  return `{"entry":[\n${entries.join(",\n")}\n],"resourceType":"Bundle","type":"searchset"}`;
}

function oneLine(resource: string): string {
  return `{"resourceType":"Bundle","type":"batch","entry":[{"resource":${resource}}]}`;
}

test("digits are kept as they are written, and what no column has is kept beside", async () => {
  const text = `{"resourceType":"Observation","id":"o","code":{"text":"K"},"valueQuantity":{"value":5.400000000000000000010,"unit":"mmol/L","code":"mmol/L"},"extension":[{"url":"u","valueDecimal":1e400}]}`;
  const { found } = await tables({ "o.ndjson": text });
  const [row] = found["o.ndjson#Observation"] ?? [];
  expect(row).toMatchObject({ value: "5.400000000000000000010", "value.unit": "mmol/L" });
  expect(row).toMatchObject({ more: expect.stringContaining('"valueDecimal":1e400') });
});

test("a broken line is one record that cannot be read, in one table; a twin and a modifier are told", async () => {
  const text = [
    patient("1"),
    '{"resourceType":"Patient","id":',
    "",
    patient("2", ',"gender":"female"'),
    patient("3", ',"implicitRules":"http://x"'),
    '{"resourceType":"Basic","id":"b"}',
  ].join("\r\n");
  const { found } = await tables({ "x.ndjson": `\ufeff${text}` });
  expect(found["x.ndjson#Patient"]).toMatchObject([
    { line: 1, id: "1" },
    { line: 2, flaws: ["unreadable"] },
    { line: 4, id: "2", flaws: ["name-twice"] },
    { line: 5, id: "3", flaws: ["unknown-modifier"] },
  ]);
  expect(found["x.ndjson#Basic"]).toMatchObject([{ line: 6, id: "b" }]);
});

const REFUSED = {
  "R5, by an encounter's class": '{"resourceType":"Encounter","id":"1","class":[{"coding":[]}]}',
  "STU3, by a condition's status":
    '{"resourceType":"Condition","id":"1","clinicalStatus":"active","code":{"text":"x"}}',
  "DSTU2, by an order": '{"resourceType":"MedicationOrder","id":"1","status":"active"}',
  "a bundle that is cut short": bundle(patient("1"), patient("2")).slice(0, -60),
  "a history": bundle(patient("1")).replace("collection", "history"),
};

test.each(Object.entries(REFUSED))("%s is refused", async (_, text) => {
  await expect(tables({ "x.json": text })).rejects.toThrow(SourceError);
});

test("FHIR as XML is refused with the reason, or told where other files are read", async () => {
  const xml =
    '<?xml version="1.0"?>\n<Patient xmlns="http://hl7.org/fhir"><id value="1"/></Patient>';
  const folder = workspace();
  const alone = join(folder, "p.xml");
  writeFileSync(alone, xml);
  await expect(unpackExport(openExport(alone))).rejects.toThrow(SourceError);
  const { ignored, found } = await tables({ "p.xml": xml, "q.ndjson": patient("1") });
  expect(ignored.map(({ name }) => name)).toEqual(["p.xml"]);
  expect(Object.keys(found)).toEqual(["q.ndjson#Patient"]);
});

test("an empty bundle is named, and a mapping's own file beside it is no resource", async () => {
  const empty = '{"resourceType":"Bundle","type":"searchset","total":0}';
  const { found, ignored } = await tables({ "e.json": empty, "q.ndjson": patient("1") });
  expect(ignored.map(({ name }) => name)).toEqual(["e.json"]);
  expect(Object.keys(found)).toEqual(["q.ndjson#Patient"]);
});

test("what resources say of each other is known in all files of a folder", async () => {
  const { found } = await tables({
    "Encounter.ndjson":
      '{"resourceType":"Encounter","id":"e","class":{"code":"IMP"},"participant":[{"individual":{"reference":"PractitionerRole/r"}}]}',
    "MedicationRequest.ndjson":
      '{"resourceType":"MedicationRequest","id":"m","medicationReference":{"reference":"Medication/d"},"encounter":{"reference":"Encounter/e/_history/2"}}',
    "Medication.ndjson": '{"resourceType":"Medication","id":"d","code":{"text":"Aspirin"}}',
    "PractitionerRole.ndjson":
      '{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/p"}}',
  });
  expect(found["Encounter.ndjson#Stay"]).toMatchObject([{ id: "e", doctor: "p" }]);
  expect(found["MedicationRequest.ndjson#MedicationRequest"]).toMatchObject([
    { medication: "Aspirin", "encounter.stay": "e" },
  ]);
});

test("a folder within the export is none of it", async () => {
  const folder = workspace();
  mkdirSync(join(folder, "more"));
  writeFileSync(join(folder, "q.ndjson"), patient("1"));
  expect(openExport(folder).ignored.map(({ name }) => name)).toEqual(["more"]);
});

test("what is broken, or of a type that nobody knows, is a record of some table though no other is of its type", async () => {
  const lines = [patient("1"), '{"resourceType":"Encounter","id":', '{"resourceType":"patient"}'];
  const { found } = await tables({ "a.ndjson": lines.join("\n") });
  const places = Object.entries(found).map(([name, rows]) => [name, rows.map(lineOf)]);
  expect(Object.fromEntries(places)).toEqual({
    "a.ndjson#Patient": [1],
    "a.ndjson#Encounter": [2],
    "a.ndjson#patient": [3],
  });
  expect(found["a.ndjson#Encounter"]).toMatchObject([{ flaws: ["unreadable"] }]);
});

const lineOf = (row: unknown) => (row as { readonly line: number }).line;
