import { join } from "node:path";
import { expect, test } from "vitest";
import { type Finished, hmsync } from "../support/cli.ts";
import { change } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// Every cell of these exports is a canary: a word, a phone, a day or an amount that stands nowhere
// else. None may be seen on stdout or stderr, whatever becomes of its record.
const CANARIES = /canary|44913773|1931-07|2099-07|(?<![\da-f])7313(?![\da-f])/i;
/** The first and the last day of five records and more, and their sum, are nobody's. */
const FIGURES = /1931-07-1\d to (?:1931-07-1\d|2099-07-31)/g;

const PATIENTS = "patientId,firstName,lastName,phoneNumber,age,gender,address,registrationDate\n";
const DOCTORS = "doctorId,fullName,specialty,licenseNumber,phoneNumber,joinDate\n";
const VISITS = "visitId,patientId,doctorId,visitDate,consultationFee,diagnosis,notes\n";

const patient = (id: string, cells: Readonly<Record<string, string>> = {}): string => {
  const good = { phone: "0449137731", age: "", gender: "F", day: "1931-07-11", ...cells };
  const { phone, age, gender, day } = good;
  return `${id},CanaryFirst,CanaryLast,${phone},${age},${gender},"Canary Straße 1",${day}\n`;
};
const doctor = (id: string): string =>
  `${id},Dr. Canary,CanarySpecialty,CANARY-7,0449137732,1931-07-12\n`;
const visit = (id: string, patientId: string, cells: Readonly<Record<string, string>> = {}) => {
  const good = { doctorId: "CANARY-D1", day: "1931-07-13", fee: "7313.50", rest: "", ...cells };
  const { doctorId, day, fee, rest } = good;
  return `${id},${patientId},${doctorId},${day},${fee},CanaryDiagnosis,"Canary note${rest}\n`;
};

const GOOD = {
  "patients.csv": PATIENTS + patient("CANARY-P1") + patient("CANARY-P2"),
  "doctors.csv": DOCTORS + doctor("CANARY-D1"),
  "visits.csv": VISITS + visit("CANARY-V1", "CANARY-P1", { rest: '"' }),
};

/** One record for each way that a record can fail. */
const BAD = {
  "patients.csv": Buffer.concat([
    Buffer.from(PATIENTS + patient("CANARY-P1", { phone: "0449137739" }) + patient("CANARY-P2")),
    Buffer.from(patient("CANARY-P2") + patient("CANARY-P3") + patient("CANARY-P3", { age: "5" })),
    Buffer.from(patient("CANARY-P4", { phone: "" }) + patient("CANARY-P5", { age: "canary" })),
    Buffer.from(patient("CANARY-P6", { age: "7313" }) + patient("CANARY-P7", { day: "canary" })),
    Buffer.from(patient("CANARY-P8", { gender: "CANARY" }) + patient("")),
    Buffer.from("CANARY-P9,CanaryFirst\nCANARY-P10,Canary\xff,\xe9,0449137731,,F,,\n", "latin1"),
    Buffer.from(`CANARY-P11,"Canary" canary,${"canary,".repeat(5)}canary\n`),
  ]),
  "doctors.csv": DOCTORS + doctor("CANARY-D1"),
  "visits.csv":
    VISITS +
    visit("CANARY-V1", "CANARY-P404", { rest: '"' }) +
    visit("CANARY-V2", "CANARY-P4", { rest: '"' }) +
    visit("CANARY-V3", "CANARY-P1", { doctorId: "CANARY-D404", rest: '"' }) +
    visit("CANARY-V4", "CANARY-P1", { day: "2099-07-31", rest: '"' }) +
    visit("CANARY-V5", "CANARY-P1", { fee: "7313.505", rest: '"' }) +
    visit("CANARY-V6", "CANARY-P1", { fee: "canary", rest: '"' }) +
    visit("CANARY-V7", "CANARY-P1"),
};

