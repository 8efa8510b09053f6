import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Attack, Broken, folderIn, type Trial, type Verdict } from "./attack.ts";
import { type HospitalSettings, makeHospital } from "./hospital.ts";
import { filesIn, judgeFiles, judgeImport, judgeManners } from "./judge.ts";
import { runProgram } from "./run-program.ts";
import { FORMATS, type Format } from "./write-export.ts";

const QUOTABLE = [",", ";", "|", '"', "'", "\n", "\r\n", "\\", "''", '""', "#", "\u00A0"];

/** What the cells of each format may hold without being told apart from what they mean. */
const HELD: Readonly<Record<Format, HospitalSettings>> = {
  csv: { injections: true, signs: QUOTABLE },
  gz: { injections: true, signs: QUOTABLE },
  zip: { injections: true, signs: QUOTABLE },
  xlsx: { injections: true, signs: QUOTABLE },
  json: { injections: true, signs: QUOTABLE },
  ndjson: { injections: true, signs: QUOTABLE },
  sql: { injections: true, signs: QUOTABLE },
  "fixed widths": { patients: 30 },
};

const MODES: readonly (readonly string[])[] = [
  [],
  ["--continue-on-error"],
  ["--continue-on-error", "--batch-size", "3"],
];

/** Imports an export in a folder of its own, and holds the program to all that it owes. */
export async function importWhole(
  trial: Trial,
  format: Format,
  settings: HospitalSettings,
): Promise<Verdict> {
  const { random, main } = trial;
  const hospital = makeHospital(random, settings);
  const cwd = folderIn(trial, "work");
  const temporary = folderIn(trial, "tmp");
  const source = FORMATS[format](hospital, random, cwd);
  const before = filesIn(cwd);
  const argv = [
    "import",
    "--source",
    source,
    "--db",
    "hmsync.db",
    ...random.pick(MODES),
    "--as-of",
    "2026-01-14",
  ];
  const asLarge = random.below(4) === 0 ? { HMSYNC_AS_LARGE: "1" } : {};
  const env = { TMPDIR: temporary, ...asLarge };
  const ended = await runProgram(main, argv, { cwd, env, shell: "umask 0" });
  judgeManners(ended, { mayShow: ended.exitCode === 4 });
  const verdict = judgeImport(hospital, ended, join(cwd, "hmsync.db"));
  judgeFiles(cwd, before);
  if (existsSync(temporary) && readdirSync(temporary).length > 0) {
    throw new Broken(`left in TMPDIR: ${readdirSync(temporary).join(" ")}`);
  }
  if (verdict === "refused") throw new Broken(`a sound export was refused: ${ended.stderr.trim()}`);
  return verdict;
}

/** Sound files of each format, whose cells are commands, signs and line breaks to others. */
export const formatAttacks: readonly Attack[] = (Object.keys(FORMATS) as Format[]).map((format) => {
  return { kind: `sound ${format}`, attempt: (trial) => importWhole(trial, format, HELD[format]) };
});

/** The same with cells of up to a megabyte. */
export const longCells: Attack = {
  kind: "long cells",
  attempt: (trial) => {
    const long = trial.random.pick([32_766, 65_536, 400_000, 1_048_000, 1_100_000]);
    const format = trial.random.pick(["csv", "xlsx", "json", "ndjson", "sql", "zip"] as const);
    return importWhole(trial, format, { long, ascii: true });
  },
};
