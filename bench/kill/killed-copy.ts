import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { change } from "../../test/support/sql.ts";
import { runProgram } from "../break/run-program.ts";
import { BenchError } from "../measure.ts";

export const COMMANDS = {
  copy: ["db:copy-table", "allies"],
  backfill: ["db:backfill-public-ids"],
} as const;

/** Tables as an older HMSync has them: rows to be copied, rows without public ids. */
const olderTables = (rows: number): string => {
  const numbers = `with recursive n(i) as (values (1) union all select i + 1 from n where i < ${rows})`;
  return `create table allies (id integer primary key, client_id integer, name text, relationship text,
      preferred_language text, email text);
    ${numbers} insert into allies select i, 1001 + i % 8, 'Ally ' || i, 'aunt', 'en', 'e' || i from n;
    update patients set public_id = null;
    ${numbers} insert into patients (id, full_name) select printf('%08x-%04x-8000-8000-%012x', i >> 16, i & 65535, i), 'P' from n`;
};

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

/** What one of the commands comes to that nobody kills. */
export interface WholeCopy {
  readonly argv: readonly string[];
  readonly milliseconds: number;
  readonly state: string;
}

/** Kills table copies and backfills in a folder of their own. */
export class KilledCopy {
  readonly #program: string;
  readonly #folder: string;

  constructor(program: string, folder: string) {
    this.#program = program;
    this.#folder = folder;
  }

  async prepare(rows: number): Promise<void> {
    const template = join(this.#folder, "template");
    mkdirSync(template);
    await this.#run(["import", "--source", resolve("fixtures/sample"), "--no-archive"], template);
    change(join(template, "hmsync.db"), olderTables(rows));
  }

  async whole(name: keyof typeof COMMANDS): Promise<WholeCopy> {
    const argv = [...COMMANDS[name], "--batch-size", "500"];
    const cwd = this.#fresh("whole");
    const { milliseconds } = await this.#run(argv, cwd);
    return { argv, milliseconds, state: stateOf(cwd) };
  }

  /**
   * Starts it again and again, and kills it each time until one comes to its end.
   *
   * @returns how often it died, and whether the end is that of one that nobody killed
   */
  async kill(whole: WholeCopy, afterOf: () => number): Promise<{ deaths: number; same: boolean }> {
    const cwd = this.#fresh("killed");
    let deaths = 0;
    for (;;) {
      const after = afterOf() * whole.milliseconds * 0.8;
      const { signal } = await this.#run(whole.argv, cwd, after);
      if (signal === null) return { deaths, same: stateOf(cwd) === whole.state };
      deaths++;
    }
  }

  async #run(argv: readonly string[], cwd: string, killAfter?: number) {
    const kill =
      killAfter === undefined ? {} : { kill: { signal: "SIGKILL", after: killAfter } as const };
    const ended = await runProgram(this.#program, argv, { cwd, ...kill });
    if (ended.exitCode === 0 || ended.signal === "SIGKILL") return ended;
    throw new BenchError(`${argv.join(" ")}: ${ended.exitCode} ${ended.stderr}`);
  }

  #fresh(name: string): string {
    const cwd = join(this.#folder, name);
    rmSync(cwd, { recursive: true, force: true });
    mkdirSync(cwd);
    copyFileSync(join(this.#folder, "template", "hmsync.db"), join(cwd, "hmsync.db"));
    return cwd;
  }
}
