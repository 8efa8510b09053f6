import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documents } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import type { RunSettings } from "../../src/ledger/run-summary.ts";
import { filesOfRows, needOf } from "../../src/ledger/stored-files.ts";
import { sha256OfText } from "../../src/plain/hash-file.ts";
import { checkStore } from "../../src/store/check-store.ts";
import { Store } from "../../src/store/store.ts";
import { issues, outcomes } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";
import { IMPORTERS } from "../support/target.ts";
import { undo } from "../support/undo.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const PDF = "%PDF-1.4 a letter";
const PATIENTS = "patientId,firstName,lastName,phoneNumber\nP1,Asha,Rao,0441234561\n";
const HEADER = "documentId,patientId,filePath,mimeType,fileSize,sha256";

interface Hospital {
  readonly db: Database;
  readonly legacy: string;
  readonly files: string;
  readonly store: Store;
}

/** A database, an export that names files, and a folder of them. */
async function hospital(
  records: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Hospital> {
  const folder = workspace();
  const legacy = join(folder, "legacy");
  const made = {
    db: await newDatabase(),
    legacy,
    files: writeFiles(join(folder, "files"), files),
    store: new Store(join(folder, "store")),
  };
  mkdirSync(made.files, { recursive: true });
  writeExport(made, records);
  return made;
}

const writeExport = ({ legacy }: Pick<Hospital, "legacy">, records: readonly string[]) =>
  writeFiles(legacy, {
    "patients.csv": PATIENTS,
    "documents.csv": [HEADER, ...records].map((line) => `${line}\n`).join(""),
  });

const run = (
  { db, legacy, files, store }: Hospital,
  settings: Partial<RunSettings> = {},
  way: ImportOptions["way"] = {},
) => importFolder(db, legacy, { settings: { files, ...settings }, way: { store, ...way } });

const LENIENT = { mode: "lenient" } as const;

/** What the store holds, by the first words of what is in it. */
const held = ({ store }: Hospital): string[] =>
  [...store.all()].map((place) => readFileSync(store.pathOf(place), "utf8")).sort();

const rowOf = ({ db }: Hospital, legacyId: string) =>
  rowsOf(db, documents).find((row) => row["legacy_id"] === legacyId) ?? {};

const compared = ({ db, store }: Hospital) =>
  checkStore(store, filesOfRows(db, IMPORTERS), needOf(db, IMPORTERS));

test("the bytes go into the store under their hash, which only its owner can read", async () => {
  const all = await hospital(["D1,P1,letters/a.pdf,pdf,,"], { "letters/a.pdf": PDF });
  const summary = await run(all);
  expect(summary).toMatchObject({ exitCode: 0, namedFiles: { added: 1, bytes: PDF.length } });
  const sha256 = sha256OfText(PDF);
  const storedAs = `${sha256.slice(0, 2)}/${sha256}`;
  expect(rowOf(all, "D1")).toMatchObject({
    stored_as: storedAs,
    sha256,
    size: PDF.length,
    media_type: "application/pdf",
    recorded_file: "letters/a.pdf",
  });
  expect(held(all)).toEqual([PDF]);
  const modes = [all.store.folder, join(all.store.folder, sha256.slice(0, 2))];
  expect(modes.map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
  expect(statSync(all.store.pathOf(storedAs)).mode & 0o777).toBe(0o600);
  expect(readdirSync(all.store.folder)).toEqual([sha256.slice(0, 2)]);
});

test("each pointer that is broken is told with its record, and the rest is imported", async () => {
  const all = await hospital(
    [
      "D1,P1,good.pdf,,,",
      "D2,P1,lost.pdf,,,",
      "D3,P1,../legacy/patients.csv,,,",
      "D4,P1,folder,,,",
      "D5,P1,empty.pdf,,,",
      "D6,P1,short.pdf,,100,",
      `D7,P1,other.pdf,,,${"0".repeat(64)}`,
      "D8,P1,picture.pdf,application/pdf,,",
      "D9,P1,good.pdf,,,",
      "D10,P1,copy.pdf,,,",
      "D11,P1,GOOD2.pdf,,,d41d8cd98f00b204e9800998ecf8427e",
      "D12,P1,link.pdf,,,",
      "D13,P1,,,,",
    ],
    {
      "good.pdf": PDF,
      "folder/left.txt": "no record names it",
      "empty.pdf": "",
      "short.pdf": `${PDF} cut`,
      "other.pdf": `${PDF} other`,
      "picture.pdf": "\x89PNG no letter",
      "copy.pdf": PDF,
      "good2.pdf": `${PDF} 2`,
    },
  );
  symlinkSync("../legacy/patients.csv", join(all.files, "link.pdf"));
  writeFileSync(join(all.files, "picture.pdf"), Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  const report = join(workspace(), "report");
  const summary = await importFolder(all.db, all.legacy, {
    settings: { files: all.files, ...LENIENT },
    way: { store: all.store },
    reportFolder: report,
  });
  expect(issues(summary)).toEqual({
    "documents.file.not-found": 1,
    "documents.file.outside": 2,
    "documents.file.not-a-file": 1,
    "documents.file.empty": 1,
    "documents.file.missing": 1,
    "documents.file.named-twice": 1,
    "documents.file.same-bytes": 1,
    "documents.file.other-spelling": 1,
    "documents.recordedSize.differs": 1,
    "documents.recordedHash.differs": 1,
    "documents.recordedHash.other-kind": 1,
    "documents.recordedType.differs": 1,
  });
  expect(outcomes(summary, "documents")).toEqual({ records: 13, inserted: 5, rejected: 8 });
  expect(summary.namedFiles).toMatchObject({ named: 7, contents: 3, added: 3, unnamed: 2 });
  expect(held(all)).toHaveLength(3);
  expect(readFileSync(join(report, "files-not-named.csv"), "utf8").split("\r\n").sort()).toEqual([
    "",
    "file",
    "folder/left.txt",
    "link.pdf",
  ]);
  expect(compared(all)).toMatchObject({ needed: 3, sound: 3, faults: [] });
});

test("a strict run with a broken pointer writes no row and copies no file", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,", "D2,P1,lost.pdf,,,"], { "a.pdf": PDF });
  const summary = await run(all);
  expect(summary).toMatchObject({ exitCode: 3, namedFiles: { contents: 1, added: 0 } });
  expect([all.db.count(documents), existsSync(all.store.folder)]).toEqual([0, false]);
});

test("a dry run says what would be copied, and copies nothing", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,"], { "a.pdf": PDF });
  const summary = await run(all, { dryRun: true });
  expect(summary).toMatchObject({ exitCode: 0, namedFiles: { contents: 1, added: 0 } });
  expect(existsSync(all.store.folder)).toBe(false);
});

test("the same export again copies nothing, and puts back what the store has lost", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,", "D2,P1,b.pdf,,,"], { "a.pdf": PDF, "b.pdf": "b" });
  await run(all);
  const again = await run(all);
  expect(again.namedFiles).toMatchObject({ added: 0, present: 2, bytes: 0 });
  expect(outcomes(again, "documents")).toEqual({ records: 2, unchanged: 2 });
  rmSync(all.store.pathOf(String(rowOf(all, "D2")["stored_as"])));
  writeFileSync(all.store.pathOf(String(rowOf(all, "D1")["stored_as"])), "damaged");
  expect(compared(all)).toMatchObject({ needed: 2, sound: 0, missing: 1, damaged: 1, surplus: 0 });
  expect((await run(all)).namedFiles).toMatchObject({ added: 2 });
  expect(compared(all)).toMatchObject({ sound: 2, faults: [] });
});

