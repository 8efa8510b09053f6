import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildTestedProgram } from "../test/support/build.ts";
import { COMMANDS, KilledCopy } from "./kill/killed-copy.ts";
import { BenchError } from "./measure.ts";

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

try {
  const copies = new KilledCopy(buildTestedProgram(join(folder, "built")), folder);
  await copies.prepare(Number(values.rows));
  for (const name of Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]) {
    const whole = await copies.whole(name);
    let killed = 0;
    let runs = 0;
    for (; killed < Number(values.kills); runs++) {
      const { deaths, same } = await copies.kill(whole, Math.random);
      killed += deaths;
      if (!same) throw new BenchError(`${name}: the end is not that of one nobody killed`);
    }
    process.stdout.write(
      `${name}: ${killed} deaths in ${runs} runs of ${values.rows} rows, 0 differences\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
