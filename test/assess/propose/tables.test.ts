import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import type { FileProposal } from "../../../src/assess/assessment.ts";
import { layOutJson } from "../../../src/assess/propose/lay-out-json.ts";
import {
  assessFiles,
  draftExport,
  legacySystemOf,
  mappingText,
} from "../../../src/jobs/draft-export.ts";
import { headFile } from "../../../src/mapping/head-file.ts";
import { parseMapping } from "../../../src/mapping/mapping.ts";
import { DecisionNeeded } from "../../../src/plain/errors.ts";
import { openExport } from "../../../src/source/open-export.ts";
import { IMPORTERS } from "../../support/target.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

type Files = Readonly<Record<string, string>>;

async function assess(files: Files) {
  const headed = [];
  const source = writeFiles(join(workspace(), "legacy"), files);
  for (const file of openExport(source).files) headed.push(await headFile(file, []));
  return assessFiles(headed, HMSYNC);
}

async function draft(files: Files): Promise<string> {
  const drafting = { legacySystem: "old-hms", asOf: "2026-01-14" };
  return mappingText(await draftExport(await assess(files), drafting));
}

const parse = (text: string) => parseMapping("mapping.json", text, IMPORTERS);

const told = (proposals: readonly FileProposal[]) =>
  Object.fromEntries(
    proposals.map(({ file, entity, columns }) => [
      file,
      `${entity}: ${columns.map(({ field }) => field ?? "-").join(" ")}`,
    ]),
  );

/** Names, phones and days without a header, as many as it takes to see what they are. */
function headless(rows: number, cells: (nth: number) => string[]): string {
  return `${Array.from({ length: rows }, (_, nth) => cells(nth).join(",")).join("\n")}\n`;
}

const letters = (nth: number) => "abcdefghijklmnopqrst".charAt(nth);
const HEADLESS = {
  "patient.csv": headless(20, (nth) => [
    ...[`${500 + nth}`, `Asha${letters(nth)}`, `Rao${letters(nth)}b`],
    ...[nth % 2 ? "M" : "F", `044-234-56${10 + nth}`],
  ]),
  "doctor.csv": headless(6, (nth) => [
    ...[`D${nth}-MED`, `Jane${letters(nth)}`, `Smith${letters(nth)}`],
    ...[nth % 2 ? "Cardiology" : "Surgery", `044-987-65${10 + nth}`],
  ]),
  "visits.csv": headless(30, (nth) => [
    ...[`V${nth}`, `${500 + (nth % 20)}`, `D${nth % 6}-MED`, `2024-03-${10 + (nth % 20)}`],
  ]),
};

describe("files without a header", () => {
  test("are known by their cells and by what they refer to", async () => {
    const { proposals } = await assess(HEADLESS);
    expect(told(proposals)).toEqual({
      "patient.csv": "patients: legacyId firstName lastName gender phone",
      "doctor.csv": "doctors: legacyId fullName fullName specialty phone",
      "visits.csv": "visits: legacyId patientId doctorId visitDate",
    });
  });

  test("are mapped by the names that the reader gives their columns", async () => {
    const { entities, reading } = parse(await draft(HEADLESS));
    expect(entities["visits"]?.fields["patientId"]?.columns).toEqual(["column 2"]);
    expect(reading["visits.csv"]).toEqual({ headerRow: "none" });
  });
});

const VISITS = "visit_id,patient_id,doctor_id,visit_date\n1,1,1,2024-03-01\n2,2,1,2024-03-02\n";
const DOCTORS = "doctor_id,doctor_name\n1,Jane Smith\n";
const PATIENTS =
  "patient_id,patient_name,contact_no\n1,Asha Rao,0442345678\n2,Ravi Khan,0442345679\n";
const EXPORT = { "patients.csv": PATIENTS, "doctors.csv": DOCTORS, "visits.csv": VISITS };

