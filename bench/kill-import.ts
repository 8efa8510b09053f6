import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FAILPOINTS, type Failpoint } from "../src/import/failpoint.ts";
import { alignColumns } from "../src/report/columns.ts";
import { buildTestedProgram } from "../test/support/build.ts";
import { leftBehind } from "../test/support/left-behind.ts";
import { change, query } from "../test/support/sql.ts";
import { makeExports, SCENARIOS, type Scenario, withRunNames } from "./cutover-weekend.ts";
import { Random } from "./random.ts";

// Kills imports, retries and undos at every failpoint and at random instants, brings them to an end,
// and compares what is left with what a run leaves that nobody killed.
// `npm run bench:kill-import -- --kills 30 --records 4000 --seed 1 --only retry`

const { values } = parseArgs({
  options: {
    /** Random instants of each kind of command. */
    kills: { type: "string", default: "30" },
    records: { type: "string", default: "4000" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    /** Of the database: `wal` as a new one has it, or `delete`. */
    journal: { type: "string", default: "wal" },
  },
});

/** Where a command is killed: at a failpoint when it is there for the n-th time, or by the clock. */
type Instant = { readonly at: Failpoint; readonly times: number } | { readonly after: number };

const random = new Random(Number(values.seed));
const built = mkdtempSync(join(tmpdir(), "hmsync-kill-build-"));
const arena = mkdtempSync(join(tmpdir(), "hmsync-kill-import-"));
/** Always the same folder: the ledger has the report folders with their whole paths. */
const folder = join(arena, "work");
const main = await buildTestedProgram(built);

interface Ended {
  readonly exitCode: number | null;
  readonly killed: boolean;
  readonly milliseconds: number;
  readonly stderr: string;
}

async function hmsync(argv: readonly string[], instant?: Instant): Promise<Ended> {
  const began = performance.now();
  const failpoint = instant && "at" in instant ? `${instant.at}:${instant.times}` : undefined;
  const env = { ...process.env, NO_COLOR: "1", ...(failpoint && { HMSYNC_FAILPOINT: failpoint }) };
  const words = [main, ...withRunNames(folder, argv)];
  const stdio = ["ignore", "ignore", "pipe"] as const;
  const child = spawn(process.execPath, words, { cwd: folder, env, stdio: [...stdio] });
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const kill = () => child.kill("SIGKILL");
  const timer = instant && "after" in instant ? setTimeout(kill, instant.after) : undefined;
  return new Promise((resolve) => {
    child.on("close", (exitCode, signal) => {
      clearTimeout(timer);
      const milliseconds = performance.now() - began;
      resolve({ exitCode, killed: signal === "SIGKILL", milliseconds, stderr });
    });
  });
}

function putBack(template: string): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(template, folder, { recursive: true });
}

