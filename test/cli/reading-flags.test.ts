import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { importArguments } from "../../src/cli/import-settings.ts";
import { readingAgain, readingFlags } from "../../src/cli/reading-flags.ts";
import { UsageError } from "../../src/plain/errors.ts";
import { overlaid } from "../../src/source/reading-settings.ts";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const read = (lists: Parameters<typeof readingFlags>[0]["lists"]) => readingFlags({ lists });

describe("a reading flag", () => {
  test("holds for all files, or for the one that it names", () => {
    const given = {
      delimiter: ["tab", "a.csv=;", "b=c.csv==", "d.csv=="],
      "header-row": ["a.csv=2-3", "none"],
      encoding: ["book.xlsx#Sheet 1=latin1"],
      "skip-lines": ["4"],
    };
    expect(read(given)).toEqual({
      "*": { delimiter: "\t", headerRow: "none", skipLines: 4 },
      "a.csv": { delimiter: ";", headerRow: [2, 3] },
      "b=c.csv": { delimiter: "=" },
      "d.csv": { delimiter: "=" },
      "book.xlsx#Sheet 1": { encoding: "windows-1252" },
    });
    expect(read({ delimiter: ["=="] })).toEqual({ "*": { delimiter: "==" } });
  });

  test("is refused where it is given twice, or is none", () => {
    for (const delimiter of [[";", ","], ["a=;", "a=,"], ["a.csv=x"]]) {
      expect(() => read({ delimiter })).toThrow(UsageError);
    }
  });

  test("is written once more as it can be typed", () => {
    const lists = { quote: ["none"], delimiter: ["tab"], "header-row": ["a b.csv=2-3", "4"] };
    const again = readingAgain(read(lists)).join(" ");
    expect(again).toBe("--delimiter tab --quote none --header-row 4 --header-row 'a b.csv=2-3'");
  });

  test("wins over what a mapping says, file by file", () => {
    const mapping = { "*": { delimiter: ",", quote: "'" }, "A.csv": { delimiter: "|" } };
    expect(overlaid(mapping, { "*": { delimiter: ";" }, "b.csv": { quote: "" } })).toEqual({
      "*": { delimiter: ";", quote: "'" },
      "A.csv": { delimiter: ";", quote: "'" },
      "b.csv": { delimiter: ";", quote: "" },
    });
  });

  test("is kept with what a run was asked for", () => {
    const lists = { encoding: ["cp850"] };
    const { settings } = importArguments({ flags: { source: "x" }, lists, operand: undefined });
    expect(settings.reading).toEqual({ "*": { encoding: "cp850" } });
  });
});

const PATIENTS =
  "made by the ward\npatientId;firstName;lastName;phoneNumber\n1;Zo\x82;M\x81ller;0441234567\n2;Tom;Novak;\n";

test("an import reads as its flags say, and so does the retry of what it rejected", async () => {
  const cwd = workspace();
  writeFiles(cwd, { "legacy/patients.csv": Buffer.from(PATIENTS, "latin1") });
  const run = (...argv: string[]) => hmsync([...argv, "--json"], { cwd });
  const reading = ["--encoding", "patients.csv=cp850", "--delimiter", ";", "--header-row", "2"];
  const first = await run("import", "--source", "legacy", ...reading);
  expect([first.exitCode, JSON.parse(first.stdout).entities.patients.records]).toEqual([3, 2]);
  const db = join(cwd, "hmsync.db");
  const [folder] = query(db, "select report_folder from ledger_runs")[0] ?? [];
  const rejects = join(String(folder), "rejected/patients.csv");
  writeFileSync(rejects, readFileSync(rejects, "utf8").replace("Novak,", "Novak,0209461234"));
  expect((await run("import:retry")).exitCode).toBe(0);
  const names = query(db, "select first_name, last_name from patients order by legacy_id");
  expect(names).toEqual([
    ["Zoé", "Müller"],
    ["Tom", "Novak"],
  ]);
});

test("a file that the export does not have is named, with the one that is near", async () => {
  const cwd = workspace();
  writeFiles(cwd, { "legacy/patients.csv": PATIENTS });
  for (const command of ["import", "import:preflight", "import:assess", "import:diff"]) {
    const argv = [command, "--source", "legacy", "--encoding", "patient.csv=cp850"];
    const { exitCode, stdout, stderr } = await hmsync(argv, { cwd });
    expect([command, [1, 2].includes(exitCode ?? 0)]).toEqual([command, true]);
    expect(stdout + stderr).toContain('nearest: "patients.csv"');
  }
});

test("a mapping that assess writes says how it was told to read", async () => {
  const cwd = workspace();
  writeFiles(cwd, { "legacy/patients.csv": Buffer.from(PATIENTS, "latin1") });
  const reading = ["--encoding", "cp850", "--header-row", "patients.csv=2"];
  const argv = ["import:assess", "--source", "legacy", "--write", "m.json", ...reading];
  expect((await hmsync(argv, { cwd })).exitCode).toBe(0);
  expect(JSON.parse(readFileSync(join(cwd, "m.json"), "utf8")).reading).toEqual({
    "*": { encoding: "cp850" },
    "patients.csv": { encoding: "cp850", headerRow: 2 },
  });
});
