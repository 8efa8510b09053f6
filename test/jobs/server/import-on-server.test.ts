import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hmsync, hmsyncProcess } from "../../support/cli.ts";
import { pausedAt } from "../../support/paused.ts";
import { describePostgresql, type TestDatabase, testDatabase } from "../../support/postgresql.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const GOOD = {
  "patients.csv": "patientId,firstName,lastName,phoneNumber\n1,Asha,Rao,0441\n2,Ravi,Iyer,0442\n",
  "doctors.csv": "doctorId,fullName\nD1,Dr. Jane Smith\n",
  "visits.csv": "visitId,patientId,doctorId,visitDate\nV1,1,D1,2022-01-11\nV2,2,D1,2022-01-12\n",
};
const BAD = {
  ...GOOD,
  "patients.csv": `${GOOD["patients.csv"]}3,Mina,Das,\n`,
  "visits.csv": `${GOOD["visits.csv"]}V3,3,D1,2022-01-13\n`,
};
const RENAMED = { ...GOOD, "doctors.csv": "doctorId,fullName\nD1,Dr. Joan Smith\n" };
const IMPORT = ["import", "--source", "legacy", "--as-of", "2026-01-14", "--no-archive"];

type Files = Readonly<Record<string, string>>;

/** A folder with an export, where commands run whose database is the server's. */
function site(db: TestDatabase, files: Files, cwd = workspace()) {
  writeFiles(join(cwd, "legacy"), files);
  const env = { DATABASE_URL: db.url };
  return {
    cwd,
    run: (...argv: readonly string[]) => hmsync(argv, { cwd, env }),
    code: async (...argv: readonly string[]) => (await hmsync(argv, { cwd, env })).exitCode,
    apart: (argv: readonly string[], more: Files = {}) =>
      hmsyncProcess(argv, { cwd, env: { ...env, ...more } }),
    bring: (now: Files) => writeFiles(join(cwd, "legacy"), now),
  };
}

const TABLES = ["patients", "doctors", "visits"];

/** Rows of the target's tables, without what tells one moment from another. */
async function rowsOf(db: TestDatabase): Promise<unknown> {
  const rows = TABLES.map((table) =>
    db.query(
      `select to_jsonb(t) - 'created_at' - 'updated_at' as row from ${table} t order by t.id`,
    ),
  );
  return (await Promise.all(rows)).map((of) => of.map(({ row }) => row));
}