function expectNoCanary({ stdout, stderr }: Finished): void {
  expect(stdout.replaceAll(FIGURES, "")).not.toMatch(CANARIES);
  expect(stderr).not.toMatch(CANARIES);
}

const IMPORT = ["import", "--source", "legacy", "--verbose"];

test("a clean import and every command after it show no patient's value", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), GOOD);
  const imported = await hmsync(IMPORT, { cwd });
  expect(imported.exitCode).toBe(0);
  expectNoCanary(imported);
  for (const command of ["import", "import:report", "import:status", "import:validate"]) {
    const argv = command === "import" ? IMPORT : [command, "--verbose"];
    expectNoCanary(await hmsync(argv, { cwd }));
  }
});

test.each([
  ["strict", []],
  ["lenient", ["--continue-on-error"]],
  ["stopped", ["--continue-on-error", "--max-errors", "1"]],
  ["rehearsed", ["--dry-run"]],
  ["limited", ["--limit", "2", "--continue-on-error"]],
])(
  "an import of records that fail in every way, %s, shows no patient's value",
  async (_, flags) => {
    const cwd = workspace();
    writeFiles(join(cwd, "legacy"), GOOD);
    await hmsync(IMPORT, { cwd });
    writeFiles(join(cwd, "legacy"), BAD);
    const imported = await hmsync([...IMPORT, ...flags], { cwd });
    expect(imported.exitCode).toBe(3);
    expectNoCanary(imported);
    const reported = await hmsync(["import:report", "--verbose"], { cwd });
    expectNoCanary(reported);
  },
);

test("the failing records do fail in every way that the test above means", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), BAD);
  const { stdout } = await hmsync([...IMPORT, "--json"], { cwd });
  expect(stdout).not.toMatch(/canary/i);
  const { patients, visits } = JSON.parse(stdout).entities;
  expect(Object.keys(patients.issues).map((code) => code.replace("patients.", ""))).toEqual([
    ...["age.not-a-number", "age.out-of-range", "gender.unknown", "legacyId.duplicate"],
    ...["legacyId.missing", "phone.missing", "registrationDate.not-a-date", "row.encoding"],
    ...["row.quote-garbage", "row.too-few-cells"],
  ]);
  expect(patients).toMatchObject({ records: 14, duplicate: 1, rejected: 11 });
  expect(Object.keys(visits.issues).map((code) => code.replace("visits.", ""))).toEqual([
    ...["consultationFee.not-money", "consultationFee.too-many-decimals", "doctor.unknown"],
    ...["patient.unknown", "row.quote-unclosed", "visitDate.future"],
  ]);
});

test("a row that was changed or deleted since is named by place and column, not by value", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), GOOD);
  await hmsync(IMPORT, { cwd });
  const path = join(cwd, "hmsync.db");
  change(path, "delete from visits; update patients set last_name = 'OtherCanary'");
  const validated = await hmsync(["import:validate"], { cwd });
  expect(validated.exitCode).toBe(5);
  expectNoCanary(validated);
  const imported = await hmsync([...IMPORT, "--on-conflict", "reject"], { cwd });
  expect(imported.exitCode).toBe(3);
  expectNoCanary(imported);
});

test("a file without a header, whose first record is taken for one, is not quoted", async () => {
  const cwd = workspace();
  const [, ...records] = GOOD["patients.csv"].split("\n");
  writeFiles(join(cwd, "legacy"), { ...GOOD, "patients.csv": records.join("\n") });
  const imported = await hmsync(IMPORT, { cwd });
  expect(imported.exitCode).toBe(4);
  expectNoCanary(imported);
});

test("a row that the database itself refuses is not quoted", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), GOOD);
  await hmsync(["db:push", "--init"], { cwd });
  const refuse = "begin select raise(abort, 'refused by the ward'); end";
  change(join(cwd, "hmsync.db"), `create trigger ward before insert on visits ${refuse}`);
  const imported = await hmsync(IMPORT, { cwd });
  expect(imported.exitCode).toBe(3);
  expectNoCanary(imported);
});
