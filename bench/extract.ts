import { copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqliteDriver } from "../src/db/sqlite/driver.ts";
import { extractDatabase } from "../src/extract/extract.ts";
import { openLegacySqlite } from "../src/extract/sqlite/open-sqlite.ts";

// How fast a database becomes files, and in how much memory:  tsx bench/extract.ts [rows]

const rows = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "hmsync-bench-"));
try {
  const path = join(folder, "hospital.db");
  build(path);
  const before = process.resourceUsage();
  const began = performance.now();
  const database = await openLegacySqlite(path, { timeoutMs: 1_000 });
  const { manifest } = await extractDatabase(database, { wanted: {}, into: join(folder, "spool") });
  await database.close();
  const seconds = (performance.now() - began) / 1_000;
  const after = process.resourceUsage();
  const busy =
    (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6;
  const bytes = manifest.tables.reduce((sum, table) => sum + table.bytes, 0);
  const copying = timed(() =>
    copyFileSync(join(folder, "spool/visits.csv"), join(folder, "copy.csv")),
  );
  console.log(
    `${rows} visits, ${(statSync(path).size / 2 ** 20).toFixed(0)} MiB as a database, ${(bytes / 2 ** 20).toFixed(0)} MiB as a file`,
  );
  console.log(
    `${seconds.toFixed(1)} s, ${busy.toFixed(1)} s of processor time, ${Math.round(rows / busy)} rows per second of it`,
  );
  const [least, most] = [before, after].map(({ maxRSS }) => Math.round(maxRSS / 1_024));
  console.log(`${(seconds / copying).toFixed(0)} times as long as copying the file`);
  console.log(`${most} MiB in memory at most; ${least} MiB before anything was read`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1_000;
}

/** In a process of its own it would be measured alone; its rows are made by SQL, and take no memory here. */
function build(path: string): void {
  const driver = new SqliteDriver(path);
  driver.pragma("journal_mode = off");
  driver.pragma("synchronous = off");
  driver.exec(`create table visits (visitId text primary key, patientId integer, doctorId text,
    visitDate text, consultationFee numeric, diagnosis text, notes text, weight real, photo blob, status text)`);
  driver
    .prepare(
      `insert into visits with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
       select 'V' || i, i % 90000, 'D' || (i % 500), '2022-01-15 09:30:00.123456', i % 5000 / 10.0,
         'Hypertension, "essential"', case when i % 3 = 0 then null else 'Review in 4 weeks, bring the diary' end,
         i % 900 / 7.0, zeroblob(8), 'open' from n`,
    )
    .run(rows);
  driver.close();
}