/** Everything that a command leaves: rows, ledger, and what its last report says was rejected. */
function state(): readonly string[] {
  const path = join(folder, "hmsync.db");
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

async function prepare({ before }: Scenario, template: string): Promise<void> {
  putBack(join(arena, "exports"));
  await hmsync(["db:push", "--init"]);
  change(join(folder, "hmsync.db"), `pragma journal_mode = ${values.journal}`);
  for (const step of before) {
    if ("byHand" in step) step.byHand(folder);
    else {
      const [at, times] = step.dieAt?.split(":") ?? [];
      await hmsync(step.argv, at ? { at: at as Failpoint, times: Number(times) } : undefined);
    }
  }
  cpSync(folder, template, { recursive: true });
}

/** Nothing to be resumed; or not even the tables of the ledger are there. */
const NOTHING_TO_DO: readonly (number | null)[] = [2, 4];

/** @returns how it came to its end, or what went wrong on the way */
async function bringToEnd({ again }: Scenario): Promise<Ended> {
  let ended: Ended | undefined;
  for (const argv of again) {
    ended = await hmsync(argv);
    if (!NOTHING_TO_DO.includes(ended.exitCode)) return ended;
  }
  return ended as Ended;
}

/** Each point where it is reached first, and once where a run is in the middle. */
const MOST: Readonly<Partial<Record<Failpoint, number>>> = {
  ...{ "before-insert": 2_000, "after-insert": 2_000, "before-prepare": 6, "after-prepare": 6 },
  ...{ "before-ledger": 6, "after-ledger": 6, "before-checkpoint": 6, "after-checkpoint": 6 },
  ...{ "before-commit": 6, "after-commit": 6, "before-parse": 3, "after-parse": 3 },
};

function instantsOf({ hasFailpoints }: Scenario, milliseconds: number): Instant[] {
  const points = hasFailpoints
    ? FAILPOINTS.flatMap((at): Instant[] => {
        const most = MOST[at];
        const middle = most ? [{ at, times: 2 + random.below(most - 1) }] : [];
        return [{ at, times: 1 }, ...middle];
      })
    : [];
  const kills = Array.from({ length: Number(values.kills) }, (): Instant => {
    // The program takes a while to start, and nothing can go wrong then.
    return { after: (0.1 + random.next()) * 0.95 * milliseconds };
  });
  return [...points, ...kills];
}

/** How often a command died, and how often it ended as it should afterwards. */
interface Count {
  died: number;
  tried: number;
  wrong: number;
}
const table = new Map<string, Map<string, Count>>();
let wrong = 0;

interface Told {
  readonly instant: Instant;
  readonly killed: boolean;
  /** What is wrong; nothing where all is well. */
  readonly why: string | undefined;
}

function note(scenario: Scenario, { instant, killed, why }: Told): void {
  const row = "at" in instant ? instant.at : "random instants";
  const counts = table.get(row) ?? new Map<string, Count>();
  table.set(row, counts);
  const count = counts.get(scenario.name) ?? { died: 0, tried: 0, wrong: 0 };
  counts.set(scenario.name, count);
  count.tried++;
  if (killed) count.died++;
  if (why === undefined) return;
  wrong++;
  count.wrong++;
  console.error(`${scenario.name} ${JSON.stringify(instant)}: ${why}`);
}

const PARTS = "patients,doctors,visits,crosswalk,outcomes,waiting,actions,files,run,rejected".split(
  ",",
);

async function run(scenario: Scenario): Promise<void> {
  const template = join(arena, "template");
  rmSync(template, { recursive: true, force: true });
  await prepare(scenario, template);
  const whole = await hmsync(scenario.killed);
  const expected = state();
  putBack(template);
  // The machine may have been at something else the first time.
  const { milliseconds } = await hmsync(scenario.killed);
  const lasts = Math.min(whole.milliseconds, milliseconds);
  console.error(`${scenario.name}: exit ${whole.exitCode} after ${Math.round(lasts)} ms`);
  for (const instant of instantsOf(scenario, lasts)) {
    putBack(template);
    const killed = await hmsync(scenario.killed, instant);
    const ended = killed.killed ? await bringToEnd(scenario) : killed;
    const now = state();
    const parts = PARTS.filter((_, at) => now[at] !== expected[at]);
    const exit = ended.exitCode === whole.exitCode ? "" : `exit ${ended.exitCode} ${ended.stderr}`;
    const why = exit === "" && parts.length === 0 ? undefined : `${exit} differs: ${parts.join()}`;
    note(scenario, { instant, killed: killed.killed, why });
  }
}

try {
  makeExports(join(arena, "exports"), Number(values.records));
  const chosen = SCENARIOS.filter(({ name }) => name.includes(values.only));
  for (const scenario of chosen) await run(scenario);
  const rows = [...FAILPOINTS, "random instants"].map((row) => {
    const counts = chosen.map(({ name }) => table.get(row)?.get(name));
    const cell = (count: Count | undefined) =>
      count === undefined
        ? "-"
        : `${count.died} of ${count.tried}${count.wrong > 0 ? ` (${count.wrong} WRONG)` : ""}`;
    return [row, ...counts.map(cell)];
  });
  console.log(alignColumns([["killed", ...chosen.map(({ name }) => name)], ...rows]).join("\n"));
  console.log(`wrong ${wrong}`);
} finally {
  rmSync(built, { recursive: true, force: true });
  rmSync(arena, { recursive: true, force: true });
}
process.exitCode = wrong > 0 ? 1 : 0;
