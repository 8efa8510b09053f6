import { integer, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Decisions } from "../../src/evolve/decisions.ts";
import { planned, pushed, refused, rows, value } from "../support/evolve.ts";
import {
  doctorColumns,
  hospital,
  hospitalDatabase,
  patientColumns,
  visitColumns,
} from "../support/hospital.ts";

const WITHOUT_PHONE = () => {
  const { phone: _, ...patients } = patientColumns();
  return hospital({ patients });
};

test("a column goes where it is named, and everything else stays", async () => {
  const db = await hospitalDatabase();
  const before = rows(db, "SELECT rowid, id, full_name, age FROM patients");
  await pushed(db, WITHOUT_PHONE(), { allowDrop: ["patients.phone"] });
  expect(rows(db, "SELECT rowid, * FROM patients")).toEqual(before);
  expect(value(db, "SELECT count(*) FROM prescriptions")).toBe(48);
});

test("a table goes where it is named, and everything else stays", async () => {
  const db = await hospitalDatabase();
  const { prescriptions: _, ...rest } = hospital();
  const { exitCode, flags } = await refused(db, rest);
  expect([exitCode, flags]).toEqual([4, ["--allow-drop-table prescriptions"]]);
  await pushed(db, rest, { allowDropTable: ["prescriptions"] });
  expect(rows(db, "SELECT name FROM sqlite_schema WHERE name = 'prescriptions'")).toEqual([]);
  expect(value(db, "SELECT count(*) FROM visits")).toBe(24);
});

const OTHERS: Partial<Decisions>[] = [
  { allowDrop: ["patients.age"] },
  { allowDrop: ["visits.phone"] },
  { allowDrop: ["patients"] },
  { allowDrop: ["phone", "patients.*", "*", "*.*"] },
  { allowDropTable: ["patients"] },
  { allowConvert: ["patients.phone"] },
  { dropUnmanaged: ["*"] },
  { adopt: true },
];

test.each(OTHERS)(
  "a permission for something else permits no loss of a column: %j",
  async (decisions) => {
    const db = await hospitalDatabase();
    const { exitCode, flags } = await refused(db, WITHOUT_PHONE(), decisions);
    expect([exitCode, flags]).toEqual([4, ["--allow-drop patients.phone"]]);
  },
);

test("a permission to drop a column permits no other change of it", async () => {
  const db = await hospitalDatabase();
  const wanted = hospital({ patients: { ...patientColumns(), phone: integer() } });
  const decisions = { allowDrop: ["patients.phone"] };
  expect((await refused(db, wanted, decisions)).flags).toEqual(["--allow-convert patients.phone"]);
});

test("a column without a value is not lost without a word either", async () => {
  const db = await hospitalDatabase();
  db.exec("UPDATE patients SET phone = NULL");
  const { flags, message } = await refused(db, WITHOUT_PHONE());
  expect(flags).toEqual(["--allow-drop patients.phone"]);
  expect(message).toContain("0 values");
});

test("every decision that is missing is named at once", async () => {
  const db = await hospitalDatabase();
  const { doctorId: _, ...visits } = visitColumns();
  const { flags } = await refused(
    db,
    hospital({
      visits,
      unguarded: ["doctor_id"],
      doctors: { ...doctorColumns(), code: text().notNull() },
      patients: { ...patientColumns(), phone: integer() },
    }),
  );
  expect([...flags].sort()).toEqual([
    "--allow-convert patients.phone",
    "--allow-drop visits.doctor_id",
    "--backfill 'doctors.code=<expression>'",
  ]);
});

test("a new type that keeps every value goes ahead without a permission", async () => {
  const db = await hospitalDatabase();
  db.exec("UPDATE patients SET phone = CAST(CAST(phone AS INTEGER) AS TEXT)");
  const { survival } = await pushed(
    db,
    hospital({ patients: { ...patientColumns(), phone: integer(), age: text() } }),
  );
  expect(survival?.losses).toEqual([]);
  expect(
    rows(db, "SELECT typeof(phone), phone, typeof(age), age FROM patients WHERE id = 'p1'"),
  ).toEqual([["integer", 1, "text", "7"]]);
});

test.each([
  ["0000000001", "1"],
  ["1.50", "1.5"],
  ["1e3", "1000"],
  [" 7", "7"],
  ["+7", "7"],
  ["9007199254740993.0", "9007199254740993"],
])("%s as a number would be %s, so it is asked about", async (written) => {
  const db = await hospitalDatabase();
  db.exec(`UPDATE patients SET phone = iif(id = 'p2', '${written}', NULL)`);
  const wanted = hospital({ patients: { ...patientColumns(), phone: integer() } });
  const { flags, message } = await refused(db, wanted);
  expect(flags).toEqual(["--allow-convert patients.phone"]);
  expect(message).toContain("1 values of patients.phone by its new type (rows 2)");
});