describe("which file is which", () => {
  test("of two files that could be visits one is proposed, and the other one named", async () => {
    const more = "encounter_id,patient_id,doctor_id,encounter_date\n7,1,1,2024-04-01\n";
    const { proposals } = await assess({ ...EXPORT, "encounters.csv": more });
    const other = proposals.find(({ file }) => file === "encounters.csv");
    expect(other).toMatchObject({ entity: null, rivals: "visits" });
    expect(other?.reason).toContain("visits.csv");
  });

  test("stays and appointments beside visits are what they are; where there are no visits, they are those, and what would be lost of them is asked", async () => {
    const stays = "admission_id,patient_id,doctor_id,admission_date\n7,1,1,2024-04-01\n";
    const booked = "appointment_id,patient_id,doctor_id,appointment_date\n9,1,1,2024-04-01\n";
    const more = { "admissions.csv": stays, "appointments.csv": booked };
    const entitiesOf = ({ proposals }: Awaited<ReturnType<typeof assess>>) =>
      Object.fromEntries(proposals.map(({ file, entity }) => [file, entity]));
    const beside = { "admissions.csv": "admissions", "appointments.csv": "appointments" };
    expect(entitiesOf(await assess({ ...EXPORT, ...more }))).toMatchObject(beside);
    const { "visits.csv": _, ...without } = EXPORT;
    expect(entitiesOf(await assess({ ...without, ...more }))).toMatchObject(beside);
    const key = "entities.visits.file";
    const { proposals } = await assess({ ...without, "appointments.csv": booked });
    const alone = proposals.find(({ file }) => file === "appointments.csv");
    expect(alone).toMatchObject({ entity: "visits", second: { entity: "appointments" } });
    expect(alone?.open.map((one) => one.key)).not.toContain(key);
    const beds =
      "admission_id,patient_id,doctor_id,admission_date,ward,bed\n7,1,1,2024-04-01,A,3\n";
    const told = (await assess({ ...without, "admissions.csv": beds })).proposals;
    const stay = told.find(({ file }) => file === "admissions.csv");
    expect(stay).toMatchObject({ entity: "visits", second: { entity: "admissions" } });
    expect(stay?.open.map((one) => one.key)).toContain(key);
  });

  test("yes and no are read in the words that the cells have", async () => {
    const users = (words: readonly string[]) =>
      ["id_usuario,usuario,id_rol,activo", ...words.map((one, at) => `${at},u${at},1,${one}`)].join(
        "\n",
      );
    const roles = "id_rol,nombre_rol\n1,caja\n";
    const drafted = async (words: readonly string[]) =>
      JSON.parse(await draft({ ...EXPORT, "usuarios.csv": users(words), "roles.csv": roles }));
    const { entities, undecided = [] } = await drafted(["sí", "no", "sí"]);
    expect(entities.users.fields.isActive).toEqual({ column: "activo", codes: { sí: true } });
    expect(undecided).toEqual([]);
  });

  test("files with the same columns are parts of one entity", async () => {
    const { proposals } = await assess({ ...EXPORT, "visits-2023.csv": VISITS });
    expect(proposals.filter(({ entity }) => entity === "visits")).toHaveLength(2);
    const text = await draft({ ...EXPORT, "visits-2023.csv": VISITS });
    expect(parse(text).entities["visits"]?.file).toEqual(["visits-2023.csv", "visits.csv"]);
  });

  test("parts of one entity have their columns in any order, and a few more or fewer", async () => {
    const more = "visit_date,doctor_id,visit_id,patient_id,status\n2024-05-01,1,9,2,open\n";
    const mapping = parse(await draft({ ...EXPORT, "visits-2023.csv": more }));
    const { file, fields } = mapping.entities["visits"] ?? {};
    expect(file).toEqual(["visits-2023.csv", "visits.csv"]);
    expect(fields?.["visitDate"]).toMatchObject({ columns: ["visit_date"], optional: false });
    expect(fields?.["status"]).toMatchObject({ columns: ["status"], optional: true });
  });

  test("a file with other names for the same is asked about; to rename, to leave out or to name it answers", async () => {
    const old = "admission_no,patient_id,doctor_id,admission_date\n7,1,1,2024-04-01\n";
    const written = JSON.parse(await draft({ ...EXPORT, "visits.2023.csv": old }));
    const [question] = written.undecided;
    expect(question.key).toBe("reading.visits.2023.csv.rename");
    const rename = JSON.parse(question.choices[0]);
    expect(rename).toEqual({ admission_no: "visit_id", admission_date: "visit_date" });
    const answered = (more: object) => () => parse(JSON.stringify({ ...written, ...more }));
    expect(answered({})).toThrow(DecisionNeeded);
    for (const said of [{ rename }, { leaveOut: "a copy" }]) {
      expect(answered({ reading: { "visits.2023.csv": said } })).not.toThrow();
    }
    const visits = { ...written.entities.visits, file: ["visits.csv", "visits.2023.csv"] };
    expect(answered({ entities: { ...written.entities, visits } })).not.toThrow();
  });

  test("doctors stand among the staff, told by their role", async () => {
    const staff =
      "staff_id,name,role,department\n1,Jane Smith,Doctor,ICU\n2,Asha Rao,Nurse,ICU\n3,Ravi Khan,Doctor,ENT\n";
    const { proposals } = await assess({ "patients.csv": PATIENTS, "staff.csv": staff });
    const found = proposals.find(({ file }) => file === "staff.csv");
    expect(found).toMatchObject({ entity: "doctors", where: { column: "role", is: ["Doctor"] } });
  });

  test("cells contradict a name: a column of words is no birth date", async () => {
    const files = { "patients.csv": "patient_id,name,dob\n1,Asha Rao,Chennai\n2,Ravi Khan,Pune\n" };
    const [patients] = (await assess(files)).proposals;
    expect(patients?.columns[2]?.field).toBeNull();
  });
});

