import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { readAnswers } from "../../src/chain/answers.ts";
import { readApprovals } from "../../src/chain/approvals.ts";
import { chainFolder } from "../../src/chain/chain.ts";
import { signedState } from "../../src/chain/signed-state.ts";
import { casesOf } from "../support/at-night.ts";
import { hmsync, hmsyncProcess } from "../support/cli.ts";
import { SMALL } from "../support/small-exports.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// What people decide is kept whole or not at all, wherever a program is killed.

const DYING = `--import ${pathToFileURL(resolve("test/support/die-at-write.mjs")).href}`;
const MAPPING = JSON.stringify({
  mappingVersion: 1,
  legacySystem: "ward",
  currency: "XXX",
  timeZone: "UTC",
  entities: { patients: { fields: { legacyId: "NO", fullName: "NAME" } } },
  undecided: [{ key: "entities.patients.fields.phone", says: "no column is phone" }],
});

/** Runs a command that dies where it writes a file of this name, and then once more as it is. */
async function twice(argv: readonly string[], name: string, between: (cwd: string) => void) {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  writeFileSync(join(cwd, "mapping.json"), MAPPING);
  expect((await hmsync(["import", "--source", "legacy"], { cwd })).exitCode).toBe(0);
  const env = { NODE_OPTIONS: DYING, HMSYNC_DIE_AT_WRITE: name };
  expect((await hmsyncProcess(argv, { cwd, env })).signal).toBe("SIGKILL");
  between(cwd);
  expect((await hmsync(argv, { cwd })).exitCode).toBe(0);
  return cwd;
}

const folderOf = (cwd: string, legacySystem: string) =>
  chainFolder(join(cwd, "hmsync.db"), { legacySystem });

test.each(casesOf(["mapping.json", "answers.jsonl"], 1))(
  "a program that is killed where it writes %s has answered nothing, and answers when it is run again",
  async (name) => {
    const answer = ["import:questions", "mapping.json", "--by", "Dr. Rao"];
    const argv = [...answer, "--answer", "entities.patients.fields.phone=TEL"];
    const cwd = await twice(argv, name, (killed) => {
      expect(readFileSync(join(killed, "mapping.json"), "utf8")).toBe(MAPPING);
      expect(readAnswers(folderOf(killed, "ward"))).toEqual([]);
    });
    const { fields } = JSON.parse(readFileSync(join(cwd, "mapping.json"), "utf8")).entities
      .patients;
    expect(fields.phone).toBe("TEL");
    expect(readAnswers(folderOf(cwd, "ward"))).toMatchObject([{ who: "Dr. Rao" }]);
  },
);

test("a program that is killed where it keeps an approval has approved nothing", async () => {
  const argv = ["import:mapping", "generic-csv", "--approve", "patients.*", "--by", "Dr. Rao"];
  const approvals = (cwd: string) => readApprovals(folderOf(cwd, "generic-csv"));
  const cwd = await twice(argv, "approvals.jsonl", (killed) => {
    expect(approvals(killed)).toEqual([]);
  });
  const said = approvals(cwd);
  expect(said.length).toBeGreaterThan(0);
  expect(new Set(said.map(({ line }) => line)).size).toBe(said.length);
  expect(said.every(({ verdict }) => verdict === "approved")).toBe(true);
});

test.each(casesOf(["sign-off.json", "sign-off.html"], 1))(
  "a program that is killed where it writes %s leaves a whole signature or none, and signs when it is run again",
  async (name) => {
    const argv = ["import:sign", "--by", "A. Meyer", "--role", "Head of records", "--yes"];
    const stateOf = (cwd: string) => signedState(folderOf(cwd, "generic-csv"), { runs: [] });
    const cwd = await twice(argv, name, (killed) => {
      expect(stateOf(killed) === undefined).toBe(name === "sign-off.json");
    });
    const { signOff } = stateOf(cwd) ?? {};
    const own = readdirSync(folderOf(cwd, "generic-csv")).filter((one) => /^sign-off-\d/.test(one));
    const times = new Set(own.map((one) => one.replace(/\.\w+$/, "")));
    expect(times.size).toBe(name === "sign-off.json" ? 1 : 2);
    expect(times).toContain(signOff?.rows.file.replace(/\.rows$/, ""));
    const file = join(folderOf(cwd, "generic-csv"), "sign-off.json");
    expect((await hmsync(["import:verify-sign-off", file], { cwd })).exitCode).toBe(0);
  },
);
