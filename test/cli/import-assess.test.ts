import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { numbered } from "../support/assess.ts";
import { hmsync } from "../support/cli.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const EXPORT = {
  "legacy/pacientes.csv": `id_paciente;nombre;telefono;fecha_nacimiento\n${numbered(30, (n) => `${n};Ana Ruiz ${n};0601${n}23456;${(n % 27) + 1}/02/1980`).join("\n")}\n`,
  "legacy/broken.csv": Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3]),
};

test("an export is assessed into a folder of its owner's, with what could not be read", async () => {
  const cwd = writeFiles(workspace(), EXPORT);
  const { exitCode, stdout } = await hmsync(
    ["import:assess", "--source", "legacy", "--report", "out", "--write", "map.json", "--json"],
    { cwd },
  );
  const document = JSON.parse(stdout);
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({
    schemaVersion: 1,
    source: "legacy",
    revealed: false,
    files: [{ file: "pacientes.csv", entity: "patients", records: 30 }],
    unread: [{ file: "broken.csv" }],
    forecast: { outcome: "tried", entities: [{ entity: "patients", records: 30, rejected: 0 }] },
  });
  expect(document.files[0].columns.map(({ field }: { field: string | null }) => field)).toEqual([
    ...["legacyId", "fullName", "phone", "dateOfBirth"],
  ]);
  expect(JSON.parse(readFileSync(join(cwd, "out/assessment.json"), "utf8"))).toEqual(document);
  expect(readFileSync(join(cwd, "out/assessment.html"), "utf8")).not.toContain("Ana Ruiz");
  const mode = (path: string) => statSync(join(cwd, path)).mode & 0o777;
  expect([mode("out"), mode("out/assessment.json"), mode("out/assessment.html")]).toEqual([
    ...[0o700, 0o600, 0o600],
  ]);
  expect(JSON.parse(readFileSync(join(cwd, "map.json"), "utf8"))).toMatchObject({
    entities: { patients: { fields: { legacyId: "id_paciente" } } },
  });
});

test("a mapping that is there is not written over, and nothing is read for it", async () => {
  const cwd = writeFiles(workspace(), { ...EXPORT, "map.json": "mine" });
  const { exitCode, stderr } = await hmsync(
    ["import:assess", "--source", "legacy", "--write", "map.json"],
    { cwd },
  );
  expect([exitCode, readFileSync(join(cwd, "map.json"), "utf8")]).toEqual([2, "mine"]);
  expect(stderr).toContain("map.json");
  expect(readdirSync(cwd).sort()).toEqual(["legacy", "map.json"]);
});

test("headers without records are mapped, and an empty folder is a mistake of the command line", async () => {
  const cwd = writeFiles(workspace(), {
    "heads/patients.csv": "patient_id,first_name,last_name,phone,dob\n",
    "none/readme.md": "nothing",
  });
  const heads = await hmsync(["import:assess", "--source", "heads", "--json"], { cwd });
  expect(heads.exitCode).toBe(0);
  expect(JSON.parse(heads.stdout).files).toMatchObject([{ entity: "patients", records: 0 }]);
  const none = await hmsync(["import:assess", "--source", "none"], { cwd });
  expect(none.exitCode).toBe(2);
});
