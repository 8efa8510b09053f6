import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { CsvError, parse } from "csv-parse/sync";
import { HmsyncError } from "../src/plain/errors.ts";
import { plainCsvLine } from "../src/plain/plain-csv.ts";
import type { ReadingHints } from "../src/source/detect/understand.ts";
import { openExport } from "../src/source/open-export.ts";
import { type OpenedTable, openTable, readTable } from "../src/source/read-table.ts";
import { ByteReader, type SourceFile } from "../src/source/source-file.ts";
import { unpackExport } from "../src/source/unpack-export.ts";
import { BenchError } from "./measure.ts";

// Reads other people's collections of files that break readers, and prints scores and misses. The
// collections are not part of the repository; --torture names the folder that holds their archives.

const { values } = parseArgs({
  options: {
    torture: { type: "string" },
    scorer: { type: "string" },
    legacy: { type: "string" },
  },
});

const work = mkdtempSync(join(tmpdir(), "hmsync-torture-"));

async function torture(folder: string): Promise<void> {
  for (const name of ["pollock", "csv-spectrum", "csv-test-data", "horror"]) {
    execFileSync("tar", ["xzf", join(folder, `${name}.tgz`), "-C", work]);
  }
  await spectrum(join(work, "csv-spectrum/csvs"), join(work, "csv-spectrum/json"));
  await spectrum(join(work, "csv-test-data/csv"), join(work, "csv-test-data/json"));
  await horror(join(work, "messytables/horror"));
  if (values.scorer === undefined) throw new BenchError("--scorer names pollock_score.py.");
  await pollock("detected", (file) => readFile(file));
  await pollock("parameters given", (file) => readFile(file, givenParameters(file.name)));
  await pollock("csv-parse alone", parseAlone);
}

interface Read {
  readonly table: OpenedTable;
  readonly rows: readonly (readonly string[])[];
  readonly flaws: readonly string[];
}

async function readFile(file: SourceFile, hints: ReadingHints = {}): Promise<Read> {
  const table = await openTable(file, hints);
  const rows: (readonly string[])[] = [];
  const flaws = new Set<string>();
  for await (const group of readTable(table, new ByteReader(file)).groups) {
    for (const one of group) {
      for (const flaw of one.flaws) flaws.add(flaw);
      if (one.cells.length > 0 && !one.flaws.includes("other-table")) rows.push(one.cells);
    }
  }
  return { table, rows, flaws: [...flaws] };
}

/** Every record is what its JSON says, as a list of cells or as an object. */
async function spectrum(folder: string, expected: string): Promise<void> {
  let exact = 0;
  let count = 0;
  for (const file of openExport(folder).files) {
    const path = join(expected, file.name.replace(/\.csv$/, ".json"));
    const json = readJson(path);
    if (json === undefined) continue;
    count++;
    const { table, rows } = await readFile(file);
    const all = table.dialect.header === "none" ? rows : [table.columns, ...rows];
    const same = isDeepStrictEqual(all, json) || isDeepStrictEqual(objects(table, rows), json);
    if (same) exact++;
    else console.log(`  miss: ${file.name}`);
  }
  console.log(
    `${basename(resolve(folder, ".."))}: ${exact} of ${count} exactly as their JSON says`,
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

const objects = ({ columns }: OpenedTable, rows: Read["rows"]) =>
  rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));

async function horror(folder: string): Promise<void> {
  for (const name of readdirSync(folder).sort()) console.log(`  ${await tell(join(folder, name))}`);
}

async function tell(path: string): Promise<string> {
  try {
    const { files } = await unpackExport(openExport(path));
    const told: string[] = [];
    for (const file of files) {
      const { table, rows, flaws } = await readFile(file);
      const found = table.understanding;
      const how = found
        ? `${found.encoding.value}, ${JSON.stringify(table.dialect.delimiter)}, `
        : "";
      told.push(
        `${file.name}: ${how}${table.columns.length} columns, ${rows.length} records ${flaws.join(" ")}`,
      );
    }
    return told.join("\n  ");
  } catch (error) {
    if (error instanceof HmsyncError) return `${basename(path)}: refused: ${error.message}`;
    throw error;
  }
}

