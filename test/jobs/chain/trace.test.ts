import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ChainOfRuns, cellsOf, column, outcomes, PATIENTS } from "../../support/chain-of-runs.ts";

const TOM = "2,Tom,Novak,0209461234,W2\n";
const ASHA = "1,Asha,Rao,,W1\n";
const EVA = "5,Eva,Kern,0441234567,\n";
const VISITS = "visitId,patientId,doctorId,visitDate\n";

const EXPORT = {
  "patients.csv": `${PATIENTS}${ASHA}${TOM}${EVA}${EVA}6,A,B,0441234567,\n6,A,C,0441234567,\n,Max,Moor,0441,\n0007,Ina,Berg,0441234567,\nAb-1,Uwe,Horn,0441234567,\n`,
  "doctors.csv": "doctorId,fullName\nD1,Dr. Jane Smith\n",
  "visits.csv": `${VISITS}V1,2,D1,2022-01-15\nV2,1,D1,2022-01-16\n`,
};

async function imported(files: Readonly<Record<string, string>> = EXPORT): Promise<ChainOfRuns> {
  const chain = new ChainOfRuns();
  chain.write(files);
  await chain.import();
  return chain;
}

/** A chain that tests only look at, made once. */
let shared: Promise<ChainOfRuns> | undefined;
const lookedAt = (): Promise<ChainOfRuns> => {
  shared ??= (async () => {
    const chain = new ChainOfRuns(mkdtempSync(join(tmpdir(), "hmsync-test-")));
    chain.write(EXPORT);
    await chain.import();
    return chain;
  })();
  return shared;
};
afterAll(async () => {
  const chain = await shared;
  if (chain !== undefined) rmSync(chain.folder, { recursive: true, force: true });
});

test("a record that was taken in leads to its row, column by column, and to what refers to it", async () => {
  const chain = await lookedAt();
  const trace = await chain.trace("patients", "2");
  expect(trace).toMatchObject({ state: "in", kept: { ward: "W2" }, corrections: [] });
  expect(outcomes(trace)).toEqual(["inserted"]);
  expect(trace.meetings[0]?.place).toMatchObject({ file: "patients.csv", record: 2, line: 3 });
  expect(cellsOf(trace)).toEqual(["2", "Tom", "Novak", "0209461234", "W2"]);
  expect(trace.versions[0]?.cells?.from).toBe("export");
  expect(column(trace, "firstName")).toMatchObject({ imported: "Tom", now: "Tom", mark: "same" });
  expect(column(trace, "isActive")).toMatchObject({ mark: "not imported" });
  expect(trace.referring).toMatchObject([{ table: "visits", entity: "visits", count: 1 }]);
  const visit = await chain.trace("visits", "V1");
  expect(column(visit, "patientId")).toMatchObject({
    mark: "same",
    imported: trace.row?.targetId,
    refersTo: { entity: "patients", crosswalkId: trace.row?.crosswalkId },
  });
});

test("a rejected record shows the rule with its advice, the cell at fault, and who names it", async () => {
  const chain = await lookedAt();
  const trace = await chain.trace("patients", "1");
  expect(trace.state).toBe("rejected");
  expect(trace.row).toBeUndefined();
  const [issue] = trace.meetings[0]?.issues ?? [];
  expect(issue).toMatchObject({ code: "patients.phone.missing", column: "phoneNumber" });
  expect(issue?.advice).not.toBe("");
  const cells = trace.versions[0]?.cells?.columns;
  expect(cells?.find((one) => one.column === "phoneNumber")?.codes).toEqual([issue?.code]);
  expect(trace.naming).toMatchObject([{ entity: "visits", state: "waits" }]);
});

