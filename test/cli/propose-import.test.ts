import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** A clinic whose columns no mapping that ships knows. */
const CLINIC = {
  "pacientes.csv":
    "id_paciente;nombre;telefono;fecha_nacimiento\n1;Ana Pérez;3001111111;13/02/1980\n2;Juan Ruiz;3012222222;25/12/1999\n",
  "medicos.csv":
    "id_medico;nombre;especialidad\n1;Laura Gómez;Pediatría\n2;Carlos Díaz;Cardiología\n",
  "citas.csv":
    "id_cita;fecha_cita;hora;id_paciente;id_medico\n1;2024-07-01;08:00;1;1\n2;2024-07-15;09:00;2;2\n",
};
/** The same without phones: what to do about that is for a person to say. */
const PHONELESS = {
  ...CLINIC,
  "pacientes.csv": "id_paciente;nombre\n1;Ana Pérez\n2;Juan Ruiz\n",
};
const IMPORT = ["import", "--source", "legacy"];
const PROPOSED = join("reports", "mapping-legacy.json");

function clinic(files: Readonly<Record<string, string>>): string {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), files);
  return cwd;
}

describe("an export that no mapping fits", () => {
  test("is imported where every required field is certain, and the mapping is kept", async () => {
    const cwd = clinic(CLINIC);
    const { exitCode, stderr } = await hmsync([...IMPORT, "--report", "report"], { cwd });
    expect([exitCode, targetCounts(join(cwd, "hmsync.db"))]).toEqual([0, [2, 2, 2]]);
    expect(stderr).toContain(PROPOSED);
    const kept = readFileSync(join(cwd, "report", "mapping.json"), "utf8");
    expect(kept).toBe(readFileSync(join(cwd, PROPOSED), "utf8"));
    expect(JSON.parse(kept).entities.patients.fields.dateOfBirth.format).toBe("DD/MM/YYYY");
    const again = await hmsync([...IMPORT, "--json"], { cwd });
    expect(JSON.parse(again.stdout).entities.patients).toMatchObject({ unchanged: 2 });
  });

  test("stops with a proposal for its owner alone, and goes on with that once it is completed", async () => {
    const cwd = clinic(PHONELESS);
    const { exitCode, stderr } = await hmsync(IMPORT, { cwd });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("patients.phone.missing");
    expect(stderr).toContain(`--mapping ${PROPOSED}`);
    expect(statSync(join(cwd, PROPOSED)).mode & 0o777).toBe(0o600);

    const open = await hmsync([...IMPORT, "--mapping", PROPOSED], { cwd });
    expect([open.exitCode, open.stderr]).toEqual([4, expect.stringContaining(`${PROPOSED} line`)]);
    const completed = readFileSync(join(cwd, PROPOSED), "utf8").replace(
      '"rules": {}',
      '"rules": { "patients.phone.missing": "warning" }',
    );
    writeFileSync(join(cwd, PROPOSED), completed);
    expect((await hmsync([...IMPORT, "--mapping", PROPOSED], { cwd })).exitCode).toBe(0);
    expect(targetCounts(join(cwd, "hmsync.db"))).toEqual([2, 2, 2]);

    expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(4);
    expect(readFileSync(join(cwd, PROPOSED), "utf8")).toBe(completed);
  });

  test("and that holds nothing of ours: exit 4, and nothing is written", async () => {
    const cwd = clinic({ "stock.csv": "item;quantity\nA;1\nB;2\n" });
    const { exitCode, stderr } = await hmsync(IMPORT, { cwd });
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining("import:assess")]);
    expect(() => statSync(join(cwd, PROPOSED))).toThrow("ENOENT");
  });
});

test("import:assess --write writes the proposal and its schema, and replaces nothing unasked", async () => {
  const cwd = clinic(CLINIC);
  const argv = ["import:assess", "--source", "legacy", "--write", "mapping.json"];
  expect((await hmsync([...argv, "--legacy-system", "old-clinic"], { cwd })).exitCode).toBe(0);
  const written = JSON.parse(readFileSync(join(cwd, "mapping.json"), "utf8"));
  expect(written).toMatchObject({ $schema: "./mapping.schema.json", legacySystem: "old-clinic" });
  const schema = JSON.parse(readFileSync(join(cwd, "mapping.schema.json"), "utf8"));
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(written)));

  const refused = await hmsync(argv, { cwd });
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("mapping.json")]);
  expect(JSON.parse(readFileSync(join(cwd, "mapping.json"), "utf8"))).toEqual(written);
});

test("an amount with a mark before three digits is left open until the currency is said, and asks then", async () => {
  const fees = ["7.500", "12.250", "9.125", "3.000", "8.750"];
  const visits = fees.map((fee, at) => `${at},2024-07-1${at},1,1,${fee}`).join("\n");
  const cwd = clinic({
    ...CLINIC,
    "citas.csv": `id_cita;fecha_cita;id_paciente;id_medico;costo\n${visits.replaceAll(",", ";")}\n`,
  });
  const first = await hmsync(IMPORT, { cwd });
  const written = JSON.parse(readFileSync(join(cwd, PROPOSED), "utf8"));
  expect([first.exitCode, written.entities.visits.fields.consultationFee]).toEqual([4, "costo"]);
  writeFileSync(join(cwd, PROPOSED), JSON.stringify({ ...written, currency: "COP" }));
  const second = await hmsync([...IMPORT, "--mapping", PROPOSED], { cwd });
  expect(second.exitCode).toBe(4);
  expect(second.stderr).toContain("entities.visits.fields.consultationFee.decimal");
});