test.each(["", "none", "12a", "2026-01-14", "0x10", "1_000"])(
  "%j, which is no number, stays the text that it is",
  async (written) => {
    const db = await hospitalDatabase();
    db.exec(`UPDATE patients SET phone = '${written}'`);
    await pushed(db, hospital({ patients: { ...patientColumns(), phone: integer() } }));
    expect(rows(db, "SELECT DISTINCT typeof(phone), phone FROM patients")).toEqual([
      ["text", written],
    ]);
  },
);

test("a backfill that gives NULL is refused with count and places", async () => {
  const db = await hospitalDatabase();
  const wanted = hospital({ patients: { ...patientColumns(), mrn: text().notNull() } });
  const backfills = [{ table: "patients", column: "mrn", expression: "phone" }];
  const { exitCode, obstacles } = await refused(db, wanted, { backfills });
  expect([exitCode, obstacles]).toEqual([1, [{ table: "patients", count: 3, rows: [4, 8, 12] }]]);
});

test("a backfill that is no SQL is refused", async () => {
  const db = await hospitalDatabase();
  const wanted = hospital({ patients: { ...patientColumns(), mrn: text().notNull() } });
  for (const expression of ["fone", "1 +", "'", "1); DELETE FROM visits; --", "random(1, 2, 3)"]) {
    const backfills = [{ table: "patients", column: "mrn", expression }];
    expect((await refused(db, wanted, { backfills })).exitCode).toBe(1);
  }
});

test("a backfill fills the gaps of a column that comes to be required, and only those", async () => {
  const db = await hospitalDatabase();
  const wanted = hospital({ patients: { ...patientColumns(), phone: text().notNull() } });
  const backfills = [{ table: "patients", column: "phone", expression: "'unknown'" }];
  await pushed(db, wanted, { backfills });
  expect(rows(db, "SELECT phone FROM patients WHERE rowid IN (1, 4)")).toEqual([
    ["0000000001"],
    ["unknown"],
  ]);
  expect(value(db, "SELECT count(*) FROM patients WHERE phone = 'unknown'")).toBe(3);
});

test("a backfill for a column that is filled changes nothing of it", async () => {
  const db = await hospitalDatabase();
  const before = rows(db, "SELECT * FROM patients");
  const backfills = [{ table: "patients", column: "full_name", expression: "'X'" }];
  await pushed(db, hospital({ patients: { ...patientColumns(), age: integer().default(1) } }), {
    backfills,
  });
  expect(rows(db, "SELECT * FROM patients")).toEqual(before);
});

test("a plan shows a default as it is written", async () => {
  const db = await hospitalDatabase();
  const doctors = { ...doctorColumns(), since: text().notNull().default("It's 'now'") };
  const { report } = await planned(db, hospital({ doctors }));
  const [change] = report.tables.find(({ table }) => table === "doctors")?.changes ?? [];
  expect(change?.what).toBe("since text not null default 'It''s ''now'''");
});

test("a database of another program is pushed to where it is adopted, and keeps what it has", async () => {
  const db = await hospitalDatabase();
  db.exec(
    "DELETE FROM ledger_schema_changes; CREATE TABLE theirs (n); INSERT INTO theirs VALUES (1)",
  );
  const wanted = hospital({ patients: { ...patientColumns(), email: text() } });
  expect((await refused(db, wanted)).exitCode).toBe(4);
  const { report } = await pushed(db, wanted, { adopt: true });
  expect([report.kept, value(db, "SELECT n FROM theirs")]).toEqual([["theirs"], 1]);
  expect((await pushed(db, wanted)).report.inSync).toBe(true);
});

test("a new name is proposed for a lost column only where a word or a type speaks for it", async () => {
  const db = await hospitalDatabase();
  const { phone, age, ...patients } = patientColumns();
  const hintFor = async (columns: Parameters<typeof hospital>[0]) =>
    /renamed\? --rename ([^\s)]+)/.exec((await refused(db, hospital(columns))).message)?.[1];
  const picture = { ...patients, age, picture: text("profile_picture") };
  expect(await hintFor({ patients: picture })).toBe("patients.phone=<new");
  const telephone = { ...patients, age, telephone: text() };
  expect(await hintFor({ patients: telephone })).toBe("patients.phone=telephone");
  const years = { ...patients, phone, years: integer() };
  expect(await hintFor({ patients: years })).toBe("patients.age=years");
});