/** Every row of every table, moments and all. */
async function everything(db: TestDatabase): Promise<unknown> {
  const tables = await db.query(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const all = [];
  for (const { name } of tables) {
    all.push([name, await db.query(`select t::text as row from ${name} t order by 1`)]);
  }
  return all;
}

const runsIn = async (db: TestDatabase) =>
  (await db.query("select kind, status from ledger_runs order by id")).map(
    ({ kind, status }) => `${kind} ${status}`,
  );

const countIn = async (db: TestDatabase, table: string) =>
  Number((await db.query(`select count(*) as rows from ${table}`))[0]?.["rows"]);

describePostgresql("an import into PostgreSQL", () => {
  const db = testDatabase();
  const cwd = mkdtempSync(join(tmpdir(), "hmsync-test-"));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  test("creates the tables, writes rows and ledger, and changes nothing when it is run again", async () => {
    const { code, run } = site(db, GOOD, cwd);
    expect(await code(...IMPORT, "--dry-run")).toBe(0);
    expect(await everything(db)).toEqual([]);
    const { exitCode, stdout } = await run(...IMPORT, "--json");
    expect(exitCode).toBe(0);
    const { database, entities } = JSON.parse(stdout);
    expect(new URL(database).password).toBe("");
    expect(entities.visits).toMatchObject({ inserted: 2, targetBefore: 0, targetAfter: 2 });
    const first = await rowsOf(db);
    expect(await code(...IMPORT)).toBe(0);
    expect(await rowsOf(db)).toEqual(first);
    expect(await countIn(db, "ledger_crosswalk")).toBe(5);
    // Of the shadow nothing is left, nor of its folder.
    expect(readdirSync(cwd).sort()).toEqual(["legacy", "reports"]);
  });

  test("a changed record updates its row; a dry run leaves the server as it was, byte for byte", async () => {
    const { code, bring } = site(db, GOOD, cwd);
    bring(RENAMED);
    const before = await everything(db);
    expect(await code(...IMPORT, "--dry-run")).toBe(0);
    expect(await code("import:diff", "--source", "legacy")).toBe(0);
    expect(await everything(db)).toEqual(before);
    expect(await code(...IMPORT)).toBe(0);
    const names = await db.query("select full_name from doctors");
    expect(names).toHaveLength(1);
    const undone = (await db.query("select name from ledger_runs order by id desc limit 1"))[0];
    expect(await code("import:undo", String(undone?.["name"]), "--yes")).toBe(0);
    expect(await runsIn(db)).toEqual([
      "import committed",
      "import committed",
      "import undone",
      "undo committed",
    ]);
  });

  test("strict: a rejected record means that only the run and its issues are kept", async () => {
    const { code, run } = site(db, BAD, cwd);
    const before = await rowsOf(db);
    expect(await code(...IMPORT)).toBe(3);
    expect(await rowsOf(db)).toEqual(before);
    expect((await runsIn(db)).at(-1)).toBe("import rejected");
    expect(await countIn(db, "ledger_exceptions where outcome = 'rejected'")).toBeGreaterThan(0);
    expect((await run("import:status")).stdout).toContain("rejected");
  });

  test("lenient: the good records are written, and the corrected ones come with a retry", async () => {
    const { code, run } = site(db, BAD, cwd);
    expect(await code(...IMPORT, "--continue-on-error", "--batch-size", "2")).toBe(3);
    expect(await countIn(db, "patients")).toBe(2);
    expect(await countIn(db, "ledger_waiting")).toBeGreaterThan(0);
    const fix = [
      "import:fix",
      "patients",
      "3",
      "--set",
      "phoneNumber=0443",
      "--why",
      "asked",
      "--by",
      "A",
    ];
    expect(await code(...fix)).toBe(0);
    // People's work is kept beside the database: on this machine, in a folder that is called like it.
    expect(readdirSync(cwd).filter((name) => name.includes("-on-"))).toHaveLength(1);
    expect(await code("import:retry", "--yes")).toBe(0);
    expect(await countIn(db, "visits")).toBe(3);
    for (const command of ["import:validate", "import:status", "import:report", "import:logs"]) {
      expect(await code(command)).toBe(0);
    }
    const { stdout } = await run("import:trace", "patients", "3", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ state: "in", row: { exists: true } });
  });

  test("a plan is carried out on the state that it was made from, and on no other", async () => {
    const { code, bring } = site(db, BAD, cwd);
    bring({ ...BAD, "patients.csv": `${GOOD["patients.csv"]}3,Mina,Das,0443\n4,Om,Sen,0444\n` });
    expect(await code(...IMPORT, "--dry-run", "--out", "plan.json")).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, "plan.json"), "utf8"))).toMatchObject({
      planVersion: 1,
    });
    await db.query("update doctors set full_name = 'Joana'");
    expect(await code("import", "--plan", "plan.json")).toBe(4);
    expect(await countIn(db, "patients")).toBe(3);
    expect(await code(...IMPORT, "--dry-run", "--out", "plan.json")).toBe(0);
    expect(await code("import", "--plan", "plan.json")).toBe(0);
    expect(await countIn(db, "patients")).toBe(4);
  });

  test("no word of the shadow is said, kept or written", async () => {
    const said = await db.query(
      "select coalesce(summary, '') || coalesce(request, '') as text from ledger_runs",
    );
    expect(said.length).toBeGreaterThan(5);
    for (const { text } of said) expect(text).not.toMatch(/shadow/);
    const { run } = site(db, GOOD, cwd);
    for (const argv of [["import:preflight", "--source", "legacy"], ["import:report"], IMPORT]) {
      const { stdout, stderr } = await run(...argv);
      expect(stdout + stderr).not.toMatch(/\.hmsync-shadow|for-tests/);
    }
  });
});

