import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { schemaChanges } from "../../shared/ledger.ts";
import { backUp } from "../../src/db/sqlite/backup.ts";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { compileSchema } from "../../src/evolve/compile-schema.ts";
import { NO_DECISIONS } from "../../src/evolve/decisions.ts";
import { generateMigration } from "../../src/evolve/migrations/generate.ts";
import { migrate } from "../../src/evolve/migrations/migrate.ts";
import { type Operation, operate } from "./operate.ts";
import { reading, readRows, structureOf } from "./read-cells.ts";

const patients = sqliteTable("patients", { id: text().primaryKey(), phone: text() });
const visit = () => ({
  id: integer().primaryKey({ autoIncrement: true }),
  patientId: text("patient_id").references(() => patients.id, { onDelete: "cascade" }),
  fee: text(),
});
const visits = sqliteTable("visits", visit());
/** The parent and the child are made anew. */
const WANTED = {
  schemaChanges,
  patients: sqliteTable("patients", { id: text().primaryKey(), phone: text().default("none") }),
  visits: sqliteTable("visits", { ...visit(), fee: text().default("0.00") }),
};

/** The state of a database, its log aside. */
export function stateOf(path: string): string {
  return reading(path, (driver) => {
    const own = (line: string) => !/^(ledger_|__drizzle)/.test(line);
    const lines = ["patients", "visits"].map((table) =>
      readRows(driver, table).map(({ number, cells }) => [number, ...cells.values()].join()),
    );
    return JSON.stringify([structureOf(driver).filter(own), lines]);
  });
}

/** Databases to be killed at, with the states that are allowed. */
export interface Arena {
  readonly folder: string;
  readonly before: string;
  readonly after: Readonly<Record<Operation["kind"], string>>;
  operation(kind: Operation["kind"], name: string): Operation;
}

/** Makes a database of some rows, and what it comes to. */
export async function makeArena(folder: string, rows: number): Promise<Arena> {
  const now = new Date("2026-01-14T02:03:11Z");
  const migrations = join(folder, "migrations");
  mkdirSync(migrations);
  const schema = { schemaChanges, patients, visits };
  const first = await compileSchema(schema);
  const ddl = await compileSchema(WANTED);
  const plan = { folder: migrations, decisions: NO_DECISIONS, now };
  await generateMigration({ ...plan, name: "first", schema, ddl: first });
  const template = join(folder, "template.db");
  const db = openSqlite(template, { ifMissing: "create" });
  await migrate(db, { folder: migrations, now, allowConvert: [], adopt: false });
  db.exec(`WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    INSERT INTO patients SELECT 'p' || i, printf('%010d', i) FROM n`);
  db.exec("INSERT INTO visits (patient_id, fee) SELECT id, '0' || rowid FROM patients");
  const { path: backup } = await backUp(db, now);
  db.exec("DELETE FROM visits WHERE id % 3 = 0");
  await generateMigration({ ...plan, name: "second", schema: WANTED, ddl });
  db.close();
  const operation = (kind: Operation["kind"], name: string): Operation => {
    const own = join(folder, name);
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own);
    copyFileSync(template, join(own, "hmsync.db"));
    return { kind, path: join(own, "hmsync.db"), ddl, backup, migrations };
  };
  const after = { push: "", backup: "", restore: "", migrate: "" };
  for (const kind of ["push", "backup", "restore", "migrate"] as const) {
    const whole = operation(kind, "whole");
    await operate(whole);
    after[kind] = stateOf(whole.path);
  }
  return { folder, before: stateOf(template), after, operation };
}

/** How a process ended that was to be killed. */
export interface Killed {
  readonly finished: boolean;
  readonly milliseconds: number;
}

/** When to kill: after so long, or as soon as a file of such a name is there. */
export type Instant = { readonly after: number } | { readonly sees: RegExp };

const FROM_SOURCE = ["--import", "tsx", resolve("test/support/operate.ts")];

/**
 * Starts an operation as a process of its own, and kills it.
 *
 * @param program what Node.js runs
 */
export async function killAt(
  operation: Operation,
  instant: Instant,
  program: readonly string[] = FROM_SOURCE,
): Promise<Killed> {
  const file = `${operation.path}.operation.json`;
  writeFileSync(file, JSON.stringify(operation));
  const child = spawn(process.execPath, [...program, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<boolean>((done) => child.on("close", (code) => done(code === 0)));
  await new Promise((ready) => child.stdout.once("data", ready));
  const started = performance.now();
  const kill = () => child.kill("SIGKILL");
  const timer =
    "after" in instant
      ? setTimeout(kill, instant.after)
      : setInterval(() => filesOf(operation).some((name) => instant.sees.test(name)) && kill(), 1);
  const finished = await ended;
  clearInterval(timer);
  return { finished, milliseconds: performance.now() - started };
}

function filesOf({ path }: Operation): string[] {
  const folder = join(path, "..");
  const backups = join(folder, "backups");
  return [...readdirSync(folder), ...(existsSync(backups) ? readdirSync(backups) : [])];
}

/**
 * What is wrong with a database that an operation was killed at: it must be whole, the old one or the
 * new, its backups too, and the same operation must succeed now. Nothing where all is well.
 */
export async function wrongAfter(arena: Arena, operation: Operation): Promise<string | undefined> {
  // A hot journal is rolled back by whoever opens the database first.
  const driver = new SqliteDriver(operation.path);
  const sound = driver.pragma("integrity_check", { simple: true });
  driver.close();
  if (sound !== "ok") return `damaged: ${sound}`;
  const { before, after } = arena;
  if (![before, after[operation.kind]].includes(stateOf(operation.path))) {
    return "neither the old nor the new state";
  }
  for (const name of filesOf(operation)) {
    if (!/^hmsync-.*\.db$/.test(name)) continue;
    const copy = join(operation.path, "..", "backups", name);
    if (stateOf(copy) !== before) return `the backup ${name} is not the old state`;
  }
  try {
    await operate(operation);
  } catch (error) {
    return `cannot be done again: ${error}`;
  }
  return stateOf(operation.path) === after[operation.kind] ? undefined : "not the new state";
}
