import { expect, test } from "vitest";
import { RECORD_STATES, type Standing } from "../../src/chain/standing.ts";
import { ChainOfRuns, entityOf, stateOf } from "../support/chain.ts";

const FILES = {
  "patients.csv":
    "patientId,firstName,lastName,phoneNumber\n1,Asha,Rao,\n2,Tom,Novak,0209461234\n3,Li,Wei,\n4,Ana,Diaz,0209461235\n4,Ana,Diaz,0209461235\n",
  "doctors.csv": "doctorId,fullName\nD1,Dr. Jane Smith\n",
  "visits.csv":
    "visitId,patientId,doctorId,visitDate\nV1,2,D1,2022-01-15\nV2,3,D1,2022-02-15\nV3,9,D1,2022-03-04\nV4,4,D1,2022-03-05\n",
};
const LENIENT = { settings: { mode: "lenient" } } as const;

/** The books of a chain balance, and every record is in one state. */
function balanced(standing: Standing): Standing {
  for (const entity of standing.entities) {
    expect(entity.differences).toEqual([]);
    expect(RECORD_STATES.reduce((sum, state) => sum + entity[state], 0)).toBe(entity.records);
  }
  expect(standing.balanced).toBe(true);
  return standing;
}

async function lenient() {
  const chain = await ChainOfRuns.begin();
  const { run } = await chain.import(FILES, LENIENT);
  return { chain, run };
}

const CURE = [["patients.csv", "Asha,Rao,", "Asha,Rao,0441234567"]] as const;
const ALL = [...CURE, ["patients.csv", "Li,Wei,", "Li,Wei,0331234567"]] as const;

test("a strict run that rejected two patients holds back all the others", async () => {
  const chain = await ChainOfRuns.begin();
  await chain.import(FILES);
  const standing = balanced(chain.standing());
  expect(stateOf(standing, "patients")).toEqual({ records: 5, rejected: 2, duplicate: 1, held: 2 });
  expect(stateOf(standing, "visits")).toEqual({ records: 4, rejected: 2, held: 2 });
  expect(standing.total).toMatchObject({ records: 10, in: 0, held: 5, rejected: 4, duplicate: 1 });
  expect(entityOf(standing, "patients").codes).toMatchObject([
    { code: "patients.phone.missing", count: 2, severity: "error" },
  ]);
  expect(entityOf(standing, "patients").figures[0]).toMatchObject({
    old: 5,
    new: 0,
    difference: -5,
  });
});

test("the retry of a strict run takes the whole export: its counts take the place of the first", async () => {
  const chain = await ChainOfRuns.begin();
  const first = await chain.import(FILES);
  const second = await chain.retry(first.run, CURE);
  expect(stateOf(balanced(chain.standing()), "patients")).toEqual({
    records: 5,
    rejected: 1,
    duplicate: 1,
    held: 3,
  });
  await chain.retry(second.run, [ALL[1], ["visits.csv", ",9,", ",2,"]]);
  const standing = balanced(chain.standing());
  expect(stateOf(standing, "patients")).toEqual({ records: 5, in: 4, duplicate: 1 });
  expect(stateOf(standing, "visits")).toEqual({ records: 4, in: 4 });
  expect(standing.runs.map(({ kind, counts }) => [kind, counts.length])).toEqual([
    ["import", 0],
    ["retry", 0],
    ["retry", 3],
  ]);
});

test("a lenient run, its retry, and the retry of that: each record where the last one left it", async () => {
  const { chain, run } = await lenient();
  expect(stateOf(balanced(chain.standing()), "patients")).toEqual({
    records: 5,
    in: 2,
    rejected: 2,
    duplicate: 1,
  });
  expect(stateOf(chain.standing(), "visits")).toEqual({ records: 4, in: 2, waiting: 2 });
  const second = await chain.retry(run, CURE);
  let standing = balanced(chain.standing());
  expect(stateOf(standing, "patients")).toEqual({ records: 5, in: 3, rejected: 1, duplicate: 1 });
  expect(entityOf(standing, "patients")).toMatchObject({ letIn: 1, run });
  expect(entityOf(standing, "patients").codes).toMatchObject([{ count: 1 }]);
  await chain.retry(second.run, [ALL[1]]);
  standing = balanced(chain.standing());
  expect(stateOf(standing, "patients")).toEqual({ records: 5, in: 4, duplicate: 1 });
  expect(stateOf(standing, "visits")).toEqual({ records: 4, in: 3, waiting: 1 });
  expect(entityOf(standing, "visits").codes).toMatchObject([
    { code: "visits.patient.unknown", count: 1 },
  ]);
});

