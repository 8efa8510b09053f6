import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { casesOf } from "../support/at-night.ts";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const LEGACY = {
  "legacy/patients.csv": "patientId,firstName,lastName,phoneNumber\nP1,Asha,Rao,0441234561\n",
  "legacy/documents.csv":
    "documentId,patientId,filePath\nD1,P1,a.pdf\nD2,P1,lost.pdf\nD3,P1,b.pdf\n",
  "files/a.pdf": "%PDF-1.4 a",
  "files/b.pdf": "%PDF-1.4 b",
};

const hospital = (more: Readonly<Record<string, string>> = {}): string =>
  writeFiles(workspace(), { ...LEGACY, ...more });

const importing = (...more: readonly string[]) => ["import", "--source", "legacy", ...more];
const stored = (cwd: string) =>
  query(join(cwd, "hmsync.db"), "select legacy_id, stored_as from documents order by 1");
const heldIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\/[0-9a-f]{64}$/.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .sort();

test("where the files are is asked, a broken pointer is told, and a retry brings the file", async () => {
  const cwd = hospital();
  expect((await hmsync(importing(), { cwd })).exitCode).toBe(4);
  const flags = ["--files", "files", "--continue-on-error", "--report", "first"];
  const first = await hmsync(importing(...flags), { cwd });
  expect([first.exitCode, first.stdout.includes("documents.file.not-found")]).toEqual([3, true]);
  expect(heldIn(join(cwd, "hmsync.files"))).toEqual(["%PDF-1.4 a", "%PDF-1.4 b"]);
  writeFileSync(join(cwd, "files/lost.pdf"), "%PDF-1.4 found");
  expect((await hmsync(["import:retry"], { cwd })).exitCode).toBe(0);
  expect(heldIn(join(cwd, "hmsync.files"))).toHaveLength(3);
  expect(stored(cwd).map(([id, place]) => [id, place !== null])).toEqual([
    ["D1", true],
    ["D2", true],
    ["D3", true],
  ]);
  const sound = await hmsync(["import:validate", "--json"], { cwd });
  expect(JSON.parse(sound.stdout)).toMatchObject({ exitCode: 0, store: { needed: 3, sound: 3 } });
  rmSync(join(cwd, "hmsync.files", String(stored(cwd)[0]?.[1])));
  const lost = await hmsync(["import:validate", "--json"], { cwd });
  expect(JSON.parse(lost.stdout)).toMatchObject({ exitCode: 5, store: { missing: 1 } });
});

test("a store that was named is found by later commands", async () => {
  const cwd = hospital({ "legacy/documents.csv": "documentId,patientId,filePath\nD1,P1,a.pdf\n" });
  const flags = ["--files", "files", "--store", "elsewhere", "--report", "first"];
  const { stdout } = await hmsync(importing(...flags, "--json"), { cwd });
  expect(heldIn(join(cwd, "elsewhere"))).toEqual(["%PDF-1.4 a"]);
  const { run } = JSON.parse(stdout) as { run: string };
  expect((await hmsync(["import:undo", run, "--yes"], { cwd })).exitCode).toBe(0);
  expect(existsSync(join(cwd, "elsewhere"))).toBe(false);
});

test("without their files records come if somebody says so, by a flag or in the mapping", async () => {
  const cwd = hospital();
  const { exitCode } = await hmsync(importing("--no-files"), { cwd });
  expect([exitCode, stored(cwd)]).toEqual([
    0,
    [
      ["D1", null],
      ["D2", null],
      ["D3", null],
    ],
  ]);
});

test("a preflight looks for the files, and for room for them", async () => {
  const cwd = hospital();
  const { stdout } = await hmsync(
    ["import:preflight", "--source", "legacy", "--files", "files", "--json"],
    { cwd },
  );
  const { checks } = JSON.parse(stdout) as { checks: { check: string; ok: boolean }[] };
  expect(checks.find(({ check }) => check === "Named files")).toMatchObject({ ok: false });
});

// A sample: the night goes through the others.
test.each(casesOf(["aside:2", "after-file:1", "before-file:2"] as const, 1))(
  "an import that is killed at %s leaves no half file, and the next one ends as if it had not been",
  async (at) => {
    const cwd = hospital({ "files/lost.pdf": "%PDF-1.4 late" });
    const flags = ["--files", "files"];
    const killed = await hmsync(importing(...flags), { cwd, env: { HMSYNC_FAILPOINT: at } });
    expect(killed.signal).toBe("SIGKILL");
    expect(stored(cwd)).toEqual([]);
    for (const bytes of heldIn(join(cwd, "hmsync.files"))) expect(bytes).toMatch(/^%PDF-1.4 \w+$/);
    expect((await hmsync(importing(...flags), { cwd })).exitCode).toBe(0);
    expect(heldIn(join(cwd, "hmsync.files"))).toHaveLength(3);
    expect(existsSync(join(cwd, "hmsync.files/incoming"))).toBe(false);
  },
);

test("what a killed import has copied for records that are not there is taken away", async () => {
  const cwd = hospital({ "files/lost.pdf": "%PDF-1.4 late" });
  const flags = ["--files", "files"];
  await hmsync(importing(...flags), { cwd, env: { HMSYNC_FAILPOINT: "after-file:2" } });
  expect(heldIn(join(cwd, "hmsync.files"))).toHaveLength(2);
  writeFiles(cwd, { "legacy/documents.csv": "documentId,patientId,filePath\nD3,P1,b.pdf\n" });
  expect((await hmsync(importing(...flags), { cwd })).exitCode).toBe(0);
  expect(heldIn(join(cwd, "hmsync.files"))).toEqual(["%PDF-1.4 b"]);
});

test("columns that hold what is made of passwords are asked about, whatever they are called", async () => {
  const hash = `$2b$10$${"a".repeat(53)}`;
  const cwd = hospital({
    "staff/users.csv": `userId,fullName,memo,digest32\nU1,Lena,${hash},${"5f".repeat(16)}\nU2,Tom,${hash},\n`,
  });
  const argv = ["import", "--source", "staff"];
  const asked = await hmsync(argv, { cwd });
  expect([asked.exitCode, asked.stderr.includes(hash)]).toEqual([4, false]);
  expect(asked.stderr).toMatch(/users\.csv, memo, from line 2/);
  expect((await hmsync([...argv, "--drop-unmapped"], { cwd })).exitCode).toBe(0);
});
