import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sourceFile } from "../src/source/open-export.ts";
import { unaccounted } from "../test/support/account.ts";
import { mutate, seededRandom } from "../test/support/mutate.ts";
import { spoilable } from "./spoilable.ts";

// Spoils the fixtures in thousands of ways and reads them: no crash, no hang, no record lost unsaid.

/** A file of a few hundred bytes is read in milliseconds; this is a hang. */
const HANG = 5_000;
const { values } = parseArgs({
  options: {
    files: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
  },
});

const originals = spoilable();
const folder = mkdtempSync(join(tmpdir(), "hmsync-mutated-"));
const random = seededRandom(Number(values.seed));
const started = performance.now();
let bad = 0;
let slowest = 0;
for (let count = 0; count < Number(values.files); count++) {
  const original = originals[count % originals.length];
  if (original === undefined) break;
  const path = join(folder, original.name);
  const spoiled = mutate(original.bytes, random);
  writeFileSync(path, spoiled);
  const before = performance.now();
  const wrong = await unaccounted(sourceFile(path, statSync(path)));
  const took = performance.now() - before;
  slowest = Math.max(slowest, took);
  if (took > HANG) wrong.push(`took ${Math.round(took)} ms`);
  if (wrong.length === 0) continue;
  bad++;
  console.log(
    `${original.name}: ${wrong.join("; ")}\n  ${spoiled.toString("base64").slice(0, 2_000)}`,
  );
}
rmSync(folder, { recursive: true });
const seconds = (performance.now() - started) / 1000;
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `${values.files} files of ${originals.length} fixtures, seed ${values.seed}: ${bad} not accounted for; ` +
    `${seconds.toFixed(1)} s, slowest ${slowest.toFixed(0)} ms, peak ${peak} MiB`,
);
process.exitCode = bad === 0 ? 0 : 1;
