import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { assessFiles, draftExport } from "../../src/jobs/draft-export.ts";
import { headFile } from "../../src/mapping/head-file.ts";
import { openExport } from "../../src/source/open-export.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

async function proposed(files: Readonly<Record<string, readonly string[]>>) {
  const texts = Object.entries(files).map(([name, lines]) => [name, `${lines.join("\n")}\n`]);
  const source = writeFiles(join(workspace(), "legacy"), Object.fromEntries(texts));
  const headed = [];
  for (const file of openExport(source).files) headed.push(await headFile(file, []));
  return draftExport(await assessFiles(headed, HMSYNC), {
    legacySystem: "old",
    asOf: "2026-01-14",
  });
}

const rows = (line: (nth: number) => string) => Array.from({ length: 6 }, (_, nth) => line(nth));
const PATIENTS = [
  "patient_id,first_name,last_name,phone",
  ...rows((n) => `${n + 1},Ana${"abcdef"[n]},Lind,04423456${n}8`),
];

test("where the state's number is all that tells doctors apart, it is their id and their licence", async () => {
  const visit = (n: number) => `${n + 1},${n + 1},100000000${n + 1},2024-03-0${n + 1}`;
  const written = await proposed({
    "patients.csv": PATIENTS,
    "providers.csv": [
      "npi,provider_name,specialty",
      ...rows((n) => `100000000${n + 1},Una${"abcdef"[n]} Holm,ENT`),
    ],
    "visits.csv": ["visit_id,patient_id,npi,visit_date", ...rows(visit)],
  });
  const fields = { legacyId: "npi", licenseNumber: "npi", fullName: "provider_name" };
  expect(written.entities["doctors"]?.fields).toMatchObject(fields);
  expect(written.entities["visits"]?.fields).toMatchObject({ doctorId: "npi" });
});

test("a number of the day that repeats is no id of visits, and a relative's name none of the patient", async () => {
  const all = Array.from({ length: 20 }, (_, nth) => nth);
  const written = await proposed({
    "pasien.csv": [
      "no_rkm_medis,nm_pasien,namakeluarga,no_tlp",
      ...all.map((n) => `0${n + 10},Ana Lind ${"abcdefghijklmnopqrst"[n]},Tor,0812345678${n + 10}`),
    ],
    "reg_periksa.csv": [
      "no_reg,no_rawat,tgl_registrasi,no_rkm_medis",
      ...all.map((n) => `00${n % 4},2024/${n + 10},2024-03-${n + 10},0${n + 10}`),
    ],
  });
  expect(written.entities["patients"]?.fields).toMatchObject({ fullName: "nm_pasien" });
  expect(written.entities["patients"]?.fields).not.toHaveProperty("lastName");
  expect(written.entities["visits"]?.fields).toMatchObject({ legacyId: "no_rawat" });
});

test("signs beside amounts say which currencies the answer may be", async () => {
  const visit = (n: number) => `${n + 1},${n + 1},1,2024-03-0${n + 1},£${n + 10}.00`;
  const written = await proposed({
    "patients.csv": PATIENTS,
    "doctors.csv": ["doctor_id,doctor_name", "1,Una Holm", "2,Tor Holm"],
    "visits.csv": ["visit_id,patient_id,doctor_id,visit_date,fee", ...rows(visit)],
  });
  const choices = ["GBP", "EGP", "LBP", "SYP", "SDG"].map((code) => `"${code}"`);
  expect(written.undecided).toMatchObject([{ key: "currency", choices }]);
});
