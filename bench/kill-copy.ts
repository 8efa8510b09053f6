import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { SqliteDriver } from "../src/db/driver.ts";
import { buildTestedProgram } from "../test/support/build.ts";

// Kills (SIGKILL) table copies and backfills at random instants, again and again until one comes to its
// end, and compares what is left with what one brings about that nobody killed.
// `npx tsx bench/kill-copy.ts --kills 60 --rows 20000`

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "60" },
    rows: { type: "string", default: "20000" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "hmsync-kill-copy-"));
const program = await buildTestedProgram(join(folder, "built"));
const ROWS = Number(values.rows);

const numbers = `with recursive n(i) as (values (1) union all select i + 1 from n where i < ${ROWS})`;
const OLDER = `create table allies (id integer primary key, client_id integer, name text, relationship text,
    preferred_language text, email text);
  ${numbers} insert into allies select i, 1001 + i % 8, 'Ally ' || i, 'aunt', 'en', 'e' || i from n;
  update patients set public_id = null;
  ${numbers} insert into patients (id, full_name) select printf('%08x-%04x-8000-8000-%012x', i >> 16, i & 65535, i), 'P' from n`;

/** Runs a command, and kills it after a while. */
async function run(argv: readonly string[], cwd: string, killAfter?: number): Promise<string> {
  const child = spawn(process.execPath, [program, ...argv], {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const timer =
    killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  const code = await new Promise((done) =>
    child.on("close", (exit, signal) => done(signal ?? exit)),
  );
  clearTimeout(timer);
  if (code !== 0 && code !== "SIGKILL") throw new TypeError(`${argv.join(" ")}: ${code} ${said}`);
  return String(code);
}

/** What is left, without what chance gives: CUID2 of the application's rows, instants. */
function stateOf(cwd: string): string {
  const db = new SqliteDriver(join(cwd, "hmsync.db"));
  try {
    const all = (sql: string) => db.prepare(sql).raw().all();
    return JSON.stringify([
      db.pragma("integrity_check"),
      all("select id, public_id, patient_id, name, email from caregivers order by id"),
      all(
        "select legacy_id, target_id, content_hash from ledger_crosswalk where entity = 'caregivers' order by legacy_id",
      ),
      all("select count(*), count(public_id), count(distinct public_id) from patients"),
      all("select id, public_id from patients where id like '________-____-8%' order by id"),
      all("select count(*) from allies"),
    ]);
  } finally {
    db.close();
  }
}

const COMMANDS = { copy: ["db:copy-table", "allies"], backfill: ["db:backfill-public-ids"] };
try {
  const template = join(folder, "template");
  mkdirSync(template);
  await run(["import", "--source", resolve("fixtures/sample"), "--no-archive"], template);
  const db = new SqliteDriver(join(template, "hmsync.db"));
  db.exec(OLDER);
  db.close();
  const fresh = (name: string) => {
    const cwd = join(folder, name);
    rmSync(cwd, { recursive: true, force: true });
    mkdirSync(cwd);
    copyFileSync(join(template, "hmsync.db"), join(cwd, "hmsync.db"));
    return cwd;
  };
  for (const [name, argv] of Object.entries(COMMANDS)) {
    const command = [...argv, "--batch-size", "500"];
    const whole = fresh("whole");
    const started = performance.now();
    await run(command, whole);
    const took = performance.now() - started;
    const wanted = stateOf(whole);
    let killed = 0;
    let runs = 0;
    for (; killed < Number(values.kills); runs++) {
      const cwd = fresh("killed");
      for (let code = "SIGKILL"; code === "SIGKILL"; ) {
        code = await run(command, cwd, Math.random() * took * 0.8);
        if (code === "SIGKILL") killed++;
      }
      if (stateOf(cwd) !== wanted)
        throw new TypeError(`${name}: the end is not that of one nobody killed`);
    }
    process.stdout.write(
      `${name}: ${killed} deaths in ${runs} runs of ${ROWS} rows, 0 differences\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