test("a corrected record shows what was corrected, by which retry, and the child that it let in", async () => {
  const chain = await imported();
  const run = await chain.retry("patients", "1,Asha,Rao,,", "1,Asha,Rao,0441234567,");
  const trace = await chain.trace("patients", "1");
  expect(trace.state).toBe("in");
  expect(outcomes(trace)).toEqual(["rejected", "inserted"]);
  expect(trace.corrections).toMatchObject([
    { run, column: "phoneNumber", was: "", now: "0441234567", what: "corrected" },
  ]);
  const phone = trace.versions[0]?.cells?.columns.find((one) => one.column === "phoneNumber");
  expect(phone).toMatchObject({ value: "0441234567", was: "" });
  expect(column(trace, "phone")).toMatchObject({ mark: "same", now: "0441234567" });
  expect(outcomes(await chain.trace("visits", "V2"))).toEqual(["rejected", "inserted"]);
  // It named a rejected record, and is in by now.
  expect(trace.naming).toEqual([]);
});

test("a record that waits says for which parent, and that the parent's export let it in", async () => {
  const chain = await imported();
  const waits = await chain.trace("visits", "V2");
  expect(waits).toMatchObject({ state: "waits", waitsFor: { entity: "patients", legacyId: "1" } });
  expect(waits.versions[0]?.cells?.from).toBe("waiting");
  chain.write({ "patients.csv": `${PATIENTS}1,Asha,Rao,0441234567,W1\n` });
  await chain.import();
  const trace = await chain.trace("visits", "V2");
  expect(trace.state).toBe("in");
  expect(outcomes(trace)).toEqual(expect.arrayContaining(["rejected", "released"]));
});

test("an id that a retry corrected leads from the old to the new, and back", async () => {
  const chain = await imported();
  await chain.retry("patients", ",,1,Asha,Rao,,", ",new id,41,Asha,Rao,0441234567,");
  const old = await chain.trace("patients", "1");
  expect(old).toMatchObject({ state: "in under another id", alsoCalled: ["41"] });
  const now = await chain.trace("patients", "41");
  expect(now).toMatchObject({ state: "in", alsoCalled: ["1"] });
  expect(now.row?.targetId).toBe(old.row?.targetId);
  expect(now.meetings[0]).toMatchObject({ outcome: "rejected", calledThen: "1" });
});

test("a withdrawn record has its reason", async () => {
  const chain = await imported();
  await chain
    .retry("patients", ",,1,Asha", ",withdraw: a test entry,1,Asha")
    .catch(() => undefined);
  const trace = await chain.trace("patients", "1");
  expect(trace.state).toBe("withdrawn");
  expect(trace.meetings.at(-1)?.reason).toBe("a test entry");
});

test("a later export: updated with the former values, unchanged, vanished, marked", async () => {
  const chain = await imported();
  chain.write({
    ...EXPORT,
    "patients.csv": `${PATIENTS}2,Tomas,Novak,0209461234,W2\n4,Ana,Lis,0441111111,\n`,
  });
  await chain.import({ settings: { mode: "lenient", markVanished: true } });
  const tom = await chain.trace("patients", "2");
  expect(outcomes(tom)).toEqual(["inserted", "updated"]);
  expect(tom.meetings[1]).toMatchObject({ former: { firstName: "Tom" }, place: { record: 1 } });
  expect(column(tom, "firstName")).toMatchObject({ now: "Tomas", mark: "same" });
  expect(outcomes(await chain.trace("visits", "V1"))).toEqual(["inserted", "unchanged"]);
  chain.write({ ...EXPORT, "patients.csv": `${PATIENTS}2,Tomas,Novak,0209461234,W2\n` });
  await chain.import({ settings: { mode: "lenient", markVanished: true } });
  const ana = await chain.trace("patients", "4");
  expect(ana.state).toBe("in, marked inactive");
  expect(outcomes(ana)).toEqual(expect.arrayContaining(["inserted", "vanished", "marked"]));
});

test("a row that was edited in the application is marked in the edited column alone", async () => {
  const chain = await imported();
  chain.sql("update patients set first_name = 'Thomas' where legacy_id = '2'");
  const trace = await chain.trace("patients", "2");
  const marked = trace.row?.columns.filter(({ mark }) => mark === "changed since");
  expect(marked).toMatchObject([{ column: "firstName", imported: "Tom", now: "Thomas" }]);
});

