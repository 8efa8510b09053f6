import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Finished, hmsync } from "../support/cli.ts";
import { describeMariadb, testDatabase } from "../support/mariadb.ts";
import { query } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const HOSPITAL = readFileSync(
  new URL("../../fixtures/from-mariadb/hospital.sql", import.meta.url),
  "utf8",
);
/** The password: wherever it is found afterwards, it could have been read. */
const SECRET = "zyxSecret+44";
const USER = "reader";

describeMariadb("a hospital in MariaDB", () => {
  const db = testDatabase();
  const source = (password?: string) =>
    db
      .urlOf(USER, "")
      .replace(":@", password === undefined ? "@" : `:${encodeURIComponent(password)}@`);

  beforeAll(async () => {
    await db.query(HOSPITAL);
    await db.query(`create or replace user ${USER}@'%' identified by '${SECRET}'`);
    await db.query(`grant select on ${db.name}.* to ${USER}@'%'`);
  });

  /** Runs a command, none of whose output and files may hold the password. */
  async function silent(
    cwd: string,
    argv: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Finished> {
    const finished = await hmsync(argv, { cwd, env: { TMPDIR: cwd, ...env } });
    expect(finished.stdout + finished.stderr).not.toMatch(/zyxSecret/i);
    expect(holding(cwd)).toEqual([]);
    return finished;
  }

  const importing = (from: string, ...more: string[]) => [
    ...["import", "--source", from, "--as-of", "2026-01-14", "--json", ...more],
  ];

  test("is imported whole; the next import brings what changed, and each value is as it was", async () => {
    const cwd = workspace();
    const env = { MYSQL_PWD: SECRET };
    const first = await silent(cwd, importing(source()), env);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(counts(first)).toEqual({
      patients: [20, 0, 0],
      doctors: [3, 0, 0],
      visits: [38, 0, 0],
    });
    const target = join(cwd, "hmsync.db");
    expect(
      query(target, "select count(*) from ledger_crosswalk where legacy_id = '9007199254740993'"),
    ).toEqual([[1]]);
    await db.query("update visits set consultationFee = 1.01 where visitId = 9007199254740993");
    const again = await silent(cwd, importing(source()), env);
    expect(counts(again)).toEqual({
      patients: [0, 0, 20],
      doctors: [0, 0, 3],
      visits: [0, 1, 37],
    });
    const { source: kept } = JSON.parse(
      query(target, "select request from ledger_runs").flat()[0] as string,
    );
    expect(kept).toBe(source());
  });

  test("the password may stand in the URL, which is told, and is repeated nowhere", async () => {
    const cwd = workspace();
    const rehearsed = await silent(cwd, importing(source(SECRET), "--dry-run", "--verbose"));
    expect(rehearsed.exitCode, rehearsed.stderr).toBe(0);
    expect(rehearsed.stderr).toContain("MYSQL_PWD");
    for (const command of ["import:assess", "import:preflight", "import:read", "import:mapping"]) {
      await silent(cwd, [command, "--source", source(SECRET), "--verbose"]);
    }
  });

  test.each([
    ["none", {}, 4],
    ["a wrong one", { MYSQL_PWD: `${SECRET}x` }, 1],
  ])("with %s nothing is read, and the exit code says why", async (_, env, exitCode) => {
    const cwd = workspace();
    const refused = await silent(cwd, importing(source(), "--verbose"), env);
    expect(refused.exitCode).toBe(exitCode);
  });
});

const counts = ({ stdout }: Finished) =>
  Object.fromEntries(
    Object.entries(
      (JSON.parse(stdout) as { entities: Record<string, Record<string, number>> }).entities,
    )
      .filter(([, { records = 0 }]) => records > 0)
      .map(([name, of]) => [name, [of["inserted"], of["updated"], of["unchanged"]]]),
  );

/** Files that hold the password. */
const holding = (cwd: string): string[] =>
  readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => /zyxSecret/i.test(readFileSync(path, "latin1")));
