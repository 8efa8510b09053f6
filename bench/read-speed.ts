import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sourceFile } from "../src/source/open-export.ts";
import { readRecords } from "../src/source/read-records.ts";
import { openTable } from "../src/source/read-table.ts";
import { RFC_4180 } from "../src/source/record.ts";
import { ByteReader } from "../src/source/source-file.ts";
import { generateExport } from "./generate.ts";

// What detection adds to the reading of a large file.

const { values } = parseArgs({
  options: {
    visits: { type: "string", default: "1000000" },
    runs: { type: "string", default: "5" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "hmsync-read-"));
generateExport(folder, {
  patients: Math.ceil(Number(values.visits) / 4),
  doctors: 400,
  visits: Number(values.visits),
  seed: 1,
  bad: 0,
});
const path = join(folder, "visits.csv");
const file = sourceFile(path, statSync(path));
const looks: number[] = [];
const reads: number[] = [];
let records = 0;
for (let run = 0; run < Number(values.runs); run++) {
  const started = performance.now();
  await openTable(file, {});
  const looked = performance.now();
  records = 0;
  for await (const group of readRecords(file, new ByteReader(file), RFC_4180).groups) {
    records += group.length;
  }
  looks.push(looked - started);
  reads.push(performance.now() - looked);
}
rmSync(folder, { recursive: true });

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
const [look, read] = [median(looks), median(reads)];
console.log(
  `${records} records, ${(file.size / 1e6).toFixed(1)} MB: reading ${read.toFixed(0)} ms ` +
    `(${((read * 1000) / records).toFixed(2)} us a record), detection ${look.toFixed(0)} ms, ` +
    `${((look / read) * 100).toFixed(2)} % (first run ${looks[0]?.toFixed(0)} ms)`,
);