test("an undone run: the record is found all the same, and so is its way back", async () => {
  const chain = new ChainOfRuns();
  chain.write(EXPORT);
  const run = await chain.import();
  await chain.undo(run);
  const trace = await chain.trace("patients", "2");
  expect(trace.state).toBe("undone");
  expect(outcomes(trace)).toEqual(["inserted", "taken back"]);
  expect(trace.meetings[0]?.stands).toBe(false);
  expect(cellsOf(trace)?.[1]).toBe("Tom");
});

test("a strict run that wrote nothing: its findings are there, and do not stand", async () => {
  const chain = new ChainOfRuns();
  chain.write(EXPORT);
  await chain.import({ settings: { mode: "strict" } });
  const trace = await chain.trace("patients", "1");
  expect(trace.state).toBe("rejected");
  expect(trace.meetings).toMatchObject([{ outcome: "rejected", stands: false }]);
});

test("a record of the same cells is a duplicate, one of other cells is rejected beside its rival", async () => {
  const chain = await lookedAt();
  expect(outcomes(await chain.trace("patients", "5"))).toEqual(
    expect.arrayContaining(["inserted", "duplicate"]),
  );
  const rivals = await chain.trace("patients", "6");
  expect(rivals.meetings).toMatchObject([
    { outcome: "rejected", place: { record: 5 } },
    { outcome: "rejected", place: { record: 6 } },
  ]);
  expect(rivals.meetings[1]?.issues[0]?.related).toMatchObject({ record: 5 });
});

test("a row without a record is told from one with a record", async () => {
  const chain = new ChainOfRuns();
  const mapping = join(chain.folder, "mapping.json");
  copyFileSync("fixtures/patient-placeholder/mapping.json", mapping);
  chain.write({ ...EXPORT, "patients.csv": `${PATIENTS}${TOM}` });
  await chain.import({ mapping });
  const trace = await chain.trace("patients", "1");
  expect(trace.state).toBe("placeholder");
  expect(outcomes(trace)).toEqual(["placeholder"]);
  expect(trace.referring).toMatchObject([{ entity: "visits", count: 1 }]);
  chain.write({ ...EXPORT, "patients.csv": `${PATIENTS}${TOM}1,Asha,Rao,0441234567,\n` });
  await chain.import({ mapping });
  const filled = await chain.trace("patients", "1");
  expect(filled.state).toBe("in");
  expect(outcomes(filled)).toEqual(["placeholder", "updated"]);
});

test("a place of a file leads to its record: rejected, in, and unchanged in the newest export", async () => {
  const chain = await imported();
  const at = async (line: number) =>
    (await chain.ask({ entity: undefined, file: "patients.csv", at: { line } })).trace?.legacyId;
  expect([await at(2), await at(3)]).toEqual(["1", "2"]);
  chain.write({ ...EXPORT, "patients.csv": `${PATIENTS}${TOM}` });
  await chain.import();
  expect(await at(2)).toBe("2");
  expect(await chain.ask({ entity: "patients", file: "patients.csv", at: { line: 99 } })).toEqual({
    trace: undefined,
    near: [],
    why: "no such record",
  });
  expect(await chain.ask({ entity: undefined, file: "x.csv", at: { line: 2 } })).toMatchObject({
    why: "no such file",
  });
});

test("a record without an id is found by its place", async () => {
  const chain = await lookedAt();
  const { trace } = await chain.ask({
    entity: "patients",
    file: "patients.csv",
    at: { record: 7 },
  });
  expect(trace).toMatchObject({ legacyId: null, state: "rejected" });
  expect(trace && cellsOf(trace)?.[1]).toBe("Max");
});

test("an id that is nearly one is a hint, and no record", async () => {
  const chain = await lookedAt();
  const near = async (id: string) => {
    const { trace, near } = await chain.ask({ entity: "patients", legacyId: id });
    expect(trace).toBeUndefined();
    return near.map(({ entity, legacyId }) => `${entity} ${legacyId}`);
  };
  expect(await near("02")).toEqual(["patients 2"]);
  expect(await near("7")).toEqual(["patients 0007"]);
  expect(await near("D1")).toEqual(["doctors D1"]);
  expect(await near("nothing like it")).toEqual([]);
  expect((await chain.trace("patients", " 2 ")).state).toBe("in");
});