describe("the mapping that is written", () => {
  test("imports as it is: what is unmapped is kept, formats and codes are said", async () => {
    const born = ["13/02/1980", "25/12/1999", "01/02/1970"];
    const rows = born.map((day, nth) => `${nth},Asha Rao,044234567${nth},${day},${"hmh"[nth]},A+`);
    const text = await draft({
      "p.csv": `id_paciente,nombre,telefono,fecha_nac,sexo,sangre\n${rows.join("\n")}\n`,
    });
    const { entities, unmapped } = parse(text);
    expect([unmapped, entities["patients"]?.ignore]).toEqual(["keep", []]);
    expect(entities["patients"]?.fields["dateOfBirth"]?.options).toEqual({ format: "DD/MM/YYYY" });
    expect(entities["patients"]?.fields["gender"]?.options).toEqual({ codes: { h: "M", m: "F" } });
  });

  test("asks for what the data do not say, and takes the key for an answer", async () => {
    const text = await draft({
      ...EXPORT,
      "patients.csv": "patient_id,patient_name\n1,Asha Rao\n2,Ravi Khan\n",
      "visits.csv": VISITS.replace("visit_date\n", "visit_date,fee\n").replaceAll(
        /(?<=-0\d)\n/g,
        ",5\n",
      ),
    });
    expect(() => parse(text)).toThrow(DecisionNeeded);
    const asked = JSON.parse(text).undecided.map(({ key }: { key: string }) => key);
    expect(asked).toEqual(["currency", "entities.patients.fields.phone"]);
    const answered = JSON.parse(text);
    answered.currency = "INR";
    answered.entities.patients.rules = { "patients.phone.missing": "warning" };
    expect(parse(JSON.stringify(answered)).currency).toBe("INR");
  });

  test("names the line of the key that is asked for", async () => {
    const text = await draft({ "patients.csv": "patient_id,patient_name\n1,Asha Rao\n" });
    const line = text.split("\n").findIndex((one) => one.includes('"fields"')) + 1;
    expect(() => parse(text)).toThrow(`mapping.json line ${line}, entities.patients.fields.phone`);
  });

  test("splits names where a comma proves the order, and takes their parts", async () => {
    const names = ["Smith, Dr. Jane", "Rao, Asha Devi", "Khan, Ravi"];
    const rows = names.map((name, nth) => `${nth},"${name}",044234567${nth}`);
    const text = await draft({ "patients.csv": `patient_id,name,phone\n${rows.join("\n")}\n` });
    expect(parse(text).entities["patients"]?.fields).toMatchObject({
      firstName: { columns: ["name"], take: "given names" },
      lastName: { columns: ["name"], take: "family name" },
    });
  });

  test("says that names could be split, and does not do it, where nothing proves the order", async () => {
    const rows = ["Jane Smith", "Asha Rao", "Ravi Khan"].map(
      (name, nth) => `${nth},${name},04423456${nth}7`,
    );
    const text = await draft({ "patients.csv": `patient_id,name,phone\n${rows.join("\n")}\n` });
    expect(Object.keys(parse(text).entities["patients"]?.fields ?? {})).not.toContain("firstName");
    const hinted = JSON.parse(text).proposals.map(({ field }: { field: string }) => field);
    expect(hinted).toEqual(["firstName", "lastName"]);
  });

  test("asks about times and amounts in a form that nobody can read, not about words", async () => {
    const rows = ["nine", "ten", "two"].map(
      (word, nth) => `${nth},P${nth},D1,2024-01-0${nth + 1},${word} 30 o'clock,${word} hundred 50`,
    );
    const file = `visit_id,patient_id,doctor_id,visit_date,visit_time,consultation_fee\n${rows.join("\n")}\n`;
    const asked = async (text: string) =>
      (JSON.parse(await draft({ "visits.csv": text })).undecided as { key: string }[])
        .map(({ key }) => key.split(".").at(-1))
        .filter((key) => key !== "onUnknown");
    expect(await asked(file)).toEqual(["visitTime", "consultationFee"]);
    expect(await asked(file.replace(/ 30 o'clock| hundred 50/g, ""))).toEqual([]);
  });

  test("asks about a column that is called a day and whose cells nobody can read, and takes both answers", async () => {
    const rows = [1, 2, 3].map((nth) => `${nth},Asha Rao,04423456${nth}7,spring 195${nth}`);
    const file = `patient_id,name,phone,date_of_birth\n${rows.join("\n")}\n`;
    const text = await draft({ "patients.csv": file });
    expect(() => parse(text)).toThrow("entities.patients.fields.dateOfBirth");
    const written = JSON.parse(text);
    written.entities.patients.ignore = [{ column: "date_of_birth", by: "Dr. Rao", why: "guesses" }];
    expect(parse(JSON.stringify(written)).entities["patients"]?.fields["dateOfBirth"]).toBe(
      undefined,
    );
    written.entities.patients.ignore = [];
    written.entities.patients.fields.dateOfBirth = "date_of_birth";
    expect(
      parse(JSON.stringify(written)).entities["patients"]?.fields["dateOfBirth"],
    ).toMatchObject({ columns: ["date_of_birth"] });
    const unknown = file.replace(/spring 195\d/g, "unknown");
    expect(JSON.parse(await draft({ "patients.csv": unknown })).undecided).toBe(undefined);
  });

  test("is the same each time", async () => {
    expect(await draft(EXPORT)).toBe(await draft(EXPORT));
  });
});

test("laid out for people, JSON says what it said", () => {
  const value = { a: [], b: { c: {}, fields: { d: "x", e: { f: ["y", 1, null, true] } } } };
  expect(JSON.parse(layOutJson(value))).toEqual(value);
});

test("a legacy system is called after its export, without the day", () => {
  expect(legacySystemOf("/data/Old HMS export 2026-01-14/")).toBe("old-hms-export");
  expect(legacySystemOf("legacy_20260114.zip")).toBe("legacy");
  expect(legacySystemOf("2026-01-14")).toBe("legacy");
});
