import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chartOf, chartSizes, measureSize, type Point } from "./chart.ts";
import { type Comparison, compare, DATA } from "./compare.ts";
import { buildAll, missing, versionOf } from "./competitors.ts";
import { BenchError } from "./measure.ts";
import { measureReading, type Reading } from "./reading.ts";
import { comparisonText, readingText } from "./table.ts";

// What an import costs beside others that import the same files. `npm run bench -- --quick`

const RESULTS = resolve("bench/results");
const SMALL = { patients: 5_000, doctors: 48, visits: 20_000, seed: 1 };
const LARGE = { patients: 250_000, doctors: 500, visits: 1_000_000, seed: 1 };
/** Reading is over too soon for a single run to be told from its start-up: runs. */
const WARM = 3;
/** Spoils as many records as make, with the visits of rejected patients, a fifth of all. */
const SPOILT = "0.117";

function readArguments(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: "boolean", default: false },
      chart: { type: "boolean", default: false },
      "up-to": { type: "string", default: "1e7" },
      "slow-up-to": { type: "string", default: "1e6" },
      bad: { type: "string", default: SPOILT },
      runs: { type: "string" },
    },
  });
  const bad = Number(values.bad);
  const runs = Number(values.runs ?? (values.quick ? 1 : 5));
  if (!(bad > 0 && bad < 1)) throw new BenchError("--bad takes a share between 0 and 1: 0.117");
  if (!(Number.isInteger(runs) && runs > 0)) throw new BenchError("--runs takes a number from 1");
  const [upTo, slowUpTo] = [Number(values["up-to"]), Number(values["slow-up-to"])];
  if (!(slowUpTo >= 0)) throw new BenchError("--slow-up-to takes a number of visits: 1e5");
  return { ...values, bad, runs, upTo, slowUpTo };
}

type Arguments = ReturnType<typeof readArguments>;

async function bench(asked: Arguments): Promise<void> {
  const { runs, bad } = asked;
  const sizes = asked.quick ? [SMALL] : [SMALL, LARGE];
  const path = resultPath("bench");
  const comparisons: Comparison[] = [];
  const said: string[] = [];
  /** At once: hours of measuring are not lost to what goes wrong in the last minute. */
  const keep = (text: string, readings?: readonly Reading[]) => {
    said.push(text);
    console.log(`${text}\n`);
    writeJson(`${path}.json`, { machine: machine(), comparisons, readings });
    writeFileSync(`${path}.md`, `# Benchmark\n\n${machineText()}\n\n${said.join("\n\n")}\n`);
  };
  for (const hint of missing()) keep(hint);
  for (const size of sizes) {
    const comparison = await compare(size, { runs, bad });
    comparisons.push(comparison);
    keep(comparisonText(comparison));
  }
  const readings = await measureReading(sizes.at(-1)?.visits ?? 0, Math.max(runs, WARM));
  keep(readingText(readings), readings);
  console.log(`Every run: ${path}.json; the tables: ${path}.md`);
}

async function drawChart({ upTo, slowUpTo }: Arguments): Promise<void> {
  const points: Point[] = [];
  for (const hint of missing()) console.log(`${hint}\n`);
  const path = resultPath("chart");
  for (const visits of chartSizes(upTo)) {
    points.push(...(await measureSize(visits, slowUpTo)));
    writeJson(`${path}.json`, { machine: machine(), points });
    writeFileSync(`${path}.svg`, chartOf(points, machineText()));
  }
  console.log(`Every point: ${path}.json; the chart: ${path}.svg`);
}

function resultPath(name: string): string {
  mkdirSync(RESULTS, { recursive: true });
  const instant = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return join(RESULTS, `${instant}Z-${name}`);
}

const writeJson = (path: string, document: unknown): void =>
  writeFileSync(path, `${JSON.stringify(document, null, 2)}\n`);

function machine() {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cpus: cpus().length,
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    node: process.version,
    sqlite3: versionOf("sqlite3") ?? "none",
    "sqlite-utils": versionOf("sqlite-utils") ?? "none",
  };
}

function machineText(): string {
  const { cpu, cpus: count, memoryMiB, node, ...others } = machine();
  const versions = Object.entries(others).map(([name, version]) => `${name} ${version}`);
  const memory = `${(memoryMiB / 1024).toFixed(0)} GiB`;
  return `${count} CPUs (${cpu}), ${memory}; Node ${node}, ${versions.join(", ")}`;
}

try {
  const asked = readArguments(process.argv.slice(2));
  mkdirSync(DATA, { recursive: true });
  buildAll();
  await (asked.chart ? drawChart(asked) : bench(asked));
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
