import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { generateExport } from "./generate.ts";
import { BenchError, type Cost, measure } from "./measure.ts";
import { spreadOf } from "./statistics.ts";

// An import through npm, as a clone starts it, beside the built program by itself, taking turns:
// `npx tsx bench/through-npm.ts --runs 5`. A run of each is not counted. Memory is that of the largest process: npm
// itself waits beside it with about 60 MiB.

const { values: flags } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
const DATA = resolve("bench/data");
const PROGRAM = resolve("dist/src/cli/main.js");

/** The sample, and 25,000 records. */
const EXPORTS = [
  { records: 21, make: () => resolve("fixtures/sample") },
  { records: 25_050, make: generated },
] as const;

function generated(): string {
  const folder = join(DATA, "through-npm-export");
  generateExport(folder, { patients: 5_000, doctors: 50, visits: 20_000, bad: 0, seed: 1 });
  return folder;
}

const WAYS = {
  npm: { command: "npm", args: ["run", "--silent", "import", "--"] },
  built: { command: process.execPath, args: [PROGRAM, "import"] },
} as const;

async function once(way: keyof typeof WAYS, source: string): Promise<Cost> {
  const folder = mkdtempSync(join(DATA, "through-npm-"));
  try {
    const { command, args } = WAYS[way];
    const paths = ["--db", join(folder, "hmsync.db"), "--report", join(folder, "report")];
    const argv = [...args, "--source", source, ...paths, "--quiet"];
    const { cost } = await measure({ command, args: argv, cwd: resolve("."), exitCodes: [0] });
    return cost;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(DATA, { recursive: true });
process.stdout.write("records   way    seconds (least - most)   MiB\n");
for (const { records, make } of EXPORTS) {
  const source = make();
  const costs: Record<keyof typeof WAYS, Cost[]> = { npm: [], built: [] };
  for (let run = 0; run <= Number(flags.runs); run++) {
    for (const way of ["npm", "built"] as const) {
      const cost = await once(way, source);
      if (run > 0) costs[way].push(cost);
    }
  }
  const medians = (["npm", "built"] as const).map((way) => {
    const seconds = spreadOf(costs[way].map((cost) => cost.seconds));
    const memory = spreadOf(costs[way].map(({ largestMiB }) => largestMiB ?? Number.NaN));
    process.stdout.write(
      `${String(records).padStart(7)}   ${way.padEnd(5)}  ${seconds.median.toFixed(2)} (${seconds.least.toFixed(2)} - ${seconds.most.toFixed(2)})   ${memory.median.toFixed(0)}\n`,
    );
    return { seconds: seconds.median, memory: memory.median };
  });
  const [npm, built] = medians;
  if (npm === undefined || built === undefined) throw new BenchError("Nothing was measured.");
  process.stdout.write(
    `${String(records).padStart(7)}   ratio  ${(npm.seconds / built.seconds).toFixed(2)} of the time, ${(npm.memory / built.memory).toFixed(2)} of the memory\n`,
  );
}
rmSync(join(DATA, "through-npm-export"), { recursive: true, force: true });
