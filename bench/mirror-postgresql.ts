import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { quoteName } from "../src/db/names.ts";
import { readDigest, sameDigest } from "../src/db/postgresql/digest.ts";
import { mirror } from "../src/db/postgresql/mirror.ts";
import { pairTables } from "../src/db/postgresql/pair-tables.ts";
import { encoderFor } from "../src/db/postgresql/row-encoder.ts";
import { tableSql } from "../src/db/postgresql/table-sql.ts";
import { openSqlite } from "../src/db/sqlite/open.ts";
import type { PairedTable } from "../src/db/target-server.ts";
import { startPostgresql } from "../test/support/postgresql-server.ts";
import { BenchError } from "./measure.ts";

// What the two ways between a server and a shadow take, beside psql's \copy of the same rows, in seconds of processor
// time of both ends:  tsx bench/mirror-postgresql.ts [rows]

/** What is written at once. */
const CHUNK = 64 * 1024;

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

/** Until the server has counted what a backend that ended took: milliseconds. */
const A_MOMENT = 500;

const rows = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "hmsync-bench-"));
const server = await startPostgresql();
const client = new pg.Client({ connectionString: server.url });
try {
  await client.connect();
  await build();
  const shadow = openSqlite(join(folder, "shadow.db"), { ifMissing: "create" });
  shadow.exec(`create table visits (id text primary key, public_id text, legacy_id text, patient_id text not null,
    doctor_id text, visit_date text not null, visit_time text, fee_minor integer, currency text, status text, diagnosis text,
    notes text, created_at text not null, updated_at text not null)`);
  shadow.exec("create unique index visits_public_id_unique on visits (public_id)");
  shadow.exec("create index visits_patient_id_idx on visits (patient_id)");
  shadow.exec("create index visits_visit_date_idx on visits (visit_date)");
  const [pair] = await pairTables(client, shadow, [{ name: "visits" }]);
  if (pair === undefined) throw new BenchError("visits was not paired.");
  const out = await timed("mirrored", () =>
    mirror(client, shadow, { server: "bench", pairs: [pair] }),
  );
  const psqlOut = await timed("psql \\copy to a file", () =>
    psql(`\\copy visits to '${folder}/visits'`),
  );
  const target = { ...pair, name: "copied" };
  const encode = encoderFor(pair);
  const list = `select ${encode.shadowColumns} from ${quoteName("visits")}`;
  await timed("read from the shadow alone", () => {
    let count = 0;
    for (const _ of shadow.prepare(list).iterate([])) count++;
    if (count !== rows) throw new BenchError(`${count} rows were mirrored.`);
  });
  await timed("read, encoded and summed up alone", () => {
    const alone = encoderFor(pair);
    for (const row of shadow.prepare(list).iterate([])) {
      alone.add(row);
      if (alone.size > CHUNK) alone.take();
    }
  });
  await client.query("create table copied (like visits)");
  const into = await timed("encoded and copied", () => copyInto(target));
  await client.query("truncate copied");
  const psqlIn = await timed("psql \\copy from a file", () =>
    psql(`\\copy copied from '${folder}/visits'`),
  );
  await timed("digest on the server", async () => {
    const digest = await readDigest(client, target);
    if (!sameDigest(digest, encode.digest())) throw new BenchError("The digests differ.");
  });
  console.log(
    `mirrored / psql: ${(out / psqlOut).toFixed(1)}, copied / psql: ${(into / psqlIn).toFixed(1)}`,
  );
  console.log(`${Math.round(process.resourceUsage().maxRSS / 1_024)} MiB in memory at most`);

  async function copyInto(table: PairedTable): Promise<void> {
    const sql = `copy ${tableSql(table)} (${encode.columns}) from stdin (format binary)`;
    const copy = client.query(copyFrom(sql));
    for (const row of shadow.prepare(list).iterate([])) {
      encode.add(row);
      if (encode.size < CHUNK) continue;
      if (!copy.write(encode.take())) await new Promise((resolve) => copy.once("drain", resolve));
    }
    copy.end(encode.end());
    await finished(copy);
  }
} finally {
  await client.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function psql(command: string): void {
  const { status } = spawnSync("psql", [server.url, "-qc", command]);
  if (status !== 0) throw new BenchError("psql is not installed, or failed.");
}

/** @returns seconds of processor time: of this process, of those that it has started, and of the server's */
async function timed(what: string, work: () => unknown): Promise<number> {
  const before = [process.cpuUsage(), await busy()] as const;
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(before[0]);
  const own = (user + system) / 1e6;
  await new Promise((resolve) => setTimeout(resolve, A_MOMENT));
  const others = (await busy()) - before[1];
  console.log(
    `${what}: ${own.toFixed(1)} s here, ${others.toFixed(1)} s at the server and in psql (${seconds.toFixed(1)} s by the clock)`,
  );
  return own + others;
}

/** Of our backend, and of those and of processes of ours that have ended. */
async function busy(): Promise<number> {
  const found = await client.query<{ pid: number }>("select pg_catalog.pg_backend_pid() as pid");
  const postmaster = Number(
    readFileSync(join(server.data, "postmaster.pid"), "utf8").split("\n")[0],
  );
  const backend = ticksOf(found.rows[0]?.pid ?? 0, [13, 14]);
  const ended = ticksOf(postmaster, [15, 16]) + ticksOf(process.pid, [15, 16]);
  return (backend + ended) / TICKS;
}

/** Fields of `/proc/PID/stat`, counted from 0: utime, stime, and of children that have ended. */
function ticksOf(pid: number, fields: readonly number[]): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const parts = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields.reduce((sum, field) => sum + Number(parts[field - 2]), 0);
}

async function build(): Promise<void> {
  await client.query(`
    create table visits as
      select lpad(to_hex(n), 8, '0')::text || '-1234-8abc-9def-' || substr(md5(n::text), 1, 12) as id,
             'VS-' || substr(md5(n::text), 1, 20) as public_id, n::text as legacy_id,
             (lpad(to_hex(n % 250000), 8, '0') || '-1234-8abc-9def-0123456789ab')::uuid as patient_id,
             (lpad(to_hex(n % 500), 8, '0') || '-1234-8abc-9def-0123456789ab')::uuid as doctor_id,
             '2020-01-01'::date + n % 1500 as visit_date, '10:05'::time as visit_time,
             (n % 90000)::bigint as fee_minor, 'INR' as currency, 'finished' as status,
             'diagnosis ' || n % 77 as diagnosis,
             case when n % 3 = 0 then repeat('note ', 8) end as notes,
             '2026-01-14T02:03:11Z'::timestamptz as created_at,
             '2026-01-14T02:03:11Z'::timestamptz as updated_at
        from generate_series(1, ${rows}) n`);
  await client.query(`
    alter table visits alter id type uuid using id::uuid, add primary key (id)`);
  await client.query("analyze visits");
}
