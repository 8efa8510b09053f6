import { join } from "node:path";
import Database from "better-sqlite3";
import {
  doctorLines,
  type Kind,
  manyVisitLines,
  numbers,
  type Place,
  patientLines,
  writeFolder,
} from "./growth-exports.ts";

// Kinds that are about what earlier runs have left, or about what people say of an export.

const IMPORT = ["import"];
const HEADER = patientLines(0)[0]?.split(",") ?? [];
const people = { "doctors.csv": doctorLines(), "patients.csv": patientLines(1) };

/** Imports once; the run's name. */
async function imported({ source, run }: Place, ...more: string[]): Promise<string> {
  const said = await run("import", "--source", source, "--json", ...more);
  return (JSON.parse(said) as { run: string }).run;
}

/** As many runs as asked for, each a copy of one. */
function copyRuns({ folder }: Place, size: number): void {
  const db = new Database(join(folder, "hmsync.db"));
  const names = db.prepare("select name from pragma_table_info('ledger_runs')").pluck().all();
  const own = names.map(String).filter((name) => name !== "id");
  const copied = own.map((name) => (name === "name" ? "'2020-01-01-' || n.value" : `r."${name}"`));
  db.exec(
    `with recursive n(value) as (select 1 union all select value + 1 from n where value < ${size})
     insert into ledger_runs (${own.map((name) => `"${name}"`).join(", ")})
     select ${copied.join(", ")} from n, (select * from ledger_runs limit 1) r`,
  );
  db.close();
}

export const LEDGER_KINDS: readonly Kind[] = [
  {
    name: "records that are retried",
    base: 5_000,
    make: (place, size) => {
      writeFolder(place.source, { "patients.csv": patientLines(size, { phone: () => "" }) });
      return imported(place, "--continue-on-error");
    },
    commands: [["import:retry", "RUN"]],
  },
  {
    name: "rows of the ledger",
    base: 150_000,
    make: (place, size) => {
      writeFolder(place.source, { ...people, "visits.csv": manyVisitLines(size, "P1") });
      return imported(place);
    },
    commands: [
      ["import:status"],
      IMPORT,
      ["import:report", "RUN"],
      ["import:validate"],
      ["import:diff"],
      ["import:logs"],
      ["import:undo", "RUN", "--yes"],
    ],
  },
  {
    name: "runs in the ledger",
    base: 1_000,
    make: async (place, size) => {
      writeFolder(place.source, people);
      const run = await imported(place);
      copyRuns(place, size);
      return run;
    },
    commands: [["import:status"], IMPORT, ["import:report", "RUN"], ["import:logs", "RUN"]],
  },
  {
    name: "fixes",
    base: 5_000,
    make: ({ source, folder }, size) => {
      writeFolder(source, { "patients.csv": patientLines(size) });
      const fix = (nth: number) => `patients.csv,P${nth},gender,M,F`;
      writeFolder(folder, {
        "fixes.csv": ["file,legacy id,column,old value,new value", ...numbers(size).map(fix)],
      });
    },
    commands: [["import", "--fixes", "fixes.csv"]],
  },
  {
    name: "codes of a mapping",
    base: 5_000,
    make: ({ source, folder }, size) => {
      writeFolder(source, {
        "patients.csv": patientLines(size, { gender: (nth) => `word${nth}` }),
      });
      const codes = Object.fromEntries(numbers(size).map((nth) => [`word${nth}`, "M"]));
      const named = HEADER.map((name) => [name === "patientId" ? "legacyId" : name, name]);
      const fields = Object.fromEntries(named.filter(([field]) => field !== "phoneNumber"));
      const whole = { ...fields, phone: "phoneNumber", gender: { column: "gender", codes } };
      const mapping = {
        mappingVersion: 1,
        legacySystem: "growth",
        currency: "INR",
        timeZone: "Asia/Kolkata",
      };
      writeFolder(folder, {
        "codes.json": [JSON.stringify({ ...mapping, entities: { patients: { fields: whole } } })],
      });
    },
    commands: [["import", "--mapping", "codes.json"]],
  },
];
