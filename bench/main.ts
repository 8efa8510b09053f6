import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import SqliteDriver from "better-sqlite3";
import { type ExportSize, generateExport } from "./generate.ts";
import { BenchError, type Cost, measure, type Work } from "./measure.ts";
import { HOW_TO_GET_SQLITE, sqliteScript, sqliteVersion } from "./sqlite-import.ts";

const DATA = resolve("bench/data");
const RESULTS = resolve("bench/results");
const FILES = ["patients.csv", "doctors.csv", "visits.csv"];
const SMALL = { patients: 5_000, doctors: 48, visits: 20_000, seed: 1 };
const LARGE = { patients: 250_000, doctors: 400, visits: 1_000_000, seed: 1 };

interface Plan {
  readonly sizes: readonly ExportSize[];
  readonly runs: number;
}

/** One importer's runs on one export. */
interface Series {
  readonly name: string;
  readonly work: (folder: string) => Work;
  readonly costs: Cost[];
}

function readPlan(argv: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: "boolean", default: false },
      bad: { type: "string", default: "0" },
      runs: { type: "string", default: "3" },
    },
  });
  const bad = Number(values.bad);
  const runs = Number(values.runs);
  if (!(bad >= 0 && bad <= 1)) throw new BenchError("--bad takes a share from 0 to 1: 0.2");
  if (!(Number.isInteger(runs) && runs > 0)) throw new BenchError("--runs takes a number from 1");
  const sizes = values.quick ? [SMALL] : [SMALL, LARGE];
  return { sizes: sizes.map((size) => ({ ...size, bad })), runs };
}

async function compare(size: ExportSize, runs: number) {
  const source = join(DATA, `${size.patients}-${size.visits}-${size.bad}`);
  generateExport(source, size);
  const bytes = FILES.reduce((sum, name) => sum + statSync(join(source, name)).size, 0);
  const series = competitors(source, size);
  for (let run = 0; run < runs; run++) {
    // Taking turns spreads what else the machine does over both.
    for (const one of series) one.costs.push(await runOnce(one, size));
  }
  rmSync(source, { recursive: true });
  return { size, bytes, series: series.map(({ name, costs }) => ({ name, costs })) };
}

function competitors(source: string, { bad }: ExportSize): Series[] {
  const main = resolve("dist/src/cli/main.js");
  const lenient = bad > 0 ? ["--continue-on-error"] : [];
  const hmsync = (cwd: string): Work => ({
    ...{ command: process.execPath, cwd, exitCodes: bad > 0 ? [3] : [0] },
    args: [main, "import", "--source", source, ...lenient],
  });
  // It passes over a visit of an unknown patient, and ends with 1.
  const sqlite3 = (cwd: string): Work => ({
    ...{ command: "sqlite3", args: ["hmsync.db"], cwd, exitCodes: bad > 0 ? [0, 1] : [0] },
    input: sqliteScript(source),
  });
  return [
    { name: "hmsync import", work: hmsync, costs: [] },
    ...(sqliteVersion() ? [{ name: "sqlite3 .import", work: sqlite3, costs: [] }] : []),
  ];
}

/** In a folder of its own, on the same disk as the export. */
async function runOnce({ name, work }: Series, size: ExportSize): Promise<Cost> {
  const folder = mkdtempSync(join(DATA, "run-"));
  try {
    const cost = await measure(work(folder));
    const stored = countVisits(join(folder, "hmsync.db"));
    if (size.bad === 0 && stored !== size.visits) {
      throw new BenchError(`${name} stored ${stored} visits of ${size.visits}.`);
    }
    return cost;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function countVisits(path: string): number {
  const db = new SqliteDriver(path, { readonly: true });
  const count = db.prepare("select count(*) from visits").pluck().get() as number;
  db.close();
  return count;
}

type Comparison = Awaited<ReturnType<typeof compare>>;

function describe({ size, bytes, series }: Comparison): string {
  const records = size.patients + size.doctors + size.visits;
  const [ours, theirs] = series.map(({ costs }) => medianSeconds(costs));
  const lines = series.map(({ name, costs }) => {
    const seconds = medianSeconds(costs);
    const peak = Math.max(...costs.map(({ peakMiB }) => peakMiB ?? 0));
    return [
      name.padEnd(16),
      `${seconds.toFixed(2)} s`.padStart(10),
      `${whole(records / seconds)} records/s`.padStart(20),
      (peak > 0 ? `${whole(peak)} MiB` : "").padStart(10),
    ].join("");
  });
  return [
    `${whole(size.patients)} patients, ${whole(size.visits)} visits, ${(bytes / 1e6).toFixed(1)} MB, ` +
      `${size.bad * 100} % bad; median of ${series[0]?.costs.length}, highest peak`,
    ...lines,
    ...(ours && theirs ? [`ratio           ${(ours / theirs).toFixed(1).padStart(8)}`] : []),
  ].join("\n");
}

const whole = (number: number): string => Math.round(number).toLocaleString("en-US");

function medianSeconds(costs: readonly Cost[]): number {
  const sorted = costs.map(({ seconds }) => seconds).sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = sorted.slice(sorted.length % 2 ? middle : middle - 1, middle + 1);
  return sorted.length % 2 ? low : (low + high) / 2;
}

function machine(): Record<string, string | number> {
  const [first] = cpus();
  return {
    ...{ cpu: first?.model ?? "unknown", cpus: cpus().length, memoryMiB: totalmem() / 2 ** 20 },
    ...{ node: process.version, sqlite3: sqliteVersion() ?? "none" },
  };
}

async function bench(argv: readonly string[]): Promise<void> {
  const { sizes, runs } = readPlan(argv);
  execFileSync(process.execPath, ["build.mjs"], { stdio: "inherit" });
  mkdirSync(DATA, { recursive: true });
  mkdirSync(RESULTS, { recursive: true });
  if (sqliteVersion() === undefined) console.log(`${HOW_TO_GET_SQLITE}\n`);
  const comparisons: Comparison[] = [];
  for (const size of sizes) {
    const comparison = await compare(size, runs);
    comparisons.push(comparison);
    console.log(`${describe(comparison)}\n`);
  }
  const day = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  const path = join(RESULTS, `${day}Z.json`);
  writeFileSync(path, `${JSON.stringify({ machine: machine(), comparisons }, null, 2)}\n`);
  console.log(`Every run: ${path}`);
}

try {
  await bench(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
