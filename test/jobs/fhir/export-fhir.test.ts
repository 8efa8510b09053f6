import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getTableColumns, getTableName } from "drizzle-orm";
import { Fhir } from "fhir";
import { expect, test } from "vitest";
import { defineTarget } from "../../../importers/define-target.ts";
import { HMSYNC } from "../../../importers/index.ts";
import fhirR4 from "../../../importers/mappings/fhir-r4.json" with { type: "json" };
import type { Database } from "../../../src/db/database.ts";
import { exportFhir } from "../../../src/jobs/fhir/export-fhir.ts";
import { parseMapping } from "../../../src/mapping/mapping.ts";
import { UsageError } from "../../../src/plain/errors.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { type Row, rowsOf } from "../../support/rows.ts";
import { IMPORTERS } from "../../support/target.ts";
import { workspace } from "../../support/workspace.ts";

const STORIES = [
  ...["fhir-one-bundle-per-patient", "fhir-invoice", "fhir-observations", "fhir-document"],
  ...["clinical-records", "laboratory-and-vital-signs", "hospital-with-bills"],
  "appointments-at-one-time",
];

type Resource = Record<string, unknown> & { resourceType: string };

async function imported(story: string): Promise<Database> {
  const db = await newDatabase();
  await importFolder(db, join("fixtures", story), { settings: { mode: "lenient" } });
  return db;
}

async function exported(db: Database, out = join(workspace(), "fhir")) {
  const { resources, leftOut } = await exportFhir({ target: HMSYNC, database: db.path, out });
  const lines = readdirSync(out).flatMap((name) =>
    readFileSync(join(out, name), "utf8").trimEnd().split("\n"),
  );
  return { out, resources, leftOut, all: lines.map((line) => JSON.parse(line) as Resource) };
}

const validator = new Fhir();

/** Elements that R4 defines by the content of another, which the validator does not follow. */
const OF_OTHERS = new Set(["Invoice.totalPriceComponent"]);

/** The validator does not know that an element may say why it has no value. */
function withValues(resource: Resource): Resource {
  const known = { status: { Appointment: "booked", Invoice: "issued" } as Record<string, string> };
  if (resource["_status"] === undefined) return resource;
  const { _status, ...rest } = resource;
  return { ...rest, status: known.status[resource.resourceType] ?? "completed" } as Resource;
}

function checkValid(all: readonly Resource[]): void {
  for (const resource of all) {
    const { messages } = validator.validate(withValues(resource), { errorOnUnexpected: true });
    const errors = messages.filter(({ severity }) => severity === "error");
    expect(errors.filter(({ location = "" }) => !OF_OTHERS.has(location))).toEqual([]);
  }
  const ids = new Set(all.map(({ resourceType, id }) => `${resourceType}/${String(id)}`));
  expect(ids.size).toBe(all.length);
  const referred = JSON.stringify(all).matchAll(/"reference":"([^"]+)"/g);
  expect([...referred].map(([, to]) => to).filter((to) => !ids.has(to ?? ""))).toEqual([]);
}

/** What HMSync and the run give a row, and cells as they were written. */
const OWN =
  /^(?:id|public_id|created_at|updated_at|legacy_created_at|legacy_updated_at|source_text|source_code|code_system)$|_text$|_e164$/;
/** Columns that FHIR has another word for: a flag is its code, a list is rows of its own. */
const OTHERWISE: Readonly<Record<string, RegExp>> = {
  patients: /^is_active$|_state$|^no_known_allergies$|^age$/,
  doctors: /^is_active$/,
  immunizations: /_id$|^vaccine_name$|^code_system$|^vaccine_code$/,
  lab_results: /^flag$|^category$|^code_system$|^unit$/,
  lab_orders: /^code_system$/,
  vital_signs: /^text$|^code|_unit$/,
  payments: /^processed_by_id$|^patient_id$/,
};

