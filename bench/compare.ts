import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { BASELINE, hmsync, importersOf, OURS } from "./competitors.ts";
import { type ExportSize, generateExport } from "./generate.ts";
import { countVisits, ENTITIES } from "./legacy-tables.ts";
import { BenchError, type Cost, measure, type Work } from "./measure.ts";

/** Where exports and databases lie while they are measured: beside each other, on one disk. */
export const DATA = resolve("bench/data");
const EVOLVED = resolve("bench/evolved-schema.ts");

/** Parts of the table: against which row ratios are taken. */
export const SECTIONS = {
  first: { title: "A first import of the clean export", against: BASELINE },
  more: { title: "More of ours", against: OURS },
  schema: { title: "A change of the schema, with the rows there", against: OURS },
} as const;

export type SectionName = keyof typeof SECTIONS;

/** What one line of the table measures. */
export interface Row {
  readonly name: string;
  readonly section: SectionName;
  /** What it goes through: records of the export, or rows of the table. */
  readonly records: number;
  readonly costs: Cost[];
  /** Of all records, those that were rejected. */
  readonly rejectedShare?: number;
}

/** A row, and how it comes to its costs. */
interface Measured {
  row: Row;
  readonly prepare?: (folder: string) => Promise<void> | void;
  readonly work: (folder: string) => Work;
  /** Looks at what was done. */
  readonly check?: (folder: string, stdout: string) => void;
}

/** Rows that find what the one before has left in the folder. */
type Chain = readonly Measured[];

/** What is measured at a size. */
export interface Comparison {
  readonly size: ExportSize;
  /** Of the clean export's files. */
  readonly bytes: number;
  readonly visitBytes: number;
  readonly rows: readonly Row[];
  readonly profile: Profile;
}

interface Profile {
  /** As the command prints it. */
  readonly text: string;
  readonly stages: unknown;
}

export interface CompareSettings {
  readonly runs: number;
  /** The share of patients and of visits that break a rule, in the dirty export. */
  readonly bad: number;
}

/** Measures every row of a size, taking turns. */
export async function compare(
  size: Omit<ExportSize, "bad">,
  { runs, bad }: CompareSettings,
): Promise<Comparison> {
  const clean = join(DATA, `${size.patients}-${size.visits}`);
  const dirty = `${clean}-dirty`;
  generateExport(clean, { ...size, bad: 0 });
  generateExport(dirty, { ...size, bad });
  try {
    const bytes = ENTITIES.map((name) => statSync(join(clean, `${name}.csv`)).size);
    const chains = chainsOf({ clean, dirty }, size);
    for (let run = 0; run < runs; run++) {
      // Taking turns spreads what else the machine does over all.
      for (const chain of chains) await inOwnFolder((folder) => runChain(chain, folder));
    }
    return {
      size: { ...size, bad },
      bytes: bytes.reduce((sum, one) => sum + one, 0),
      visitBytes: bytes[2] ?? 0,
      rows: chains.flat().map(({ row }) => row),
      profile: await profileOf(clean),
    };
  } finally {
    for (const folder of [clean, dirty]) rmSync(folder, { recursive: true, force: true });
  }
}

/** Importers alone, for the chart: a clean export, once with each importer that takes part. */
export async function compareImporters(
  size: Omit<ExportSize, "bad">,
  takesPart: (importer: string) => boolean,
): Promise<Row[]> {
  const source = join(DATA, `${size.patients}-${size.visits}`);
  generateExport(source, { ...size, bad: 0 });
  try {
    const chains = firstImports(source, size)
      .filter(({ row }) => takesPart(row.name))
      .map((one) => [one]);
    for (const chain of chains) await inOwnFolder((folder) => runChain(chain, folder));
    return chains.flat().map(({ row }) => row);
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

interface Sources {
  readonly clean: string;
  readonly dirty: string;
}

type Size = Omit<ExportSize, "bad">;

const recordsOf = ({ patients, doctors, visits }: Size): number => patients + doctors + visits;

function firstImports(source: string, size: Size): Measured[] {
  return importersOf(source).map(({ name, work, prepare }) => ({
    row: { name, section: "first", records: recordsOf(size), costs: [] },
    work,
    ...(prepare && { prepare }),
    check: (folder) => {
      const stored = countVisits(folder);
      if (stored === size.visits) return;
      throw new BenchError(`${name} stored ${stored} visits of ${size.visits}.`);
    },
  }));
}

function chainsOf({ clean, dirty }: Sources, size: Size): Chain[] {
  const [ours, ...others] = firstImports(clean, size);
  const more = (name: string, records = recordsOf(size)): Row => ({
    name,
    records,
    section: "more",
    costs: [],
  });
  const schema = (name: string): Row => ({ ...more(name, size.visits), section: "schema" });
  const lenient: Measured = {
    row: more("20 % rejected, --continue-on-error"),
    work: hmsync(3, "import", "--source", dirty, "--continue-on-error", "--json"),
    check: (_, stdout) => {
      lenient.row = { ...lenient.row, rejectedShare: rejectedShare(stdout) };
    },
  };
  return [
    [
      ...(ours ? [ours] : []),
      { row: more("the unchanged export again"), work: hmsync(0, "import", "--source", clean) },
      { row: schema("db:plan"), work: hmsync(0, "db:plan", "--schema", EVOLVED) },
      {
        row: schema("db:push, a rebuild"),
        work: hmsync(0, "db:push", "--schema", EVOLVED, "--yes"),
      },
    ],
    ...others.map((one) => [one]),
    [{ row: more("--dry-run"), work: hmsync(0, "import", "--source", clean, "--dry-run") }],
    [lenient],
  ];
}

async function runChain(chain: Chain, folder: string): Promise<void> {
  for (const { row, prepare, work, check } of chain) {
    await prepare?.(folder);
    const { cost, stdout } = await measure(work(folder));
    row.costs.push(cost);
    check?.(folder, stdout);
  }
}

async function inOwnFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  mkdirSync(DATA, { recursive: true });
  const folder = mkdtempSync(join(DATA, "run-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As far as the benchmark reads what `import --json` prints. */
interface ImportDocument {
  readonly entities: Readonly<
    Record<string, { readonly records: number; readonly rejected: number }>
  >;
  readonly profile?: unknown;
}

function rejectedShare(stdout: string): number {
  const tallies = Object.values((JSON.parse(stdout) as ImportDocument).entities);
  const sum = (key: "records" | "rejected") =>
    tallies.reduce((total, tally) => total + tally[key], 0);
  return sum("rejected") / sum("records");
}

/** From a run of its own, not from one that is timed. */
async function profileOf(source: string): Promise<Profile> {
  const work = hmsync(0, "import", "--source", source, "--profile", "--json");
  const { stdout, stderr } = await inOwnFolder((folder) => measure(work(folder)));
  const text = stderr.slice(Math.max(0, stderr.indexOf("stage "))).trim();
  return { text, stages: (JSON.parse(stdout) as ImportDocument).profile };
}
