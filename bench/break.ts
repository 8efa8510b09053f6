import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildTestedProgram } from "../test/support/build.ts";
import { ATTACKS } from "./break/attacks.ts";
import { Siege } from "./break/siege.ts";

// Tries to break the product, kind by kind, until the time is up; each kind gets as much of it as any other.
// `npx tsx bench/break.ts --minutes 60 --seed 7`; `--only zip` for some kinds, `--at 12` for one try again.

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    at: { type: "string" },
    /** At most so many of each kind. */
    tries: { type: "string" },
  },
});

const built = mkdtempSync(join(tmpdir(), "hmsync-break-build-"));
const shared = mkdtempSync(join(tmpdir(), "hmsync-break-shared-"));
const main = buildTestedProgram(built);
// Another user runs it too.
chmodSync(built, 0o755);
const siege = new Siege({
  main,
  shared,
  seed: Number(values.seed),
  attacks: ATTACKS.filter(({ kind }) => kind.includes(values.only)),
  say: (line) => process.stderr.write(`${line}\n`),
});
try {
  if (values.at !== undefined) await siege.again(Number(values.at));
  else
    await siege.run({
      minutes: Number(values.minutes),
      most: Number(values.tries ?? Number.MAX_SAFE_INTEGER),
    });
  process.stdout.write(`${siege.table()}\n`);
} finally {
  for (const folder of [built, shared]) rmSync(folder, { recursive: true, force: true });
}
process.exitCode = siege.failures > 0 ? 1 : 0;
