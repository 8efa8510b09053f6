import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Failpoint } from "../../src/plain/failpoint.ts";
import { leftBehind } from "../../test/support/left-behind.ts";
import { change, query } from "../../test/support/sql.ts";
import { type Ended, runProgram } from "../break/run-program.ts";
import { makeExports, type Scenario, withRunNames } from "../cutover-weekend.ts";

/** Where a command is killed: at a failpoint when it is there for the n-th time, or by the clock. */
export type Instant =
  | { readonly at: Failpoint; readonly times: number }
  | { readonly after: number; readonly signal?: NodeJS.Signals };

/** What a scenario leaves that nobody killed. */
export interface Whole {
  readonly exitCode: number | null;
  readonly milliseconds: number;
  readonly state: readonly string[];
}

/** How a try ended. */
export interface Told {
  readonly killed: boolean;
  /** What the killed command said. */
  readonly ended: Ended;
  /** What is wrong; nothing where all is well. */
  readonly why: string | undefined;
}

export const PARTS =
  "patients,doctors,visits,crosswalk,outcomes,waiting,actions,files,run,rejected".split(",");

/** A table of kills is made beside other work, too. */
const PATIENCE = 600_000;

/** Nothing to be resumed; or not even the tables of the ledger are there. */
const NOTHING_TO_DO: readonly (number | null)[] = [2, 4];

interface Settings {
  readonly records: number;
  /** Of the database: `wal` as a new one has it, or `delete`. */
  readonly journal: string;
}

/** Kills commands of a cutover in a folder of their own, and brings them to their end. */
export class KilledImport {
  readonly #main: string;
  readonly #arena: string;
  readonly #journal: string;
  /** Always the same folder: the ledger has the report folders with their whole paths. */
  readonly folder: string;

  constructor(main: string, arena: string, { records, journal }: Settings) {
    this.#main = main;
    this.#journal = journal;
    this.#arena = arena;
    this.folder = join(arena, "work");
    makeExports(join(arena, "exports"), records);
  }

  /** Does what comes before, and then all of it once. */
  async whole(scenario: Scenario): Promise<Whole> {
    await this.#prepare(scenario);
    const first = await this.#run(scenario.killed);
    const state = this.#state();
    this.#putBack(this.#template(scenario));
    // The machine may have been at something else the first time.
    const { milliseconds } = await this.#run(scenario.killed);
    const { exitCode } = first;
    return { exitCode, milliseconds: Math.min(first.milliseconds, milliseconds), state };
  }

  /** Kills it, brings it to its end, and compares. */
  async kill(scenario: Scenario, instant: Instant, whole: Whole): Promise<Told> {
    this.#putBack(this.#template(scenario));
    const ended = await this.#run(scenario.killed, instant);
    const killed = ended.signal !== null || ended.exitCode === INTERRUPTED;
    const last = killed ? await this.#bringToEnd(scenario) : ended;
    const now = this.#state();
    const parts = PARTS.filter((_, at) => now[at] !== whole.state[at]);
    const exit = last.exitCode === whole.exitCode ? "" : `exit ${last.exitCode} ${last.stderr}`;
    const isWell = exit === "" && parts.length === 0;
    return { killed, ended, why: isWell ? undefined : `${exit} differs: ${parts.join()}` };
  }

  #template({ name }: Scenario): string {
    return join(this.#arena, `template ${name}`);
  }

  #putBack(template: string): void {
    rmSync(this.folder, { recursive: true, force: true });
    cpSync(template, this.folder, { recursive: true });
  }

  async #run(argv: readonly string[], instant?: Instant): Promise<Ended> {
    const env =
      instant && "at" in instant
        ? { HMSYNC_FAILPOINT: `${instant.at}:${instant.times}` }
        : undefined;
    const kill =
      instant && "after" in instant
        ? { signal: instant.signal ?? "SIGKILL", after: instant.after }
        : undefined;
    return runProgram(this.#main, withRunNames(this.folder, argv), {
      cwd: this.folder,
      patience: PATIENCE,
      ...(env && { env }),
      ...(kill && { kill }),
    });
  }

  async #prepare(scenario: Scenario): Promise<void> {
    this.#putBack(join(this.#arena, "exports"));
    await this.#run(["db:push", "--init"]);
    change(join(this.folder, "hmsync.db"), `pragma journal_mode = ${this.#journal}`);
    for (const step of scenario.before) {
      if ("byHand" in step) step.byHand(this.folder);
      else {
        const [at, times] = step.dieAt?.split(":") ?? [];
        const instant = at ? { at: at as Failpoint, times: Number(times) } : undefined;
        const { signal } = await this.#run(step.argv, instant);
        // Of too few records a run ends before it could be killed, and nothing after it would be tried.
        if (instant !== undefined && signal === null) {
          throw new Error(`${scenario.name}: ${step.dieAt} was not reached; give more --records`);
        }
      }
    }
    cpSync(this.folder, this.#template(scenario), { recursive: true });
  }

  /** @returns how it came to its end, or what went wrong on the way */
  async #bringToEnd({ again }: Scenario): Promise<Ended> {
    let ended: Ended | undefined;
    for (const argv of again) {
      ended = await this.#run(argv);
      if (!NOTHING_TO_DO.includes(ended.exitCode)) return ended;
    }
    return ended as Ended;
  }

  /** Everything that a command leaves: rows, ledger, and what its last report says was rejected. */
  #state(): readonly string[] {
    const path = join(this.folder, "hmsync.db");
    const [[report] = []] = query(
      path,
      "select report_folder from ledger_runs where kind <> 'undo' order by id desc limit 1",
    );
    const rejected = join(String(report), "rejected");
    const all = existsSync(rejected) ? readdirSync(rejected).sort() : [];
    // A workbook says when it was made, and besides that what the files beside it say.
    const files = all.filter((file) => !file.endsWith(".xlsx"));
    const texts = files.map((file) => [file, readFileSync(join(rejected, file), "utf8")]);
    return [...(leftBehind(path) as unknown[]), texts].map((part) => JSON.stringify(part));
  }
}

const INTERRUPTED = 130;
