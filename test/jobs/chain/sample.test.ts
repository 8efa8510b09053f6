import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { drawSample, judgeRecord, readSample } from "../../../src/jobs/chain/sample.ts";
import { showRecord } from "../../../src/jobs/chain/show-record.ts";
import { DecisionNeeded, UsageError } from "../../../src/plain/errors.ts";
import { CLEAN, exportOf } from "../../support/export.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { chainOf } from "../../support/signing.ts";

async function imported(source = exportOf(CLEAN)): Promise<Database> {
  const db = await newDatabase();
  await importFolder(db, source);
  return db;
}

const draw = (db: Database, wishes: { seed?: string; size?: number } = {}) =>
  drawSample(Object.assign({ by: "A. Meyer" }, chainOf(db), wishes));

type Saying = {
  verdict: "right" | "wrong" | "taken back";
  remark?: string;
  seen?: string | undefined;
};

const say = (db: Database, n: number, saying: Saying) =>
  judgeRecord(Object.assign({ n, who: "A. Meyer" }, chainOf(db), saying));

const statesOf = async (db: Database) =>
  (await readSample(chainOf(db))).records.map(({ state }) => state);

test("the same export draws the same records in every database, and a draw is done once", async () => {
  const source = exportOf(CLEAN);
  const [one, other] = [await imported(source), await imported(source)];
  const first = await draw(one);
  expect((await draw(other)).records).toEqual(first.records);
  expect((await draw(one)).draw).toEqual(first.draw);
  expect(first.result?.entities.map(({ entity, drawn }) => [entity, drawn])).toEqual([
    ["patients", 2],
    ["doctors", 1],
    ["visits", 2],
  ]);
});

test("what is said of a record holds until its row changes, and comes back with it", async () => {
  const db = await imported();
  await draw(db);
  await say(db, 1, { verdict: "right" });
  await expect(say(db, 2, { verdict: "wrong" })).rejects.toThrow(UsageError);
  await say(db, 2, { verdict: "wrong", remark: "another phone" });
  expect(await statesOf(db)).toEqual(["right", "wrong", "open", "open", "open"]);
  const { result } = await readSample(chainOf(db));
  expect(result?.entities[0]).toMatchObject({ right: 1, wrong: 1, open: 0 });
  expect(result?.entities[0]?.result).toBe("1 wrong of 2: all records checked");
  expect(result?.wrong).toMatchObject([{ n: 2, entity: "patients", remark: "another phone" }]);
  db.exec("update patients set age = age + 1, updated_at = '2026-02-01T00:00:00.000Z'");
  expect((await statesOf(db)).slice(0, 2)).toEqual(["void", "void"]);
  db.exec("update patients set age = age - 1");
  await say(db, 2, { verdict: "taken back" });
  expect((await statesOf(db)).slice(0, 2)).toEqual(["right", "open"]);
  db.exec("delete from visits");
  expect((await statesOf(db)).slice(3)).toEqual(["gone", "gone"]);
});

test("nothing is said of a record that has changed since it was shown", async () => {
  const db = await imported();
  await draw(db);
  const { digest } = await showRecord(Object.assign({ n: 1 }, chainOf(db)));
  db.exec("update patients set age = age + 1");
  await expect(say(db, 1, { verdict: "right", seen: digest })).rejects.toThrow(DecisionNeeded);
  expect((await statesOf(db))[0]).toBe("open");
});

test("a kill in the middle of a line loses no verdict before it", async () => {
  const db = await imported();
  const { folder } = await draw(db);
  await say(db, 1, { verdict: "right" });
  appendFileSync(join(folder, "sample-verdicts.jsonl"), '{"at":"2026-');
  await say(db, 2, { verdict: "right" });
  expect((await statesOf(db)).slice(0, 3)).toEqual(["right", "right", "open"]);
});

test("a draw by another seed is remembered; one after a run keeps what was said", async () => {
  const db = await imported();
  await draw(db);
  await say(db, 1, { verdict: "right" });
  const patients = [...CLEAN.patients, "3,Li,Wei,0441112223,50"];
  await importFolder(db, exportOf({ ...CLEAN, patients }));
  expect((await readSample(chainOf(db))).isOutdated).toBe(true);
  const again = await draw(db);
  expect(again).toMatchObject({ isOutdated: false, result: { earlierDraws: 0 } });
  expect(again.records.filter(({ state }) => state === "right")).toHaveLength(1);
  const other = await draw(db, { seed: "another", size: 1 });
  expect(other.result?.earlierDraws).toBe(1);
  expect(other.records).toHaveLength(3);
});

test("a record is shown with the cells that each column was made of", async () => {
  const db = await imported();
  const { records } = await draw(db);
  const n = records.find(({ entity }) => entity === "visits")?.n ?? 0;
  const { pairs, unread, legacyId } = await showRecord(Object.assign({ n }, chainOf(db)));
  expect(unread).toEqual([]);
  const patient = legacyId === "V1" ? "1" : "2";
  expect(pairs).toContainEqual({
    column: "patientId",
    cells: [{ column: "patientId", value: patient, was: undefined }],
    now: expect.any(String),
    refersTo: `patients ${patient}`,
  });
});