/** Rows by key, as far as they are to be the same; references as keys of the first database. */
function rowsByKey(db: Database, table: string, names?: ReadonlyMap<string, string>) {
  const found = IMPORTERS.find((one) => getTableName(one.table) === table);
  if (found === undefined) return [];
  const keys = Object.values(getTableColumns(found.table)).map(({ name }) => name);
  const same = keys.filter((name) => !OWN.test(name) && OTHERWISE[table]?.test(name) !== true);
  const rows = rowsOf(db, found.table).map((row: Row) => {
    const key = names === undefined ? row["id"] : row["legacy_id"];
    const cells = same
      .filter((name) => name !== "legacy_id")
      // A status that was not recorded is one that is unknown.
      .map((name) => [name, row[name] === "unknown" ? null : row[name]] as const)
      .map(([name, cell]) => [name, names?.get(String(cell)) ?? cell]);
    return { key: String(key).replace(/^.*#/, "#"), ...Object.fromEntries(cells) };
  });
  return rows.sort((one, other) => (one.key < other.key ? -1 : 1));
}

const TABLES = [
  ...["patients", "doctors", "guardians", "facilities", "departments", "visits", "admissions"],
  ...["appointments", "conditions", "prescriptions", "procedures", "lab_orders", "lab_results"],
  ...["vital_signs", "immunizations", "bills", "payments", "insurance_policies"],
];

test.each(STORIES)("%s: exported it is valid R4, and imported again the same", async (story) => {
  const first = await imported(story);
  const { out, resources, all } = await exported(first);
  checkValid(all);
  expect(all.length).toBe(Object.values(resources).reduce((sum, one) => sum + one, 0));
  const currency = story.startsWith("fhir-") ? "USD" : "INR";
  const text = JSON.stringify(fhirR4).replaceAll('"USD"', JSON.stringify(currency));
  const second = await newDatabase();
  const summary = await importFolder(second, out, { mapping: parseMapping("x", text, IMPORTERS) });
  expect(summary.exitCode).toBe(0);
  const targets = second.prepare("select target_id, legacy_id from ledger_crosswalk").all([]);
  const names = new Map(targets as [string, string][]);
  for (const table of TABLES) {
    expect([table, rowsByKey(second, table, names)]).toEqual([table, rowsByKey(first, table)]);
  }
});

test("the files are their owner's alone, the same each time, and all or none", async () => {
  const db = await imported("fhir-invoice");
  const folder = join(workspace(), "out");
  const { out } = await exported(db, folder);
  const bytes = readFileSync(join(out, "Invoice.ndjson"), "utf8");
  expect(statSync(out).mode & 0o777).toBe(0o700);
  expect(statSync(join(out, "Invoice.ndjson")).mode & 0o777).toBe(0o600);
  expect(bytes).toContain('"value":99999999999.99');
  const again = { target: HMSYNC, database: db.path, out: folder };
  await expect(exportFhir(again)).rejects.toThrow(UsageError);
  await exportFhir({ ...again, replaces: true });
  expect(readFileSync(join(out, "Invoice.ndjson"), "utf8")).toBe(bytes);
  writeFileSync(join(out, "notes.txt"), "mine");
  await expect(exportFhir({ ...again, replaces: true })).rejects.toThrow(UsageError);
  expect(readdirSync(join(folder, "..")).filter((name) => name.includes("partial"))).toEqual([]);
});

test("rows that have no resource are counted, and a target without a declaration is refused", async () => {
  const db = await imported("hospital-with-bills");
  const { leftOut } = await exported(db);
  expect(leftOut.every(({ rows, reason }) => rows > 0 && reason !== "")).toBe(true);
  const target = defineTarget({ name: "other", tables: {}, importers: HMSYNC.importers });
  const out = join(workspace(), "none");
  await expect(exportFhir({ target, database: db.path, out })).rejects.toThrow(UsageError);
  expect(readdirSync(join(out, ".."))).not.toContain("none");
});
