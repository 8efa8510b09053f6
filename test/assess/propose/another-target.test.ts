import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Target } from "../../../importers/define-target.ts";
import { HMSYNC } from "../../../importers/index.ts";
import { proposeTables } from "../../../src/assess/propose/propose-mapping.ts";
import { assessFiles, draftExport } from "../../../src/jobs/draft-export.ts";
import { headFile } from "../../../src/mapping/head-file.ts";
import { openExport } from "../../../src/source/open-export.ts";
import { asOurs, renamed } from "../../support/renamed-target.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const OTHER = renamed(HMSYNC);

async function draft(source: string, target: Target) {
  const headed = [];
  for (const file of openExport(source).files) headed.push(await headFile(file, []));
  const drafting = { legacySystem: "old", asOf: "2026-01-14" };
  return draftExport(await assessFiles(headed, target), drafting);
}

const rows = (line: (nth: number) => string) => Array.from({ length: 8 }, (_, nth) => line(nth));
const name = (nth: number) => `An${"abcdefgh"[nth]}a`;

const EXPORTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "one name of a comma, an address of parts, a doctor's name of two": {
    "patients.csv": [
      "patient_id,name,phone,street,city,gender",
      ...rows((n) => `${n + 1},"Lind, ${name(n)}",04423456${n}8,Mill Road ${n},Turku,F`),
    ],
    "doctors.csv": [
      "doctor_id,first_name,last_name,specialty",
      ...rows((n) => `D${n},${name(n)},Smith,Surgery`),
    ],
  },
  "a name beside a first name, titles, two words each": {
    "patients.csv": [
      "patient_id,nom,prenom,tel",
      ...rows((n) => `${n + 1},Lind${"abcdefgh"[n]},${name(n)},04423456${n}8`),
    ],
    "doctors.csv": [
      "doctor_id,name,specialty",
      ...rows((n) => `D${n},Dr. ${name(n)} Smith,Surgery`),
    ],
  },
  "another file that writes down names in another way": {
    "patients.csv": [
      "patient_id,name,phone,gender",
      ...rows((n) => `${n + 1},${name(n)} Lind,04423456${n}8,F`),
    ],
    "patients-2009.csv": [
      "patient_id,first_name,last_name,telephone,gender",
      ...rows((n) => `${n + 21},${name(n)},Lind,04423457${n}8,F`),
    ],
  },
  "names and departments in other files": {
    "patients.csv": [
      "patient_id,user_id,phone,birth_date",
      ...rows((n) => `${n + 1},U${n + 20},04423456${n}8,1980-02-${n + 13}`),
    ],
    "users.csv": [
      "user_id,first_name,last_name,email,password",
      ...rows((n) => `U${n + 20},${name(n)},Lind,${name(n)}@example.org,x${n}`),
    ],
    "doctors.csv": [
      "doctor_id,full_name,department_id,license_no",
      ...rows((n) => `D${n},${name(n)} Smith,${40 + n},L-77${n}`),
    ],
    "departments.csv": ["department_id,name", ...rows((n) => `${40 + n},Ward ${name(n)}`)],
  },
};

test.each(Object.entries(EXPORTS))(
  "a target whose names are others gets the same mapping: %s",
  async (_, files) => {
    const texts = Object.entries(files).map(([file, lines]) => [file, `${lines.join("\n")}\n`]);
    const source = writeFiles(join(workspace(), "legacy"), Object.fromEntries(texts));
    const [own, its] = [await draft(source, HMSYNC), await draft(source, OTHER)];
    expect(JSON.stringify(its)).not.toBe(JSON.stringify(own));
    expect(asOurs(its)).toEqual(own);
  },
);

test("headers alone say the same of a target whose names are others", () => {
  const path = new URL("unseen-lines.json", import.meta.url);
  const { tables }: { tables: { id: string; header: string[] }[] } = JSON.parse(
    readFileSync(path, "utf8"),
  );
  const some = tables.filter((_, at) => at % 3 === 0);
  const known = some.map(({ id, header }) => {
    return { file: `${id}.csv`, header, headless: false, records: null, columns: [] };
  });
  const propose = ({ vocabulary, importers }: Target) =>
    proposeTables(known, [], { vocabulary, importers });
  expect(asOurs(propose(OTHER))).toEqual(propose(HMSYNC));
});