test("a later export with a changed file updates its row; the former file stays until that is undone", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,"], { "a.pdf": PDF });
  const first = await run(all);
  writeFileSync(join(all.files, "a.pdf"), `${PDF}, second edition`);
  const second = await run(all);
  expect(outcomes(second, "documents")).toEqual({ records: 1, updated: 1 });
  expect(held(all)).toEqual([PDF, `${PDF}, second edition`]);
  expect(compared(all)).toMatchObject({ needed: 1, surplus: 0 });
  const { store } = all;
  await undo(all.db, second.run, { store });
  expect(held(all)).toEqual([PDF]);
  await undo(all.db, first.run, { store });
  expect(existsSync(store.folder)).toBe(false);
});

test("an undo takes away what no other record needs, and nothing else", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,"], { "a.pdf": PDF, "b.pdf": "b" });
  await run(all);
  writeExport(all, ["D1,P1,a.pdf,,,", "D2,P1,a.pdf,,,", "D3,P1,b.pdf,,,"]);
  const second = await run(all);
  writeFiles(all.store.folder, { "ours.txt": "somebody else's" });
  const { store } = all;
  const undone = await undo(all.db, second.run, { store });
  expect(held(all)).toEqual([PDF, "somebody else's"]);
  expect(compared(all)).toMatchObject({ sound: 1, surplus: 1, missing: 0 });
  // What would come back has lost its file.
  await expect(undo(all.db, undone?.run ?? "", { store })).rejects.toMatchObject({ exitCode: 2 });
  expect(all.db.count(documents)).toBe(1);
});

test("a retry brings the file that was missing", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,", "D2,P1,late.pdf,,,"], { "a.pdf": PDF });
  expect((await run(all, LENIENT)).exitCode).toBe(3);
  writeFileSync(join(all.files, "late.pdf"), "late");
  const later = await run(all, LENIENT);
  expect(later.namedFiles).toMatchObject({ added: 1, present: 1 });
  expect(held(all)).toEqual([PDF, "late"]);
});