test("a record that a retry withdrew is withdrawn, in a later export too, and rejected again once that retry is undone", async () => {
  const { chain, run } = await lenient();
  const { run: withdrawing } = await chain.retry(run, [
    ["visits.csv", 'records in.",,V3', 'records in.",Withdraw: a test record,V3'],
  ]);
  expect(stateOf(balanced(chain.standing()), "visits")).toEqual({
    records: 4,
    in: 2,
    waiting: 1,
    withdrawn: 1,
  });
  const { run: later } = await chain.import(FILES, LENIENT);
  const standing = balanced(chain.standing());
  expect(entityOf(standing, "visits")).toMatchObject({
    run: later,
    in: 2,
    withdrawn: 1,
    waiting: 1,
  });
  await chain.undo(withdrawing);
  balanced(chain.standing());
});

test("a visit that waited is in once a later import of patients alone brings its parent", async () => {
  const { chain, run } = await lenient();
  const brings = `${FILES["patients.csv"].split("\n")[0]}\n9,Mia,Khan,0209461239\n`;
  const { run: later } = await chain.import({ "patients.csv": brings }, { only: ["patients"] });
  const standing = balanced(chain.standing());
  expect(stateOf(standing, "visits")).toEqual({ records: 4, in: 3, waiting: 1 });
  expect(entityOf(standing, "visits")).toMatchObject({ run, letIn: 1 });
  expect(entityOf(standing, "patients")).toMatchObject({
    run: later,
    records: 1,
    in: 1,
    vanished: 2,
  });
});

test("an undo takes the records back, an undo of it puts them back, and a retry that is undone leaves its records rejected", async () => {
  const { chain, run } = await lenient();
  const { run: second } = await chain.retry(run, ALL);
  expect(stateOf(balanced(chain.standing()), "visits")).toEqual({ records: 4, in: 3, waiting: 1 });
  await chain.undo(second);
  expect(stateOf(balanced(chain.standing()), "patients")).toEqual({
    records: 5,
    in: 2,
    rejected: 2,
    duplicate: 1,
  });
  expect(stateOf(chain.standing(), "visits")).toEqual({ records: 4, in: 2, waiting: 2 });
  const undone = await chain.undo(run);
  expect(stateOf(balanced(chain.standing()), "patients")).toEqual({
    records: 5,
    undone: 2,
    rejected: 2,
    duplicate: 1,
  });
  await chain.undo(String(undone?.run));
  expect(stateOf(balanced(chain.standing()), "patients")).toEqual({
    records: 5,
    in: 2,
    rejected: 2,
    duplicate: 1,
  });
});

test("a later export counts in place of the one before; once it is undone, the one before counts again", async () => {
  const { chain, run } = await lenient();
  const next = { ...FILES, "patients.csv": `${FILES["patients.csv"]}5,Eva,Lind,0209461236\n` };
  const { run: second } = await chain.import(next, LENIENT);
  expect(entityOf(balanced(chain.standing()), "patients")).toMatchObject({
    run: second,
    records: 6,
    in: 3,
  });
  await chain.undo(second);
  expect(entityOf(balanced(chain.standing()), "patients")).toMatchObject({
    run,
    records: 5,
    in: 2,
  });
});

test("where the first export is undone after a second one met its rows, they are told as taken back", async () => {
  const { chain, run } = await lenient();
  const next = { ...FILES, "patients.csv": `${FILES["patients.csv"]}5,Eva,Lind,0209461236\n` };
  await chain.import(next, LENIENT);
  await chain.undo(run);
  const standing = balanced(chain.standing());
  expect(stateOf(standing, "patients")).toEqual({
    records: 6,
    in: 1,
    rejected: 2,
    duplicate: 1,
    undone: 2,
  });
  expect(entityOf(standing, "patients").figures[0]).toMatchObject({ old: 6, new: 1 });
});

test("an undo of what can be undone leaves the rest in", async () => {
  const { chain, run } = await lenient();
  chain.change("update patients set address = 'moved' where legacy_id = '2'");
  await chain.undo(run, true);
  expect(stateOf(balanced(chain.standing()), "patients")).toEqual({
    records: 5,
    in: 1,
    rejected: 2,
    duplicate: 1,
    undone: 1,
  });
});

test("a rehearsal counts for nothing", async () => {
  const { chain, run } = await lenient();
  const before = chain.standing();
  await chain.import(FILES, { settings: { mode: "lenient", dryRun: true } });
  await chain.retry(run, CURE, { dryRun: true });
  expect(chain.standing()).toEqual(before);
});

