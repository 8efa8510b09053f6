import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { SqliteDriver } from "../src/db/sqlite/driver.ts";
import { alignColumns } from "../src/plain/columns.ts";
import { whileWriting } from "../test/support/application.ts";
import { generateExport } from "./generate.ts";

// How an application fares while a run in batches is at work: what it wrote, and how often it gave up after
// five seconds, in both journal modes.

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "/tmp/hmsync-other-writer" },
    visits: { type: "string", default: "40000" },
    batch: { type: "string", default: "500" },
  },
});

const visits = Number(values.visits);
const program = resolve("dist/src/cli/main.js");
const { folder } = values;
rmSync(folder, { recursive: true, force: true });
generateExport(join(folder, "legacy"), {
  patients: visits / 4,
  doctors: 20,
  visits,
  bad: 0,
  seed: 7,
});

async function imported(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: "ignore" });
  const code = await new Promise((done) => child.on("close", done));
  if (code !== 0) throw new Error(`The import ended with ${code}.`);
}

const rows = [["journal mode", "seconds", "writes", "given up"]];
for (const mode of ["delete", "wal"]) {
  const db = join(folder, `${mode}.db`);
  await imported(["db:push", "--init", "--db", db]);
  const driver = new SqliteDriver(db);
  driver.pragma(`journal_mode = ${mode}`);
  driver.close();
  const began = performance.now();
  const came = await whileWriting(db, () => {
    const how = ["--continue-on-error", "--batch-size", values.batch, "--no-archive"];
    return imported(["import", "--source", "legacy", "--db", db, "--as-of", "2026-01-14", ...how]);
  });
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  rows.push([mode, seconds, String(came.writes), String(came.locked)]);
}
console.log(alignColumns(rows).join("\n"));
