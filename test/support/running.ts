import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { takeRunLock } from "../../src/db/sqlite/run-lock.ts";
import { RunLogFile } from "../../src/jobs/run/run-log-file.ts";
import { exportOf } from "./export.ts";
import { importFolder, newDatabase } from "./import.ts";
import { workspace } from "./workspace.ts";

/** How a look at a run is taken: a command, by its arguments; what it prints comes back. */
type Look = (...argv: string[]) => string;

/**
 * Imports a few patients in batches of two, in a folder of its own, and has somebody look on with
 * commands: real ones, in processes of their own, while the run holds its lock and its transaction.
 *
 * @param look called whenever a batch has been loaded and is not committed yet
 */
export async function runWatchedBy(look: (take: Look, batch: number) => void): Promise<string> {
  const cwd = workspace();
  const path = join(cwd, "hmsync.db");
  const db = await newDatabase(path);
  const folder = join(cwd, "reports/watched");
  mkdirSync(folder, { recursive: true });
  const patients = Array.from({ length: 6 }, (_, at) => `${at + 1},Asha,Rao,0441234567,31`);
  const source = exportOf({ patients: patients.with(1, "2,Asha,Rao,,31") });
  const take: Look = (...argv) =>
    execFileSync(process.execPath, [inject("hmsync"), ...argv], { cwd, encoding: "utf8" });
  const lock = takeRunLock(path, "import");
  const log = new RunLogFile(folder);
  let batch = 0;
  await importFolder(db, source, {
    settings: { mode: "lenient", batchSize: 2 },
    reportFolder: folder,
    log: log.log,
    onProgress: () => look(take, ++batch),
  });
  log.close();
  lock.release();
  return cwd;
}
