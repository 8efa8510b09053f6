import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { generateExport } from "./generate.ts";
import { Random } from "./random.ts";
import { spreadOf } from "./statistics.ts";

// A first import that keeps columns which no field is filled from, beside one that drops them, taking
// turns: `npx tsx bench/keep-unmapped.ts --visits 250000 --runs 5 --columns 12`. Processor time counts on a machine that does
// other things too; it takes GNU time.

const { values: flags } = parseArgs({
  options: {
    visits: { type: "string", default: "250000" },
    runs: { type: "string", default: "5" },
    /** How many of the columns. */
    columns: { type: "string", default: "12" },
    program: { type: "string", default: "dist/src/cli/main.js" },
  },
});
const DATA = resolve("bench/data");
const SOURCE = join(DATA, "keep-unmapped-export");
const COLUMNS = "WARD,BED,INSURER,POLICY,REFERRED_BY,TARIFF,PAGER,CLERK,REMARK,COUNTER,SHIFT,BATCH"
  .split(",")
  .slice(0, Number(flags.columns));
const WAYS = { keep: [], drop: ["--drop-unmapped"] } as const;

/** Processor time counts what the kernel did for the process, too. */
interface Spent {
  readonly cpu: number;
  readonly wall: number;
}

async function widen(path: string, wider: string): Promise<void> {
  const random = new Random(7);
  const out = createWriteStream(wider);
  let header = true;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const cells = header ? COLUMNS : COLUMNS.map((name) => cellOf(name, random));
    header = false;
    if (!out.write(`${line},${cells.join(",")}\n`)) await once(out, "drain");
  }
  out.end();
  await finished(out);
}

/** One in six is empty. */
const cellOf = (name: string, random: Random): string =>
  random.below(6) === 0 ? "" : `${name.toLowerCase()} ${random.below(10_000)}`;

function importOnce(way: keyof typeof WAYS): Spent {
  const folder = mkdtempSync(join(DATA, "keep-unmapped-"));
  try {
    const measured = join(folder, "time");
    const paths = ["--db", join(folder, "hmsync.db"), "--report", join(folder, "report")];
    const program = [resolve(flags.program), "import", "--source", SOURCE, ...paths, "--quiet"];
    const time = ["-o", measured, "-f", "%U %S %e", process.execPath, ...program, ...WAYS[way]];
    execFileSync("/usr/bin/time", time, { stdio: ["ignore", "ignore", "inherit"] });
    const text = readFileSync(measured, "utf8");
    const [user = 0, system = 0, wall = 0] = text.trim().split(" ").map(Number);
    return { cpu: user + system, wall };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(DATA, { recursive: true });
generateExport(SOURCE, {
  patients: 5_000,
  doctors: 50,
  visits: Number(flags.visits),
  bad: 0,
  seed: 1,
});
await widen(join(SOURCE, "visits.csv"), join(SOURCE, "wider.csv"));
renameSync(join(SOURCE, "wider.csv"), join(SOURCE, "visits.csv"));
const spent: Record<keyof typeof WAYS, Spent[]> = { keep: [], drop: [] };
for (let run = 0; run < Number(flags.runs); run++) {
  for (const way of ["keep", "drop"] as const) spent[way].push(importOnce(way));
}
const median = (way: keyof typeof WAYS, of: keyof Spent) =>
  spreadOf(spent[way].map((one) => one[of])).median;
for (const of of ["cpu", "wall"] as const) {
  const [keep, drop] = [median("keep", of), median("drop", of)];
  process.stdout.write(
    `${of.padEnd(5)} keep ${keep.toFixed(2)}  drop ${drop.toFixed(2)}  ratio ${(keep / drop).toFixed(3)}\n`,
  );
}
rmSync(SOURCE, { recursive: true, force: true });
