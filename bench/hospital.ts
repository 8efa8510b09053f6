import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { getTableName } from "drizzle-orm";
import { HMSYNC } from "../importers/index.ts";
import { SqliteDriver } from "../src/db/sqlite/driver.ts";
import { alignColumns } from "../src/plain/columns.ts";
import { BASELINE, hmsync, versionOf } from "./competitors.ts";
import { generateHospital, type HospitalFile } from "./hospital/generate.ts";
import { DATABASE } from "./legacy-tables.ts";
import { type Cost, measure, type Work } from "./measure.ts";

// What an export of a whole hospital costs: per entity beside the visits, and in all beside `sqlite3 .import` of the
// same files. `npx tsx bench/hospital.ts --records 100000`

/** What is asked for, where the records are two million. */
const WANTED = { rateOfVisits: 0.75, peakMiB: 350, assessSeconds: 60 };
const DATA = resolve("bench/data");
/** No date of the export is in the future then. */
const AS_OF = ["--as-of", "2026-02-01"];
/** Of fewer records, what an entity costs is mostly its start. */
const ENOUGH = 1_000;

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "2000000" },
    keep: { type: "boolean", default: false },
  },
});
const records = Number(values.records);
const folder = join(DATA, `hospital-${records}`);
const source = join(folder, "legacy");

/** What an entity came to. */
interface EntityCost extends HospitalFile {
  readonly seconds: number;
  /** Of its table and the indexes on it. */
  readonly written: number;
}