test("a run that breaks while it copies leaves neither rows nor files", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,", "D2,P1,b.pdf,,,"], { "a.pdf": PDF, "b.pdf": "b" });
  let copied = 0;
  const broken = await run(
    all,
    {},
    {
      failAt: (at) => {
        if (at === "aside" && ++copied === 2) writeFileSync(join(all.files, "b.pdf"), "changed");
        if (at === "after-file" && copied === 2) throw new RangeError("broken");
        if (at === "before-file" && copied === 1) writeFileSync(join(all.files, "b.pdf"), "other");
      },
    },
  );
  expect(broken).toMatchObject({ status: "failed", exitCode: 1, committed: false });
  expect(broken.failure?.what).toContain("has changed");
  expect([all.db.count(documents), existsSync(all.store.folder)]).toEqual([0, false]);
});

test("an import that is interrupted while it copies is taken back, files and all", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,", "D2,P1,b.pdf,,,"], { "a.pdf": PDF, "b.pdf": "b" });
  const stop = new AbortController();
  const summary = await importFolder(all.db, all.legacy, {
    settings: { files: all.files },
    signal: stop.signal,
    way: { store: all.store, failAt: (at) => at === "after-file" && stop.abort() },
  });
  expect(summary).toMatchObject({ status: "interrupted", exitCode: 130, committed: false });
  expect([all.db.count(documents), existsSync(all.store.folder)]).toEqual([0, false]);
});

test("a store is no folder of other files, nor the one that files come from", async () => {
  const all = await hospital([], { "a.pdf": PDF });
  const ours = writeFiles(join(workspace(), "ours"), { "letter.txt": "ours" });
  for (const folder of [all.files, ours]) {
    expect(() => new Store(folder).refuseForeign(all.files)).toThrow(/--store|holds|come from/);
  }
  all.store.refuseForeign(all.files);
});

test("each batch is committed with its files", async () => {
  const names = ["a", "b", "c", "d", "e"];
  const all = await hospital(
    names.map((name, nth) => `D${nth},P1,${name}.txt,,,`),
    Object.fromEntries(names.map((name) => [`${name}.txt`, name])),
  );
  const broken = await run(
    all,
    { ...LENIENT, batchSize: 2 },
    {
      failAt: (at) => {
        if (at === "after-file" && held(all).length === 4) throw new RangeError("broken");
      },
    },
  );
  expect(broken).toMatchObject({ committed: true, exitCode: 1 });
  const there = compared(all);
  expect(there).toMatchObject({ missing: 0, damaged: 0, surplus: 0 });
  expect(there.needed).toBe(all.db.count(documents));
  await run(all, LENIENT);
  expect(held(all)).toEqual(names);
});

test("what a killed run has left is swept by the next, but for what records need", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,"], { "a.pdf": PDF });
  await run(all);
  const { store } = all;
  const needed = String(rowOf(all, "D1")["stored_as"]);
  const stray = `ab/ab${"0".repeat(62)}`;
  writeFiles(store.folder, {
    [stray]: "of no record",
    "incoming/.hmsync-new-4194303-aa": "half",
    "incoming/added-4194303-aa": `${stray}\n${needed}\n../../../etc/passwd\n`,
    "incoming/of-others": "stays",
  });
  store.sweep(needOf(all.db, IMPORTERS));
  expect([existsSync(store.pathOf(stray)), store.has(needed)]).toEqual([false, true]);
  expect(readdirSync(join(store.folder, "incoming"))).toEqual(["of-others"]);
});

test("a store that cannot be written stops the run in one line, and leaves nothing", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,"], { "a.pdf": PDF });
  writeFileSync(all.store.folder, "a file in its place");
  const summary = await run(all);
  expect(summary).toMatchObject({ exitCode: 1, committed: false });
  expect(summary.failure?.what).toMatch(/cannot be written \(E[A-Z]+\)/);
  expect(all.db.count(documents)).toBe(0);
});

test("without a folder of files the records come alone, and with one their files follow", async () => {
  const all = await hospital(["D1,P1,a.pdf,pdf,17,"], { "a.pdf": PDF });
  const { db, legacy, store } = all;
  const alone = await importFolder(db, legacy);
  expect([alone.exitCode, alone.namedFiles]).toEqual([0, undefined]);
  expect(rowOf(all, "D1")).toMatchObject({ recorded_size: 17, stored_as: null, sha256: null });
  expect(outcomes(await run(all), "documents")).toEqual({ records: 1, updated: 1 });
  expect((await importFolder(db, legacy)).exitCode).toBe(0);
  expect(store.has(String(rowOf(all, "D1")["stored_as"]))).toBe(true);
});

test.skipIf(process.getuid?.() === 0)("a file without rights is told, not skipped", async () => {
  const all = await hospital(["D1,P1,a.pdf,,,"], { "a.pdf": PDF });
  chmodSync(join(all.files, "a.pdf"), 0);
  expect(issues(await run(all, LENIENT))).toEqual({ "documents.file.unreadable": 1 });
});