test("placeholders are no records of the export, and are left out of what landed", async () => {
  const chain = await ChainOfRuns.begin();
  const mapping = {
    mappingVersion: 1,
    legacySystem: "ward",
    currency: "INR",
    timeZone: "Asia/Kolkata",
    entities: {
      doctors: { file: "doctors.csv", fields: { legacyId: "doctorId", fullName: "fullName" } },
      visits: {
        file: "visits.csv",
        fields: {
          legacyId: "visitId",
          patientId: { column: "patientId", onUnknown: "placeholder" },
          doctorId: "doctorId",
          visitDate: "visitDate",
        },
      },
      patients: {
        file: "patients.csv",
        fields: { legacyId: "patientId", firstName: "firstName", phone: "phoneNumber" },
      },
    },
  };
  const { mappingFile } = await withMapping(chain, mapping);
  const short = { ...FILES, "patients.csv": "patientId,firstName,phoneNumber\n2,Tom,0209461234\n" };
  await chain.import(short, {
    mapping: mappingFile,
    settings: { mode: "lenient", keepUnmapped: true },
  });
  const standing = balanced(chain.standing());
  expect(entityOf(standing, "patients")).toMatchObject({ records: 1, in: 1, placeholders: 3 });
  expect(entityOf(standing, "patients").figures[0]).toMatchObject({
    old: 1,
    new: 1,
    difference: 0,
  });
  expect(stateOf(standing, "visits")).toEqual({ records: 4, in: 4 });
});

test("a record whose id was missing is the same record with the corrected one, and in", async () => {
  const chain = await ChainOfRuns.begin();
  const more = `${FILES["patients.csv"]},Eva,Lind,0209461236\n`;
  const { run } = await chain.import({ ...FILES, "patients.csv": more }, LENIENT);
  expect(stateOf(chain.standing(), "patients")).toMatchObject({ records: 6, rejected: 3 });
  await chain.retry(run, [["patients.csv", ",,,Eva", ",new id,77,Eva"]]);
  expect(stateOf(balanced(chain.standing()), "patients")).toEqual({
    records: 6,
    in: 3,
    rejected: 2,
    duplicate: 1,
  });
});

test("of a run that broke off between two commits, what was committed counts, and it is said that this is not all", async () => {
  const chain = await ChainOfRuns.begin();
  let commits = 0;
  const failAt = (place: string) => {
    if (place === "before-checkpoint" && ++commits === 4) throw new Error("killed");
  };
  const settings = { mode: "lenient", batchSize: 2, commits: "each batch" } as const;
  await expect(chain.import(FILES, { settings }, { failAt })).rejects.toThrow();
  const [[status]] = chain.query("select status from ledger_runs") as [[string]];
  expect(status).toBe("failed");
  const standing = balanced(chain.standing());
  expect(standing.entities.map(({ complete }) => complete)).toContain(false);
  expect(standing.total.in).toBe(standing.entities.reduce((sum, one) => sum + one.in, 0));
  expect(standing.total.in).toBeGreaterThan(0);
  expect(standing.total.records).toBeLessThan(10);
});

test("rows that belong to records count as entities of their own, those that a retry made too", async () => {
  const chain = await ChainOfRuns.begin();
  const files = {
    "patients.csv":
      "patientId,firstName,lastName,phoneNumber,allergies\n1,Asha,Rao,,Penicillin\n2,Tom,Novak,0209461234,Latex\n",
  };
  const { run } = await chain.import(files, { ...LENIENT, only: ["patients"] });
  expect(stateOf(balanced(chain.standing()), "listedAllergies")).toEqual({ records: 1, in: 1 });
  const { run: second } = await chain.retry(run, CURE);
  expect(stateOf(balanced(chain.standing()), "listedAllergies")).toEqual({ records: 2, in: 2 });
  await chain.undo(second);
  expect(stateOf(balanced(chain.standing()), "listedAllergies")).toEqual({ records: 1, in: 1 });
});

test("where ledger and runs disagree it is said, and nothing is forced", async () => {
  const { chain } = await lenient();
  chain.change("delete from ledger_exceptions where entity = 'visits' and record = 2");
  chain.change("delete from ledger_crosswalk where entity = 'patients' and legacy_id = '2'");
  const standing = chain.standing();
  expect(standing.balanced).toBe(false);
  expect(entityOf(standing, "visits")).toMatchObject({
    balanced: false,
    differences: [{ measure: "rejected records that the ledger names", expected: 2, found: 1 }],
  });
  expect(entityOf(standing, "patients").differences).toEqual([
    { measure: "rows of the crosswalk", expected: 2, found: 1 },
  ]);
});

async function withMapping(chain: ChainOfRuns, mapping: object) {
  const { writeFileSync } = await import("node:fs");
  const mappingFile = `${chain.folder}/mapping.json`;
  writeFileSync(mappingFile, JSON.stringify(mapping));
  return { mappingFile };
}

test("records of each month, the export beside what is in by now", async () => {
  const { chain, run } = await lenient();
  const months = () => entityOf(chain.standing(), "visits").months;
  expect(months()).toEqual({
    field: "visitDate",
    months: [
      { month: "2022-01", old: 1, new: 1 },
      { month: "2022-02", old: 1, new: 0 },
      { month: "2022-03", old: 2, new: 1 },
    ],
    without: { old: 0, new: 0 },
  });
  await chain.retry(run, ALL);
  expect(months()?.months[1]).toEqual({ month: "2022-02", old: 1, new: 1 });
});