interface FileEnded {
  readonly event: string;
  readonly entity: string;
  readonly ms: number;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
try {
  execFileSync(process.execPath, ["build.mjs"], { stdio: "inherit" });
  const files = generateHospital(source, records);
  console.log(`${counted(files)} in ${files.length} files, ${megabytes(bytesOf(files))}\n`);
  const peer = versionOf("sqlite3") === undefined ? undefined : await inOwn("peer", peerOf(files));
  const ours = await inOwn("ours", (cwd) => hmsync(0, ...importOf("--profile"))(cwd));
  console.log(`${ours.stderr.slice(Math.max(0, ours.stderr.indexOf("stage "))).trim()}\n`);
  console.log(`${entityTable(entityCosts(join(folder, "ours"), files))}\n`);
  const again = await measure(hmsync(0, ...importOf())(join(folder, "ours")));
  const assess = await inOwn("assess", (cwd) =>
    hmsync(0, "import:assess", "--source", source, "--report", "assessment")(cwd),
  );
  console.log(
    costTable([
      ...(peer ? [{ name: BASELINE, cost: peer.cost }] : []),
      { name: "import", cost: ours.cost, wantedMiB: WANTED.peakMiB },
      { name: "the same again", cost: again.cost, wantedMiB: WANTED.peakMiB },
      { name: "import:assess", cost: assess.cost, wantedSeconds: WANTED.assessSeconds },
    ]),
  );
} finally {
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}

function importOf(...more: readonly string[]): string[] {
  return ["import", "--source", source, ...AS_OF, ...more];
}

/** Runs something in a folder of its own, which stays until the end. */
function inOwn(name: string, work: (cwd: string) => Work) {
  const cwd = join(folder, name);
  mkdirSync(cwd, { recursive: true });
  return measure(work(cwd));
}

/** The shell of SQLite copies the cells into tables with the same keys, references and indexes on them. */
function peerOf(files: readonly HospitalFile[]): (cwd: string) => Work {
  const keys = new Map(files.map(({ entity, columns }) => [columns[0] ?? "", entity]));
  const tables = files.flatMap(({ entity, columns: [key = "", ...others] }) => {
    const cells = others.map((column) => {
      const parent = keys.get(column);
      return parent === undefined ? `${column} text` : `${column} text references ${parent}`;
    });
    const indexed = [key, ...others.filter((column) => keys.has(column) || /Date$/.test(column))];
    return [
      `create table ${entity} (${[`${key} text primary key`, ...cells].join(", ")});`,
      ...indexed.map((column) => `create index ${entity}_${column} on ${entity} (${column});`),
    ];
  });
  const imports = files.map(
    ({ entity }) => `.import --csv --skip 1 '${join(source, `${entity}.csv`)}' ${entity}`,
  );
  const input = ["pragma foreign_keys = on;", ...tables, ...imports, ""].join("\n");
  return (cwd) => ({ command: "sqlite3", args: [DATABASE], cwd, input, exitCodes: [0] });
}

/** The time of each file as the run's log has it, and the pages of its table. */
function entityCosts(cwd: string, files: readonly HospitalFile[]): EntityCost[] {
  const log = readdirSync(join(cwd, "reports"), { recursive: true, encoding: "utf8" }).find(
    (name) => name.endsWith("log.jsonl"),
  );
  const lines = readFileSync(join(cwd, "reports", log ?? "log.jsonl"), "utf8")
    .trim()
    .split("\n");
  const events = lines.map((line) => JSON.parse(line) as FileEnded);
  const ended = events.filter(({ event }) => event === "file.ended");
  const written = bytesByTable(join(cwd, DATABASE));
  return files.map((file): EntityCost => {
    const importer = HMSYNC.importers.find(({ entity }) => entity === file.entity);
    const table = importer === undefined ? "" : getTableName(importer.table);
    const ms = ended.find(({ entity }) => entity === file.entity)?.ms ?? 0;
    return Object.assign({}, file, { seconds: ms / 1000, written: written.get(table) ?? 0 });
  });
}

function bytesByTable(path: string): Map<string, number> {
  const db = new SqliteDriver(path, { readonly: true });
  const rows = db
    .prepare(
      `select s.tbl_name, sum(d.pgsize) from dbstat d join sqlite_schema s on s.name = d.name
       group by 1`,
    )
    .raw()
    .all() as [string, number][];
  db.close();
  return new Map(rows);
}

function entityTable(all: readonly EntityCost[]): string {
  const rateOf = ({ written, seconds }: EntityCost) => written / seconds;
  const visits = all.find(({ entity }) => entity === "visits");
  const base = visits === undefined ? Number.NaN : rateOf(visits);
  const rows = all.map((one) => {
    const share = rateOf(one) / base;
    const isSlow = one.records >= ENOUGH && share < WANTED.rateOfVisits;
    return [
      ...[one.entity, one.records.toLocaleString("en-US"), megabytes(one.bytes)],
      ...[megabytes(one.written), `${one.seconds.toFixed(2)} s`, megabytes(rateOf(one))],
      ...[Math.round(one.records / one.seconds).toLocaleString("en-US"), share.toFixed(2)],
      isSlow ? "slow" : "",
    ];
  });
  const head = [
    "entity",
    "records",
    "file",
    "written",
    "load",
    "a second",
    "records/s",
    "of visits",
  ];
  return alignColumns([head, ...rows]).join("\n");
}

interface Told {
  readonly name: string;
  readonly cost: Cost;
  readonly wantedMiB?: number;
  readonly wantedSeconds?: number;
}

function costTable(all: readonly Told[]): string {
  const peer = all.find(({ name }) => name === BASELINE)?.cost.seconds;
  const rows = all.map(({ name, cost: { seconds, peakMiB }, wantedMiB, wantedSeconds }) => {
    const isOver =
      (peakMiB ?? 0) > (wantedMiB ?? Infinity) || seconds > (wantedSeconds ?? Infinity);
    const times = peer === undefined ? "?" : (seconds / peer).toFixed(2);
    const memory = peakMiB === null ? "?" : `${Math.round(peakMiB)} MiB`;
    return [name, `${seconds.toFixed(1)} s`, times, memory, isOver ? "over what is wanted" : ""];
  });
  return alignColumns([["", "time", `times ${BASELINE}`, "peak memory"], ...rows]).join("\n");
}

function bytesOf(files: readonly HospitalFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function counted(files: readonly HospitalFile[]): string {
  const sum = files.reduce((all, file) => all + file.records, 0);
  return `${sum.toLocaleString("en-US")} records`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