/** What csv-parse makes of the whole file, told the delimiter, the quote and the escape. */
async function parseAlone(file: SourceFile): Promise<Pick<Read, "table" | "rows">> {
  const table = await openTable(file, {});
  const { delimiter, quote, quoteEscape } = table.dialect;
  try {
    const rows: string[][] = parse(readFileSync(file.path), {
      delimiter,
      quote,
      escape: quoteEscape,
      skip_empty_lines: true,
      relax_quotes: true,
      relax_column_count: true,
    });
    return { table: { ...table, columns: rows[0] ?? [] }, rows: rows.slice(1) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { table: { ...table, columns: ["Application Error"] }, rows: [] };
  }
}

async function pollock(
  title: string,
  read: (file: SourceFile) => Promise<Pick<Read, "table" | "rows">>,
): Promise<void> {
  const data = join(work, "pollock/polluted_files");
  const loaded = join(work, `loaded-${title.replaceAll(" ", "-")}`);
  mkdirSync(loaded);
  for (const file of openExport(join(data, "csv")).files) {
    const { table, rows } = await read(file);
    const header =
      table.dialect.header === "none" && title !== "csv-parse alone" ? [] : [table.columns];
    const text = [...header, ...rows].map((cells) => plainCsvLine(cells)).join("");
    writeFileSync(join(loaded, `${file.name}_converted.csv`), text);
  }
  const argv = [
    values.scorer ?? "",
    join(data, "clean"),
    loaded,
    join(work, "pollock/pollock_weights.json"),
  ];
  const env = { ...process.env, OUT: join(work, "scores.json") };
  const printed = execFileSync("python3", argv, { env, encoding: "utf8" });
  console.log(`Pollock, ${title}: ${printed.trim()}`);
  misses(join(work, "scores.json"), join(work, "pollock/pollock_weights.json"));
}

/** What the parameters of a file's polluted version say, as hints. */
function givenParameters(name: string): ReadingHints {
  const path = join(work, "pollock/polluted_files/parameters", `${name}_parameters.json`);
  const { delimiter, quotechar, escapechar, header_lines, preamble_lines } = readJson(path) as {
    readonly delimiter: string;
    readonly quotechar: string;
    readonly escapechar: string;
    readonly header_lines: number;
    readonly preamble_lines: number;
  };
  const first = preamble_lines + 1;
  return {
    ...(delimiter.trim() === "" ? { delimiter } : { delimiter: delimiter.trim() }),
    quote: quotechar,
    quoteEscape: escapechar,
    header: header_lines === 0 ? "none" : { first, last: preamble_lines + header_lines },
  };
}

function misses(scores: string, weights: string): void {
  const found = readJson(scores) as Record<string, Record<string, number>>;
  const weight = readJson(weights) as Record<string, number>;
  const total = Object.values(weight).reduce((sum, one) => sum + one, 0);
  const lost = Object.entries(found)
    .map(([file, parts]) => {
      const points = 10 - Object.values(parts).reduce((sum, one) => sum + one, 0);
      return {
        kind: file.replace(/^(row_\w+?)_?\d+_?(?:col)?\d.*/, "$1"),
        points,
        cost: (points * (weight[file] ?? 0)) / total,
      };
    })
    .filter(({ points }) => points > 0.0005);
  for (const kind of new Set(lost.map((one) => one.kind))) {
    const own = lost.filter((one) => one.kind === kind);
    const cost = own.reduce((sum, one) => sum + one.cost, 0);
    console.log(`  miss: ${kind} (${own.length} files): ${cost.toFixed(4)} of the weighted score`);
  }
}

/** Every file beside what Python's csv counts, which shares nothing with this reader. */
async function legacy(folder: string): Promise<void> {
  let files = 0;
  let records = 0;
  let differing = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    for (const file of openExport(join(folder, entry.name)).files) {
      const { table, rows, flaws } = await readFile(file);
      const header = table.dialect.header === "none" ? 0 : 1;
      const python = countInPython(file.path, table.dialect.delimiter) - header;
      files++;
      records += rows.length;
      if (python !== rows.length) differing++;
      const mark = python === rows.length ? "" : `   DIFFERS: Python counts ${python}`;
      console.log(`  ${entry.name}/${file.name}  ${rows.length}  ${flaws.join(" ")}${mark}`);
    }
  }
  console.log(
    `legacy: ${files} files, ${records} records, ${differing} counted otherwise by Python`,
  );
}

const PYTHON = `import csv,sys
csv.field_size_limit(10**9)
rows=csv.reader(open(sys.argv[1],encoding="utf-8-sig",newline=""),delimiter=sys.argv[2])
print(sum(1 for row in rows if any(cell.strip() for cell in row)))`;

function countInPython(path: string, delimiter: string): number {
  return Number(execFileSync("python3", ["-c", PYTHON, path, delimiter], { encoding: "utf8" }));
}

try {
  if (values.torture !== undefined) await torture(resolve(values.torture));
  if (values.legacy !== undefined) await legacy(resolve(values.legacy));
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true });
}
