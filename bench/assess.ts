import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { generateExport } from "./generate.ts";
import { measure } from "./measure.ts";

// What an assessment costs, in time and in memory, by the size of the export.
// `npm run bench:assess -- --visits 250000,1000000`

const MAIN = resolve("src/cli/main.ts");
const LOADER = import.meta.resolve("tsx");

const { values } = parseArgs({
  options: { visits: { type: "string", default: "250000,1000000" } },
});

const cwd = mkdtempSync(join(tmpdir(), "hmsync-bench-assess-"));
try {
  for (const visits of values.visits.split(",").map(Number)) {
    const source = join(cwd, String(visits));
    const patients = Math.ceil(visits / 4);
    generateExport(source, { patients, doctors: 1_000, visits, bad: 0.01, seed: 7 });
    const { cost } = await measure({
      // Not through the command `tsx`: it starts a process of its own, whose memory would not be seen.
      command: process.execPath,
      args: [
        "--import",
        LOADER,
        MAIN,
        "import:assess",
        "--source",
        source,
        "--report",
        `${source}-report`,
      ],
      cwd,
      exitCodes: [0],
    });
    const memory = cost.peakMiB === null ? "unknown" : `${Math.round(cost.peakMiB)} MiB`;
    console.log(
      `${visits} visits, ${patients} patients: ${cost.seconds.toFixed(1)} s, at most ${memory}`,
    );
    rmSync(source, { recursive: true });
  }
} finally {
  rmSync(cwd, { recursive: true });
}
