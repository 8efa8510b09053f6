import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import type { AssessmentDocument } from "../../src/assess/show/document.ts";
import { loadConfig, withoutMissingFiles } from "../../src/cli/config.ts";
import { shippedMappings } from "../../src/mapping/target-mappings.ts";
import { UsageError } from "../../src/plain/errors.ts";
import { hmsync, hmsyncProcess } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const FIXTURE = resolve("fixtures/another-application");
const SOURCE = join(FIXTURE, "dogs.csv");

/** A folder below one whose configuration is that of the fixture. */
function belowConfig(): { root: string; cwd: string } {
  const root = workspace();
  const from = JSON.stringify(join(FIXTURE, "hmsync.config.ts"));
  writeFiles(root, {
    "hmsync.config.ts": `import kennel from ${from};\nexport default { target: kennel.target, database: "kennel.db", mappings: [${JSON.stringify(join(FIXTURE, "mapping.json"))}] };\n`,
    "below/note.txt": "",
  });
  return { root, cwd: join(root, "below") };
}

/** All files of a folder that are text. */
const textsBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:csv|json|html|md|log|txt)$/.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8"));

const dogs = (db: string) => query(db, "select legacy_id, called, size from dogs order by 1");

test("a configuration is found upwards, and its target, database and mappings are used", async () => {
  const { root, cwd } = belowConfig();
  const argv = ["import", "--source", SOURCE, "--continue-on-error"];
  // In a process of its own: what is loaded after the configuration must not suffer from it.
  const run = await hmsyncProcess(argv, { cwd, env: { HMSYNC_AS_LARGE: "1" } });
  expect(run.exitCode).toBe(3);
  expect(run.stdout).toContain("in kennel before -> after");
  expect([run.stdout, ...textsBelow(join(cwd, "reports"))].join()).not.toMatch(/HMSync/);
  const db = join(root, "kennel.db");
  expect(dogs(db)).toEqual([
    ["1", "Rex", "large"],
    ["2", "Fido", "small"],
  ]);
  expect(query(db, "select name from sqlite_schema where name = 'patients'")).toEqual([]);
  // The run is the kennel's: another target neither undoes nor retries it.
  const elsewhere = workspace();
  const name = String(query(db, "select name from ledger_runs")[0]?.[0]);
  const other = join(elsewhere, "other.config.mjs");
  writeFiles(elsewhere, {
    "other.config.mjs": `import kennel from ${JSON.stringify(join(FIXTURE, "hmsync.config.ts"))};\nexport default { target: { ...kennel.target, name: "cattery" } };\n`,
  });
  for (const command of ["import:undo", "import:retry"]) {
    const argv = [command, name, "--db", db, "--config", other];
    const refused = await hmsync(argv, { cwd: elsewhere });
    expect([command, refused.exitCode]).toEqual([command, 2]);
    expect(refused.stderr).toContain("kennel");
  }
  expect((await hmsync(["import:undo", name, "--yes"], { cwd })).exitCode).toBe(0);
  expect(dogs(db)).toEqual([]);
});

test("a configuration without a target, and one that does not exist, are refused", async () => {
  const cwd = workspace();
  writeFiles(cwd, { "hmsync.config.mjs": "export const target = {};\n" });
  const argv = ["import", "--source", SOURCE];
  expect((await hmsync(argv, { cwd })).exitCode).toBe(2);
  expect((await hmsync([...argv, "--config", "none.ts"], { cwd })).exitCode).toBe(2);
  expect(existsSync(join(cwd, "hmsync.db"))).toBe(false);
});

test("an assessment masks what the target says of persons, proposes its entities, and tries them", async () => {
  const cwd = workspace();
  const dogs = Array.from({ length: 40 }, (_, at) => {
    const [keeper, reached] = at % 2 === 0 ? ["Anna", "0301234567"] : ["Berta", "0307654321"];
    return `${at + 1},Rex${at},${at % 2 === 0 ? "s" : "l"},${keeper},${reached}`;
  });
  const head = "hund_nr,rufname,wuchs,betreuung,erreichbar";
  writeFiles(cwd, { "hunde.csv": `${[head, ...dogs].join("\n")}\n` });
  const config = join(FIXTURE, "hmsync.config.ts");
  const argv = ["import:assess", "--source", "hunde.csv", "--config", config];
  const run = await hmsync([...argv, "--report", "rep"], { cwd });
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain("tried: dogs: all 40 records can be imported");
  expect(run.stdout).toContain(`--config ${config}`);
  const told = readFileSync(join(cwd, "rep/assessment.json"), "utf8");
  const { files } = JSON.parse(told) as AssessmentDocument;
  expect(files[0]?.columns.map(({ field, hidden }) => [field, hidden])).toEqual([
    ["legacyId", true],
    ["called", true],
    ["size", false],
    ["keeper", true],
    ["keeperPhone", true],
  ]);
  expect([run.stdout, ...textsBelow(join(cwd, "rep"))].join()).not.toMatch(
    /Anna|0301234567|HMSync(?! Migrate)/,
  );
});

test("a mapping of the configuration that is not there yet is missed by an import, not by what writes it or needs none", async () => {
  const { target } = await loadConfig(
    resolve("fixtures/mapping-that-is-not-there-yet/hmsync.config.ts"),
  );
  expect(() => shippedMappings(target)).toThrow(UsageError);
  expect(shippedMappings(withoutMissingFiles(target))).toEqual([]);
});
