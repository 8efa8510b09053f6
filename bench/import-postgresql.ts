import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import * as ledger from "../shared/pg-ledger.ts";
import * as schema from "../shared/pg-schema.ts";
import { compileTables } from "../src/db/postgresql/create-tables.ts";
import { startPostgresql } from "../test/support/postgresql-server.ts";
import { generateExport } from "./generate.ts";
import { BenchError, measure } from "./measure.ts";

// An import into PostgreSQL beside pgloader and psql, which are given the rows that came of it as plain CSV files, and
// equal tables whose indexes and foreign keys come last:
//   tsx bench/import-postgresql.ts --patients 250000 --visits 1000000 --runs 3

const { values: given } = parseArgs({
  options: {
    patients: { type: "string", default: "250000" },
    visits: { type: "string", default: "1000000" },
    runs: { type: "string", default: "1" },
    /** The folder of another version's `postgres`. */
    bin: { type: "string" },
  },
});

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;
/** Until the server has counted what a backend that ended took: milliseconds. */
const A_MOMENT = 1_000;
const DOCTORS = 500;
const TABLES = ["patients", "doctors", "visits"];
const SQL_FAILED = "psql -v ON_ERROR_STOP=1";

const folder = mkdtempSync(join(tmpdir(), "hmsync-bench-"));
const server = await startPostgresql(given.bin);
const client = new pg.Client({ connectionString: server.url });
await client.connect();
try {
  await compare();
} finally {
  await client.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function compare(): Promise<void> {
  const source = join(folder, "export");
  const [patients, visits] = [Number(given.patients), Number(given.visits)];
  generateExport(source, { patients, doctors: DOCTORS, visits, bad: 0, seed: 1 });
  const { rows } = await client.query<{ version: string }>("show server_version");
  console.log(`PostgreSQL ${rows[0] === undefined ? "" : Object.values(rows[0]).join("")}`);
  for (let run = 1; run <= Number(given.runs); run++) {
    const ours = await database(`ours${run}`);
    await timed("hmsync import", () => hmsync(source, ours));
    await timed("hmsync import, again", () => hmsync(source, ours));
    await exportRows(ours);
    const statements = await compileTables({ ...schema, ...ledger });
    const isTable = (statement: string) => /^CREATE TABLE/i.test(statement);
    for (const [name, load] of [
      ["pgloader", pgloader],
      ["psql \\copy", copy],
    ] as const) {
      const url = await database(`${name.replace(/\W/g, "")}${run}`);
      await psql(url, statements.filter(isTable));
      await timed(name, async () => {
        await load(url);
        const rest = statements.filter((one) => !isTable(one) && ofTables(one));
        await psql(url, rest);
      });
      await checkCounts(url, { patients, doctors: DOCTORS, visits });
    }
  }
}

/** Indexes and keys of the tables that are filled; those of others would be made before or after alike. */
function ofTables(statement: string): boolean {
  return TABLES.some((table) => new RegExp(`(?:ON|ALTER TABLE) "${table}"`).test(statement));
}

async function database(name: string): Promise<string> {
  await client.query(`create database ${name}`);
  return server.url.replace(/\/postgres(?=\?|$)/, `/${name}`);
}

async function hmsync(source: string, url: string): Promise<void> {
  const cli = join(import.meta.dirname, "../src/cli/start.mjs");
  const args = [cli, "import", "--source", source, "--db", url, "--quiet"];
  const { cost } = await measure({ command: process.execPath, args, cwd: folder, exitCodes: [0] });
  console.log(`  ${cost.largestMiB?.toFixed(0)} MiB in memory at most`);
}

/** The rows as they stand in the tables. */
async function exportRows(url: string): Promise<void> {
  for (const table of TABLES) {
    await psql(url, [`\\copy ${table} to '${join(folder, table)}.csv' (format csv, header)`]);
  }
}

async function copy(url: string): Promise<void> {
  for (const table of TABLES) {
    await psql(url, [`\\copy ${table} from '${join(folder, table)}.csv' (format csv, header)`]);
  }
}

async function pgloader(url: string): Promise<void> {
  const loads = TABLES.map((table) => {
    const path = join(folder, `${table}.csv`);
    const [header = ""] = readFileSync(path, "utf8").slice(0, 2_000).split("\n");
    const columns = header.split(",");
    return `LOAD CSV FROM '${path}' (${columns.map((name) => `${name} [null if blanks]`).join(", ")})
      INTO ${url}?tablename=${table} (${columns.join(", ")})
      WITH skip header = 1, fields optionally enclosed by '"', fields escaped by double-quote, fields terminated by ',';`;
  });
  const commands = join(folder, "commands.load");
  writeFileSync(commands, loads.join("\n"));
  const { cost } = await measure({
    command: "pgloader",
    args: ["--quiet", commands],
    cwd: folder,
    exitCodes: [0],
  });
  console.log(`  ${cost.largestMiB?.toFixed(0)} MiB in memory at most`);
}

async function psql(url: string, statements: readonly string[]): Promise<void> {
  const [command = "psql", ...options] = SQL_FAILED.split(" ");
  const input = statements.map((one) => (one.startsWith("\\") ? one : `${one};`)).join("\n");
  await measure({ command, args: [...options, "-q", url], cwd: folder, input, exitCodes: [0] });
}

/** Whoever loses rows is not quick. */
async function checkCounts(url: string, wanted: Readonly<Record<string, number>>): Promise<void> {
  const asked = new pg.Client({ connectionString: url });
  await asked.connect();
  for (const [table, count] of Object.entries(wanted)) {
    const { rows } = await asked.query<{ n: string }>(`select count(*) as n from ${table}`);
    if (Number(rows[0]?.n) !== count) {
      throw new BenchError(`${table} has ${rows[0]?.n} rows, not ${count}.`);
    }
  }
  await asked.end();
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const [own, theirs] = [ownTicks(), serverTicks()];
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  await new Promise((resolve) => setTimeout(resolve, A_MOMENT));
  const here = (ownTicks() - own) / TICKS;
  const there = (serverTicks() - theirs) / TICKS;
  console.log(
    `${what}: ${seconds.toFixed(1)} s; processor time ${here.toFixed(1)} s here, ${there.toFixed(1)} s at the server`,
  );
}

/** Of processes that this one has started, and that have ended. */
function ownTicks(): number {
  return ticksOf(process.pid, [15, 16]);
}

/** Of the server's processes that have ended. */
function serverTicks(): number {
  const [pid] = readFileSync(join(server.data, "postmaster.pid"), "utf8").split("\n");
  return ticksOf(Number(pid), [15, 16]);
}

/** Fields of `/proc/PID/stat`, counted from 0: utime, stime, and of children that have ended. */
function ticksOf(pid: number, fields: readonly number[]): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const parts = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields.reduce((sum, field) => sum + Number(parts[field - 2]), 0);
}
