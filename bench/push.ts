import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { schemaChanges } from "../shared/ledger.ts";
import { SqliteDriver } from "../src/db/sqlite/driver.ts";
import { openSqlite } from "../src/db/sqlite/open.ts";
import { compileSchema } from "../src/evolve/compile-schema.ts";
import { NO_DECISIONS } from "../src/evolve/decisions.ts";
import { pushSchema } from "../src/evolve/push.ts";

// What a push costs, beside what SQLite itself takes for the same change.
// `npm run bench:push -- --visits 1000000 --runs 3`

const { values } = parseArgs({
  options: {
    visits: { type: "string", default: "1000000" },
    runs: { type: "string", default: "3" },
  },
});
const VISITS = Number(values.visits);

const columns = () => ({
  id: text().primaryKey(),
  legacyId: text("legacy_id").notNull(),
  patientId: text("patient_id").notNull(),
  doctorId: text("doctor_id"),
  visitDate: text("visit_date").notNull(),
  fee: integer(),
  notes: text(),
});
const visits = sqliteTable("visits", columns(), (table) => [
  index("visits_legacy_id_idx").on(table.legacyId),
]);
const withWard = sqliteTable("visits", { ...columns(), ward: text() }, (table) => [
  index("visits_legacy_id_idx").on(table.legacyId),
]);
const withRequiredFee = sqliteTable(
  "visits",
  { ...columns(), fee: integer().notNull() },
  (table) => [index("visits_legacy_id_idx").on(table.legacyId)],
);

const ROWS = `
  WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${VISITS})
  INSERT INTO visits SELECT printf('%08x-1ca7-8000-8000-%012x', i, i * 2654435761 % 281474976710656),
    'V' || i, printf('%08x-1ca7-8000-8000-%012x', i % 250000, i), 'D' || (i % 400),
    date('2000-01-01', (i % 9000) || ' days'), (i * 37) % 90000,
    iif(i % 3, 'Seen for follow-up number ' || i, NULL) FROM n`;

/** Fresh databases for one round of measurements: the same bytes for each competitor. */
async function prepare(path: string): Promise<void> {
  const db = openSqlite(path, { ifMissing: "create" });
  await pushSchema(db, await request({ visits }));
  db.exec(ROWS);
  db.close();
}

const request = async (schema: Record<string, unknown>) => ({
  ddl: await compileSchema({ schemaChanges, ...schema }),
  decisions: NO_DECISIONS,
  now: new Date(),
  command: "bench",
});

async function seconds(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** What a push took, and what SQLite takes for the parts of it. */
interface Round {
  readonly push: number;
  readonly parts: Readonly<Record<string, number>>;
}

async function push(path: string, schema: Record<string, unknown>): Promise<number> {
  const wanted = await request(schema);
  return seconds(async () => {
    const db = openSqlite(path, { ifMissing: "refuse" });
    await pushSchema(db, wanted);
    db.close();
  });
}

/** Adding a column: the ALTER, a backup that is checked, a digest of the table. */
async function addColumn(path: string): Promise<Round> {
  const plain = new SqliteDriver(path);
  const alter = await seconds(() => plain.exec("ALTER TABLE visits ADD COLUMN spare text"));
  const backup = await seconds(() => plain.backup(`${path}.backup`));
  const check = await seconds(() => {
    const copy = new SqliteDriver(`${path}.backup`, { readonly: true });
    copy.pragma("quick_check");
    copy.close();
  });
  const cells = ["id", "legacy_id", "patient_id", "doctor_id", "visit_date", "fee", "notes"];
  const sums = cells.map((cell) => `sum(length(hex(${cell})))`);
  const digest = await seconds(() => plain.prepare(`SELECT ${sums} FROM visits`).get());
  plain.exec("ALTER TABLE visits DROP COLUMN spare");
  plain.close();
  return { push: await push(path, { visits: withWard }), parts: { alter, backup, check, digest } };
}

/** A rebuild: SQLite's own copy into the new table, as its manual says to do it. */
async function rebuild(path: string): Promise<Round> {
  const ddl = await compileSchema({ visits: withRequiredFee });
  const [table = "", ...indexes] = ddl;
  const plain = new SqliteDriver(path);
  const copy = await seconds(() => {
    plain.pragma("foreign_keys = OFF");
    plain.exec(`BEGIN IMMEDIATE; ${table.replace("`visits`", "`new_visits`")}`);
    plain.exec("INSERT INTO new_visits SELECT * FROM visits");
    plain.exec("DROP TABLE visits; ALTER TABLE new_visits RENAME TO visits");
    for (const statement of indexes) plain.exec(statement);
    plain.exec("COMMIT");
  });
  plain.close();
  rmSync(path);
  await prepare(path);
  return { push: await push(path, { visits: withRequiredFee }), parts: { copy } };
}

const figure = (value: number): string => `${value.toFixed(2)} s`;

async function compare(name: string, limit: number, measure: (path: string) => Promise<Round>) {
  const ratios: number[] = [];
  for (let run = 0; run < Number(values.runs); run++) {
    const folder = mkdtempSync(join(tmpdir(), "hmsync-bench-"));
    try {
      const path = join(folder, "hmsync.db");
      await prepare(path);
      const { push: took, parts } = await measure(path);
      const plain = Object.values(parts).reduce((sum, part) => sum + part, 0);
      ratios.push(took / plain);
      const told = Object.entries(parts).map(([part, value]) => `${part} ${figure(value)}`);
      console.log(`${name}: push ${figure(took)}; plain ${figure(plain)} (${told.join(", ")})`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const median = ratios.sort((one, other) => one - other)[ratios.length >> 1] ?? 0;
  console.log(`${name}: ratio ${median.toFixed(2)}, at most ${limit} is meant`);
  if (median > limit) process.exitCode = 1;
}

console.log(`${VISITS.toLocaleString("en-US")} visits, median of ${values.runs}`);
await compare("add a column", 2, addColumn);
await compare("rebuild", 3, rebuild);
