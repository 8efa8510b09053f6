import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { extractDatabase } from "../src/extract/extract.ts";
import { openLegacyDatabase } from "../src/extract/open-legacy-database.ts";
import { startPostgresql } from "../test/support/postgresql-server.ts";

// The same of a PostgreSQL server, beside what psql takes for it:  tsx bench/extract-postgresql.ts [rows]

const rows = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "hmsync-bench-"));
const server = await startPostgresql();
try {
  await build();
  const before = process.resourceUsage();
  const began = performance.now();
  const database = await openLegacyDatabase(server.url, { timeoutMs: 30_000 });
  const { manifest } = await extractDatabase(database, { wanted: {}, into: join(folder, "spool") });
  await database.close();
  const seconds = (performance.now() - began) / 1_000;
  const after = process.resourceUsage();
  const busy =
    (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6;
  const bytes = manifest.tables.reduce((sum, table) => sum + table.bytes, 0);
  console.log(`PostgreSQL ${database.version}, ${rows} visits, ${Math.round(bytes / 2 ** 20)} MiB`);
  console.log(`${seconds.toFixed(1)} s (${Math.round(rows / seconds)} rows per second)`);
  console.log(`${busy.toFixed(1)} s of processor time`);
  console.log(`${Math.round(after.maxRSS / 1_024)} MiB in memory at most`);
  console.log(`psql \\copy: ${psqlSeconds()} s`);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function psqlSeconds(): string {
  const query = "select * from visits order by visit_id";
  const file = join(folder, "psql.csv");
  const began = performance.now();
  const { status } = spawnSync("psql", [
    ...[server.url, "-qc", `\\copy (${query}) to '${file}' (format csv, force_quote *)`],
  ]);
  return status === 0 ? ((performance.now() - began) / 1_000).toFixed(1) : "(not installed)";
}

async function build(): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`
    create table visits as
      select n as visit_id, n % 250000 as patient_id, 'D' || n % 500 as doctor_id,
             '2020-01-01'::date + n % 1500 as day, (n % 90000)::numeric / 100 as fee,
             'diagnosis ' || n % 77 as diagnosis,
             case when n % 3 = 0 then repeat('note ', 8) end as notes
        from generate_series(1, ${rows}) n`);
  await client.query("alter table visits add primary key (visit_id)");
  await client.query("analyze visits");
  await client.end();
}
