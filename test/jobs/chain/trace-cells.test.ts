import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ChainOfRuns, cellsOf, column, outcomes, PATIENTS } from "../../support/chain-of-runs.ts";
import { textRow, workbookParts } from "../../support/workbook.ts";
import { writeFiles } from "../../support/workspace.ts";
import { deflatedArchive } from "../../support/zip.ts";

const TOM = "2,Tom,Novak,0209461234,W2\n";
const ASHA = "1,Asha,Rao,,W1\n";

const EXPORT = { "patients.csv": `${PATIENTS}${ASHA}${TOM}` };

async function imported(files: Readonly<Record<string, string>> = EXPORT): Promise<ChainOfRuns> {
  const chain = new ChainOfRuns();
  chain.write(files);
  await chain.import();
  return chain;
}

test("without export and archive an edited column alone is not known as it was", async () => {
  const chain = await imported();
  chain.sql("update patients set first_name = 'Thomas' where legacy_id = '2'");
  rmSync(chain.source, { recursive: true });
  expect((await chain.trace("patients", "2")).versions[0]?.cells?.from).toBe("archive");
  rmSync(join(chain.report(1), "source"), { recursive: true });
  const trace = await chain.trace("patients", "2");
  expect(trace.versions[0]?.cells).toBeUndefined();
  expect(trace.versions[0]?.unread.length).toBeGreaterThan(1);
  expect(column(trace, "firstName")).toMatchObject({ imported: undefined, mark: "changed since" });
  expect(column(trace, "lastName")).toMatchObject({ imported: "Novak", mark: "same" });
  const rejected = await chain.trace("patients", "1");
  expect(rejected.versions[0]?.cells?.from).toBe("rejected copy");
  expect(cellsOf(rejected)).toEqual(["1", "Asha", "Rao", "", "W1"]);
});

test("an export that has changed since is not taken for what the run read", async () => {
  const chain = await imported();
  chain.write({ ...EXPORT, "patients.csv": `${PATIENTS}${ASHA}2,Zoe,Other,0209461234,W2\n` });
  const trace = await chain.trace("patients", "2");
  expect(trace.versions[0]?.cells?.from).toBe("archive");
  expect(cellsOf(trace)?.[1]).toBe("Tom");
});

test("fixes that a run was given show in the cells and in the story", async () => {
  const chain = new ChainOfRuns();
  chain.write(EXPORT);
  const fixes = join(chain.folder, "fixes.csv");
  writeFileSync(
    fixes,
    "file,legacy id,column,old value,new value\npatients.csv,1,phoneNumber,,0441234567\n",
  );
  await chain.import({ fixes });
  const trace = await chain.trace("patients", "1");
  expect(outcomes(trace)).toContain("fixed");
  const phone = trace.versions[0]?.cells?.columns.find((one) => one.column === "phoneNumber");
  expect(phone).toMatchObject({ value: "0441234567", was: "" });
});

test("cells at the end of a file are read as in the whole of it, and what is no record as it stands", async () => {
  const chain = await imported({
    "patients.csv": `${PATIENTS}1,'Zoe,Kern,0441234567,\n2,'Bo,Ek,0441234567,\n3,'Li,Wei,0441234567,\n4,'Ann,Lee,,\n5,"never closed,Kern,044,\n`,
  });
  // The apostrophe is told for armour by those before it.
  expect(cellsOf(await chain.trace("patients", "4"))).toEqual(["4", "Ann", "Lee", "", ""]);
  const at = { line: 6 };
  const { trace } = await chain.ask({ entity: "patients", file: "patients.csv", at });
  expect(trace && cellsOf(trace)).toEqual([expect.stringContaining("never closed")]);
});

test("an export of many kinds of files is read again in each of them", async () => {
  const rows = [
    { patientId: "1", firstName: "Asha", lastName: "Rao", phoneNumber: "" },
    { patientId: "2", firstName: "Zoë", lastName: "Novak, B", phoneNumber: "0209461234" },
  ];
  const header = "patientId,firstName,lastName,phoneNumber\n";
  const csv = `${header}1,Asha,Rao,\n2,Zoë,"Novak, B",0209461234\n`;
  const xlsx = [header.trim().split(","), ...rows.map((row) => Object.values(row))];
  const sheet = { rows: xlsx.map((cells, at) => textRow(at + 1, cells)).join("") };
  const kinds: Readonly<Record<string, string | Buffer>> = {
    "patients.json": JSON.stringify(rows),
    "patients.csv.gz": gzipSync(csv),
    "patients.csv": Buffer.from(`\ufeff${csv}`, "utf16le"),
    "patients.xlsx": deflatedArchive(workbookParts({ sheets: { patients: sheet } })),
    "all.zip": deflatedArchive({ "patients.csv": csv }),
  };
  for (const [name, content] of Object.entries(kinds)) {
    const chain = new ChainOfRuns();
    chain.write({ [name]: content });
    await chain.import();
    const seen = async () => [
      cellsOf(await chain.trace("patients", "1")),
      cellsOf(await chain.trace("patients", "2")),
    ];
    const cells = rows.map((row) => Object.values(row));
    expect(await seen()).toEqual(cells);
    chain.write({ "notes.csv": "a\n1\n" });
    expect(await seen()).toEqual(cells);
  }
});

test("what is kept for every export shows before a run applies it, and as that run's when it has", async () => {
  const chain = await imported();
  const kept = join(chain.folder, "hmsync.review", "generic-csv", "fixes.csv");
  const head = "file,legacy id,column,old value,new value,decision,why,who";
  const phone = "patients.csv,1,phoneNumber,,0441234567,,asked at the desk,Dr. Rao";
  const id = "patients.csv,1,patientId,1,41,new id,was given twice,Dr. Rao";
  writeFiles(dirname(kept), { "fixes.csv": `${head}\n${phone}\n${id}\n` });
  const before = await chain.trace("patients", "1");
  expect(before.state).toBe("rejected");
  expect(before.corrections).toMatchObject([
    { run: null, column: "phoneNumber", was: "", now: "0441234567", who: "Dr. Rao" },
    { run: null, column: "patientId", what: "new id", why: "was given twice" },
  ]);
  const run = await chain.import();
  const old = await chain.trace("patients", "1");
  expect(old).toMatchObject({ state: "in under another id", alsoCalled: ["41"] });
  const now = await chain.trace("patients", "41");
  expect(now).toMatchObject({ state: "in", alsoCalled: ["1"] });
  expect(now.corrections.map((one) => [one.run, one.column])).toEqual(
    expect.arrayContaining([
      [run, "phoneNumber"],
      [run, "patientId"],
    ]),
  );
  expect(now.versions[0]?.cells?.columns[0]).toMatchObject({ value: "41", was: "1" });
});
