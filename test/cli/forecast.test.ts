import { expect, test } from "vitest";
import { Random } from "../../bench/random.ts";
import { hmsync } from "../support/cli.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const AS_OF = "2026-01-14";
const FAULTS = [
  ["", "0442300001", "1980-05-17", "41", "2020-02-03"],
  ["Mara Lind", "", "1980-05-17", "41", "2020-02-03"],
  ["Mara Lind", "0442300001", "1756-05-17", "41", "2020-02-03"],
  ["Mara Lind", "0442300001", "1981-02-30", "41", "2020-02-03"],
  ["Mara Lind", "0442300001", "2031-05-17", "41", "2032-02-03"],
  ["Mara Lind", "0442300001", "1980-05-17", "181", "2020-02-03"],
  ["Mara Lind", "0442300001", "1980-05-17", "41", "2035-02-03"],
  ["Mara Lind", "0442300001", "1980-05-17", "41", "1979-02-03"],
] as const;
const SOUND = ["Mara Lind", "0442300001", "1980-05-17", "41", "2020-02-03"] as const;

/** Records of which some have a fault, and doctors of whom some join in the future. */
function faulty(seed: number): Record<string, string> {
  const random = new Random(seed);
  const patients = Array.from({ length: 60 }, (_, at) =>
    [`P${at}`, ...(random.next() < 0.4 ? random.pick<readonly string[]>(FAULTS) : SOUND)].join(),
  );
  const doctors = Array.from({ length: 12 }, (_, at) =>
    [
      `D${at}`,
      "Dr Olga Strand",
      "Surgery",
      random.next() < 0.3 ? "2037-01-01" : "2015-01-01",
    ].join(),
  );
  const header = "patient_id,full_name,phone,birth_date,age,registration_date";
  return {
    "legacy/patients.csv": `${[header, ...patients].join("\n")}\n`,
    "legacy/doctors.csv": `${["doctor_id,doctor_name,specialty,join_date", ...doctors].join("\n")}\n`,
  };
}

test.each([1, 2, 3])(
  "what an assessment forecasts, the import finds, code by code (%i)",
  async (seed) => {
    const cwd = workspace();
    writeFiles(cwd, faulty(seed));
    const from = ["--source", "legacy", "--as-of", AS_OF];
    const assessed = await hmsync(
      ["import:assess", ...from, "--write", "m.json", "--report", "a"],
      { cwd },
    );
    const forecast = [...assessed.stdout.matchAll(/tried: {3}(error|warning) +(\S+) {2}(\d+)/g)];
    const through = ["--mapping", "m.json", "--db", "x.db", "--report", "r", "--json"];
    const imported = await hmsync(["import", ...from, ...through], { cwd });
    const { entities } = JSON.parse(imported.stdout);
    const found = Object.values(entities as Record<string, { findings: Finding[] }>)
      .flatMap(({ findings }) => findings)
      .map(({ severity, code, count }) => [severity, code, String(count)]);
    expect(found.length).toBeGreaterThan(5);
    expect(forecast.map(([, ...one]) => one).sort()).toEqual(found.sort());
  },
);

interface Finding {
  readonly severity: string;
  readonly code: string;
  readonly count: number;
}
