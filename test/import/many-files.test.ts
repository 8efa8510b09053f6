import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { entityOfFile } from "../../src/mapping/file-options.ts";
import { fitMapping } from "../../src/mapping/fit-mapping.ts";
import { headFile, inCommon } from "../../src/mapping/head-file.ts";
import { type EntityMapping, parseMapping } from "../../src/mapping/mapping.ts";
import { Alike } from "../../src/plain/alike.ts";
import { fileNotes } from "../../src/source/file-notes.ts";
import { openExport } from "../../src/source/open-export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { IMPORTERS } from "../support/target.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** An export whose visits stand in so many files. */
function exportOf(files: number): { source: string; mapping: ReturnType<typeof parseMapping> } {
  const source = join(workspace(), "legacy");
  const names = Array.from({ length: files }, (_, at) => `visits-${at}.csv`);
  const visits = names.map((name, at) => [
    name,
    `id,patient,doctor,day\nV${at},P1,D1,2024-01-02\n`,
  ]);
  writeFiles(source, {
    "patients.csv": "id,name,phone\nP1,Asha Rao,9876543210\n",
    "doctors.csv": "id,name\nD1,Meera Iyer\n",
    ...Object.fromEntries(visits),
  });
  const entities = {
    patients: {
      file: "patients.csv",
      fields: { legacyId: "id", fullName: "name", phone: "phone" },
    },
    doctors: { file: "doctors.csv", fields: { legacyId: "id", fullName: "name" } },
    visits: {
      file: names,
      fields: { legacyId: "id", patientId: "patient", doctorId: "doctor", visitDate: "day" },
    },
  };
  const written = {
    mappingVersion: 1,
    legacySystem: "test",
    currency: "INR",
    timeZone: "UTC",
    entities,
  };
  return { source, mapping: parseMapping("m", JSON.stringify(written), IMPORTERS) };
}

test.each(["always", "never"] as const)(
  "ten files of an entity prepare as many statements as two (first import: %s)",
  async (firstImport) => {
    const prepared: number[] = [];
    for (const files of [2, 10]) {
      const db = await newDatabase();
      const statements = vi.spyOn(db, "prepareBuilt");
      const { source, mapping } = exportOf(files);
      const summary = await importFolder(db, source, { mapping, way: { firstImport } });
      expect(summary.entities["visits"]).toMatchObject({ inserted: files });
      prepared.push(statements.mock.calls.length);
    }
    expect(prepared[1]).toBe(prepared[0]);
  },
);

test("what files have in common is kept once for all of them", async () => {
  const { source, mapping } = exportOf(3);
  const files = openExport(source).files.filter(({ name }) => name.startsWith("visits"));
  const alike = new Alike();
  const headed = [];
  for (const file of files) headed.push(inCommon(await headFile(file, [mapping]), alike));
  const { files: fitted } = fitMapping(headed, [mapping], IMPORTERS);
  for (const of of ["understanding", "dialect", "header", "absent", "mapping"] as const) {
    expect(new Set(fitted.map((one) => one[of])).size).toBe(1);
  }
  expect(new Set(fitted.map((one) => fileNotes(one))).size).toBe(1);
});

test("what is said file by file is one where the same is said", () => {
  const said = Object.fromEntries(["a", "b", "C"].map((name) => [name, "DD/MM/YYYY"]));
  const field = { columns: ["day"], join: "", value: undefined, optional: false };
  const entity = { fields: { visitDate: { ...field, options: { format: said } } }, ignore: [] };
  const of = (file: string) => entityOfFile(entity as unknown as EntityMapping, file);
  expect(of("a")).toBe(of("c"));
  expect(of("a").fields["visitDate"]?.options).toEqual({ format: "DD/MM/YYYY" });
  expect(of("d").fields["visitDate"]?.options).toEqual({});
});
