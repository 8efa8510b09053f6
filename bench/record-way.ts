import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateExport } from "./generate.ts";

// Which source files a visit's record passes between its bytes and the ledger: those with a function that V8 counts
// at least once for each record, in both threads of the built program. Two exports of different size are imported, so
// that what looks at samples, at tables or at files falls out. `npm run build`, then `npx tsx bench/record-way.ts`.

const { values } = parseArgs({ options: { visits: { type: "string", default: "20000" } } });
const VISITS = Number(values.visits);
const ROOT = resolve(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");
/** Where files stand that a record passes, and what these files do; the rest are its way. */
const ASIDE = [
  ["read its row back", /^src\/(?:import\/balance\/|db\/sqlite\/scan-table)/],
  ["are asked about single values", /^(?:importers|shared|src\/(?:digest|plain))\//],
] as const;

interface Coverage {
  readonly result: readonly { readonly url: string; readonly functions: readonly Counted[] }[];
}

interface Counted {
  readonly functionName: string;
  readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
}

/** By source file and function, how often it was called in an import of so many visits. */
function callsIn(folder: string, visits: number): Map<string, number> {
  const at = (name: string) => join(folder, `${name}-${visits}`);
  generateExport(at("export"), { patients: 50, doctors: 5, visits, bad: 0, seed: 5 });
  const argv = ["import", "--source", at("export"), "--db", at("db"), "--report", at("report")];
  const env = { ...process.env, NODE_V8_COVERAGE: at("coverage") };
  execFileSync(process.execPath, [join(DIST, "src/cli/main.js"), ...argv], { cwd: folder, env });
  const calls = new Map<string, number>();
  for (const file of readdirSync(at("coverage"))) {
    const { result } = JSON.parse(readFileSync(join(at("coverage"), file), "utf8")) as Coverage;
    for (const { url, functions } of result) {
      if (url.startsWith(`file://${DIST}`)) addCalls(calls, fileURLToPath(url), functions);
    }
  }
  return calls;
}

function addCalls(calls: Map<string, number>, path: string, functions: readonly Counted[]): void {
  const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, "utf8")));
  const lines = readFileSync(path, "utf8").split("\n");
  const starts = lines.map(({ length }) => length + 1);
  for (const [at, length] of starts.entries()) starts[at] = length + (starts[at - 1] ?? 0);
  for (const { functionName, ranges } of functions) {
    const [{ startOffset, count } = { startOffset: 0, count: 0 }] = ranges;
    const line = starts.findIndex((end) => end > startOffset);
    const entry = map.findEntry(line, startOffset - (starts[line - 1] ?? 0));
    if (count === 0 || !("originalSource" in entry)) continue;
    const source = relative(ROOT, resolve(dirname(path), entry.originalSource));
    const key = JSON.stringify([source, functionName || `(line ${entry.originalLine + 1})`]);
    calls.set(key, (calls.get(key) ?? 0) + count);
  }
}

const folder = mkdtempSync(join(tmpdir(), "hmsync-way-"));
try {
  const few = callsIn(folder, VISITS);
  const passed = new Map<string, string[]>();
  for (const [key, calls] of callsIn(folder, VISITS * 2)) {
    const each = (calls - (few.get(key) ?? 0)) / VISITS;
    if (each < 1) continue;
    const [source = "", name] = JSON.parse(key) as string[];
    passed.set(source, [...(passed.get(source) ?? []), `${name} ${Math.round(each)}`]);
  }
  const does = (source: string) => ASIDE.find(([, where]) => where.test(source))?.[0];
  for (const what of [undefined, ...ASIDE.map(([one]) => one)]) {
    const files = [...passed].sort().filter(([source]) => does(source) === what);
    process.stdout.write(`${files.length} files ${what ?? "are its way to the ledger"}\n`);
    for (const [source, functions] of files) {
      const lines = readFileSync(join(ROOT, source), "utf8").split("\n").length - 1;
      process.stdout.write(`  ${source}  ${lines} lines: ${functions.join(", ")}\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
