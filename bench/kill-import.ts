import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { alignColumns } from "../src/plain/columns.ts";
import { FAILPOINTS, type Failpoint } from "../src/plain/failpoint.ts";
import { buildTestedProgram } from "../test/support/build.ts";
import { SCENARIOS, type Scenario } from "./cutover-weekend.ts";
import { type Instant, KilledImport, type Told } from "./kill/killed-import.ts";
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

const random = new Random(Number(values.seed));
const built = mkdtempSync(join(tmpdir(), "hmsync-kill-build-"));
const arena = mkdtempSync(join(tmpdir(), "hmsync-kill-import-"));

/** Each point where it is reached first, and once where a run is in the middle. */
const MOST: Readonly<Partial<Record<Failpoint, number>>> = {
  "before-insert": 2_000,
  "after-insert": 2_000,
  "before-prepare": 6,
  "after-prepare": 6,
  "before-ledger": 6,
  "after-ledger": 6,
  "before-checkpoint": 6,
  "after-checkpoint": 6,
  "before-commit": 6,
  "after-commit": 6,
  "before-parse": 3,
  "after-parse": 3,
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

function note(scenario: Scenario, instant: Instant, { killed, why }: Told): void {
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

try {
  const settings = { records: Number(values.records), journal: values.journal };
  const runs = new KilledImport(buildTestedProgram(built), arena, settings);
  const chosen = SCENARIOS.filter(({ name }) => name.includes(values.only));
  for (const scenario of chosen) {
    const whole = await runs.whole(scenario);
    const lasts = Math.round(whole.milliseconds);
    console.error(`${scenario.name}: exit ${whole.exitCode} after ${lasts} ms`);
    for (const instant of instantsOf(scenario, whole.milliseconds)) {
      note(scenario, instant, await runs.kill(scenario, instant, whole));
    }
  }
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
