import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { change, query } from "../../test/support/sql.ts";
import type { Random } from "../random.ts";
import { type Attack, Broken, during, type Trial } from "./attack.ts";
import { judgeImport, judgeManners, verdictOf } from "./judge.ts";
import { Once } from "./once.ts";
import { runProgram } from "./run-program.ts";
import { importIn, importing, type Scene, sceneOf } from "./surroundings.ts";

const EMPTY = new Once(async ({ main, shared }) => {
  const ended = await runProgram(main, ["db:push", "--init", "--db", "empty.db"], { cwd: shared });
  if (ended.exitCode !== 0) throw new Broken(`db:push: ${ended.stderr}`);
  return join(shared, "empty.db");
});

async function withDatabase(trial: Trial): Promise<Scene & { readonly path: string }> {
  const scene = sceneOf(trial);
  const path = join(scene.cwd, "hmsync.db");
  copyFileSync(await EMPTY.get(trial), path);
  return { ...scene, path };
}

/** What a trigger of the application may do to what is written. */
const EFFECTS: readonly ((table: string) => string)[] = [
  (table) => `delete from ${table} where id = new.id`,
  () => `select raise(ignore)`,
  () => `select raise(abort, 'not today')`,
  () => `select raise(rollback, 'not today')`,
  (table) => `update ${table} set legacy_id = 'X' || legacy_id where id = new.id`,
  (table) => `update ${table} set updated_at = '2020-01-01T00:00:00.000Z' where id = new.id`,
  () => `insert into patients (id, full_name) values (hex(randomblob(16)), 'Somebody')`,
  () => `delete from patients where rowid = (select min(rowid) from patients)`,
  () => `update patients set address = 'elsewhere' where rowid = (select max(rowid) from patients)`,
  () => `update visits set notes = null where rowid % 3 = 0`,
  () => `update doctors set full_name = upper(full_name)`,
  () => `delete from ledger_crosswalk where id % 2 = 0`,
];
const WHEN = ["before insert", "after insert", "after update", "before update"];
const TABLES = ["patients", "doctors", "visits", "ledger_crosswalk", "ledger_runs", "ledger_files"];

function triggerOf(random: Random): string {
  const table = random.pick(TABLES);
  const of = table.startsWith("ledger") ? "patients" : table;
  // Of ledger tables, the effects that name the row are of another one.
  const effect = random.pick(EFFECTS)(of);
  return `create trigger theirs ${random.pick(WHEN)} on ${table} begin ${effect}; end`;
}

const triggers: Attack = {
  kind: "triggers in the database",
  async attempt(trial) {
    const scene = await withDatabase(trial);
    const trigger = triggerOf(trial.random);
    change(scene.path, trigger);
    const mode = trial.random.pick([
      [],
      ["--continue-on-error"],
      ["--continue-on-error", "--batch-size", "4"],
    ]);
    const ended = await runProgram(trial.main, importing(scene, ...mode), {
      cwd: scene.cwd,
      env: { TMPDIR: scene.temporary },
    });
    return during(`${trigger} ${mode.join(" ")}`, async () => {
      judgeManners(ended);
      if (ended.exitCode !== 0 && ended.exitCode !== 3) return "refused";
      return judgeImport(scene.hospital, ended, scene.path);
    });
  },
};

/** Writes rows of its own as fast as it can until it is stopped; returns how many. */
function writeMeanwhile(path: string): { end(): number } {
  const db = new SqliteDriver(path, { timeout: 0 });
  let written = 0;
  const write = db.prepare("insert into patients (id, full_name) values (?, 'Of the application')");
  const timer = setInterval(() => {
    try {
      write.run(`application-${written}`);
      written++;
    } catch (error) {
      if (!/locked|busy|schema has changed/i.test(String(error))) throw error;
    }
  }, 3);
  return {
    end() {
      clearInterval(timer);
      db.close();
      return written;
    },
  };
}

const writers: Attack = {
  kind: "another writer on the database",
  async attempt(trial) {
    const scene = await withDatabase(trial);
    if (trial.random.below(2) === 0) change(scene.path, "pragma journal_mode = wal");
    const writer = writeMeanwhile(scene.path);
    let written = 0;
    const ended = await importIn(trial, scene).finally(() => {
      written = writer.end();
    });
    judgeManners(ended);
    const own = "select count(*) from patients where id like 'application-%'";
    const found = Number(query(scene.path, own)[0]?.[0]);
    if (found !== written)
      throw new Broken(`${written} rows were acknowledged, ${found} are there`);
    change(scene.path, "delete from patients where id like 'application-%'");
    return judgeImport(scene.hospital, ended, scene.path);
  },
};

/** Flips bits of a database that holds an import, and asks every command about it. */
const damagedDatabases: Attack = {
  kind: "a damaged database",
  async attempt(trial) {
    const { random, main } = trial;
    const scene = await withDatabase(trial);
    await importIn(trial, scene);
    const bytes = readFileSync(scene.path);
    const flips = 1 + random.below(40);
    for (let flip = 0; flip < flips; flip++) {
      const at = random.below(random.below(3) === 0 ? 120 : bytes.length);
      bytes[at] = random.below(256);
    }
    writeFileSync(scene.path, bytes);
    const argv = random.pick(COMMANDS_ON_A_DATABASE);
    const own = argv[0] === "import" ? importing(scene) : [...argv, "--db", "hmsync.db"];
    const ended = await runProgram(main, own, { cwd: scene.cwd, env: { TMPDIR: scene.temporary } });
    return during(argv.join(" "), async () => {
      judgeManners(ended, { mayShow: argv[0] === "import:diff" });
      return verdictOf(ended);
    });
  },
};

const COMMANDS_ON_A_DATABASE: readonly (readonly string[])[] = [
  ["import"],
  ["import:validate"],
  ["import:status"],
  ["import:report"],
  ["db:validate"],
  ["db:status"],
  ["db:backup"],
  ["db:push"],
  ["db:plan"],
  ["db:backfill-public-ids"],
];

/** Others at work in the database. */
export const databaseAttacks: readonly Attack[] = [triggers, writers, damagedDatabases];
