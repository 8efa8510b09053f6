import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { isOfHealth } from "../../src/jobs/input/health-question.ts";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

test.each([
  ...["ALLERGIES", "bloodGroup", "BLOODGRP", "date_of_death", "DOD", "is_pregnant", "Implants"],
  ...["grupo_sanguineo", "alergias", "fecha_defuncion", "Blutgruppe", "Sterbedatum", "Schwanger"],
  ...["groupe_sanguin", "date_deces", "kan_grubu", "gebelik", "аллергия", "дата_смерти", "血型"],
  ...["HIV_STATUS", "disability", "last_vaccination", "current medication", "rhesus", "gravidez"],
])("%s is a column of health data", (header) => {
  expect(isOfHealth(header, HMSYNC.vocabulary.health)).toBe(true);
});

test.each([
  ...["ward", "status", "remarks", "last_login", "photo", "is_disabled", "user_id", "insurance"],
  ...["Versicherung", "estado_civil", "profession", "updated_at", "city", "marital_status"],
])("%s is none", (header) => {
  expect(isOfHealth(header, HMSYNC.vocabulary.health)).toBe(false);
});

const FIELDS = { legacyId: "id", firstName: "fn", lastName: "ln", phone: "ph" };

/** Patients whose blood groups and wards no field is filled from, and a file of another kind. */
function hospital(more: object = {}, patients: object = {}): string {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), {
    "pat.csv": "id,fn,ln,ph,BLOODGRP,WARD\n1,Asha,Rao,0441234567,B+,7\n2,Li,Wei,0331234567,,8\n",
    "lab.csv": "sample,value\nx,1\ny,\n",
  });
  const entities = { patients: { file: "pat.csv", fields: FIELDS, ...patients } };
  const head = { mappingVersion: 1, legacySystem: "w", currency: "XXX", timeZone: "UTC" };
  return writeFiles(cwd, { "mapping.json": JSON.stringify({ ...head, ...more, entities }) });
}

interface Story {
  /** Of the mapping. */
  readonly more?: object;
  /** Of its patients. */
  readonly patients?: object;
  readonly flags?: readonly string[];
}

const ASKED = ["--source", "legacy", "--mapping", "mapping.json", "--json"];

test.each<readonly [string, Story]>([
  ["ignored, by nobody who is named", { patients: { ignore: ["BLOODGRP"] } }],
  ["ignored without a reason", { patients: { ignore: [{ column: "BLOODGRP", by: "Dr. Rao" }] } }],
  ["dropped with all that is not mapped", { more: { unmapped: "drop" } }],
  ["dropped by a flag", { flags: ["--drop-unmapped"] }],
])("a blood group that is %s is asked about", async (_, { more, patients, flags = [] }) => {
  const cwd = hospital(more, patients);
  const { exitCode, stdout } = await hmsync(["import", ...ASKED, ...flags], { cwd });
  expect([exitCode, stdout.includes("BLOODGRP"), stdout.includes("WARD")]).toEqual([
    4,
    true,
    false,
  ]);
  expect((await hmsync(["import:preflight", ...ASKED, ...flags], { cwd })).exitCode).toBe(1);
});

const PERSON = { by: "Dr. Rao", why: "kept in the lab system" };

test.each<readonly [string, Story, unknown]>([
  [
    "kept as nothing was said",
    {},
    [
      ["kept", 1],
      ["kept", 2],
    ],
  ],
  [
    "kept",
    { more: { unmapped: "keep" } },
    [
      ["kept", 1],
      ["kept", 2],
    ],
  ],
  [
    "left out by a person with a reason",
    { patients: { ignore: [{ column: "BLOODGRP", ...PERSON }] } },
    [
      ["left out", 1],
      ["kept", 2],
    ],
  ],
  [
    "left out with all else by a person",
    { more: { unmapped: { drop: "all", ...PERSON } } },
    [
      ["left out", 1],
      ["left out", 2],
    ],
  ],
])("a blood group that is %s is not, and is told with its cells", async (_, story, told) => {
  const { more, patients } = story;
  const cwd = hospital(more, patients);
  const { exitCode, stdout } = await hmsync(["import", ...ASKED], { cwd });
  expect(exitCode).toBe(0);
  const { files, ignored } = JSON.parse(stdout);
  const { columnsAside } = files[0];
  expect(columnsAside.map(({ fate, cells }: Record<string, unknown>) => [fate, cells])).toEqual(
    told,
  );
  expect(ignored).toMatchObject([{ name: "lab.csv", held: { records: 2, cells: 3 } }]);
  const kept = query(join(cwd, "hmsync.db"), "select count(*) from ledger_unmapped");
  expect(kept).toEqual([[JSON.stringify(told).includes("kept") ? 2 : 0]]);
});

test("the sheet names nobody where nobody is named", async () => {
  const cwd = hospital({}, { ignore: ["WARD", { column: "BLOODGRP", ...PERSON }] });
  const argv = ["import:mapping", "mapping.json", "--source", "legacy", "--json"];
  const { entities } = JSON.parse((await hmsync(argv, { cwd })).stdout);
  const rows = entities[0].rows.filter(({ field }: { field: unknown }) => field === null);
  expect(rows.map(({ decider }: { decider: string }) => decider)).toEqual([
    "the hospital",
    "nobody",
  ]);
});