describePostgresql("a database without the tables, or with others", () => {
  const db = testDatabase();

  test("a command that only looks asks for them; one of another program is not touched", async () => {
    const { code } = site(db, GOOD);
    expect(await code("import:status")).toBe(4);
    await db.query("create table wards (id integer primary key)");
    expect(await code(...IMPORT)).toBe(4);
    const tables = await db.query("select tablename from pg_tables where schemaname = 'public'");
    expect(tables).toEqual([{ tablename: "wards" }]);
  });

  test("a command that knows files alone says so", async () => {
    const { code } = site(db, GOOD);
    expect(await code("db:copy-table", "allies")).toBe(2);
  });
});

const POINTS = ["registered:1", "publish-read-back:2", "publish-committing:2", "after-commit:1"];

const EMPTY =
  "truncate patients, doctors, visits, ledger_crosswalk, ledger_runs, ledger_files cascade";

describePostgresql("killed", () => {
  const db = testDatabase();

  test("what is left is told, and comes to what an undisturbed run comes to", async () => {
    const { code, apart } = site(db, GOOD);
    expect(await code(...IMPORT)).toBe(0);
    const whole = await rowsOf(db);
    for (const point of POINTS) {
      await db.query(EMPTY);
      const { signal } = await apart(IMPORT, { HMSYNC_FAILPOINT: point });
      expect(signal).toBe("SIGKILL");
      const left = [await countIn(db, "visits"), await countIn(db, "ledger_crosswalk")];
      expect([
        [0, 0],
        [2, 5],
      ]).toContainEqual(left);
      expect(await code(...IMPORT)).toBe(0);
      expect(await rowsOf(db)).toEqual(whole);
    }
  });

  test("in the middle of its batches, it is resumed", async () => {
    await db.query(EMPTY);
    const { code, apart } = site(db, BAD);
    const lenient = [...IMPORT, "--continue-on-error", "--batch-size", "2"];
    const { signal } = await apart(lenient, { HMSYNC_FAILPOINT: "after-commit:2" });
    expect(signal).toBe("SIGKILL");
    expect(await countIn(db, "ledger_crosswalk")).toBeGreaterThan(0);
    expect(await code("import", "--resume")).toBe(3);
    expect([await countIn(db, "patients"), await countIn(db, "visits")]).toEqual([2, 2]);
  });
});

describePostgresql("beside others", () => {
  const db = testDatabase();

  test("a second run is told who is at work, and a look says so", async () => {
    const { code, apart, run } = site(db, GOOD);
    expect(await code(...IMPORT)).toBe(0);
    const holder = await db.session();
    await holder.query("set application_name = 'hmsync 4711@ward import'");
    const key = "hashtextextended('hmsync:' || current_database(), 0)";
    await holder.query(`select pg_advisory_lock(${key})`);
    const second = await apart(IMPORT);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain("4711");
    expect((await run("import:status")).exitCode).toBe(0);
    await holder.query(`select pg_advisory_unlock(${key})`);
    expect(await code(...IMPORT)).toBe(0);
  });

  test("what the application changes between mirror and publish is not written over", async () => {
    const { cwd } = site(db, RENAMED);
    const happens = async () => {
      await db.query("update doctors set full_name = 'Edited'");
    };
    const argv = [...IMPORT, "--db", db.url];
    const { exitCode, paused } = await pausedAt("before-reconcile:1", argv, { cwd, happens });
    expect(paused).toBe(true);
    expect(exitCode).toBe(1);
    expect(await db.query("select full_name from doctors")).toEqual([{ full_name: "Edited" }]);
    expect((await runsIn(db)).at(-1)).toBe("import failed");
  });

  test("a backend that is terminated in the middle fails the run, and nothing of it is written", async () => {
    const { code } = site(db, RENAMED);
    const before = await rowsOf(db);
    await db.query(`create function fall() returns trigger language plpgsql security definer as $$
      begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`);
    await db.query(
      "create trigger falls after update on doctors for each row execute function fall()",
    );
    expect(await code(...IMPORT, "--on-conflict", "overwrite")).toBe(1);
    expect(await rowsOf(db)).toEqual(before);
    await db.query("drop trigger falls on doctors");
    expect(await code(...IMPORT, "--on-conflict", "overwrite")).toBe(0);
    expect(await rowsOf(db)).not.toEqual(before);
  });
});
