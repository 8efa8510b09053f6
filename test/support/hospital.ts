import { join } from "node:path";
import {
  foreignKey,
  integer,
  type SQLiteColumn,
  type SQLiteColumnBuilderBase,
  type SQLiteTableExtraConfigValue,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";
import { onTestFinished } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import type { SchemaExports } from "../../src/evolve/compile-schema.ts";
import { pushed } from "./evolve.ts";
import { workspace } from "./workspace.ts";

type Columns = Readonly<Record<string, SQLiteColumnBuilderBase>>;
type Extra = (table: Readonly<Record<string, SQLiteColumn>>) => SQLiteTableExtraConfigValue[];

/** How a schema differs from the one that `hospitalDatabase` makes. */
export interface HospitalChanges {
  readonly patients?: Columns;
  readonly doctors?: Columns;
  readonly visits?: Columns;
  readonly prescriptions?: Columns;
  /** Indexes, CHECKs and the like. */
  readonly extra?: Partial<Record<"patients" | "doctors" | "visits" | "prescriptions", Extra>>;
  /** Foreign keys that are left out, by the child's column. */
  readonly unguarded?: readonly ("patient_id" | "doctor_id" | "visit_id")[];
}

export const patientColumns = () => ({
  id: text().primaryKey(),
  fullName: text("full_name").notNull(),
  phone: text(),
  age: integer(),
});
export const doctorColumns = () => ({ id: text().primaryKey(), fullName: text("full_name") });
export const visitColumns = () => ({
  id: text().primaryKey(),
  patientId: text("patient_id").notNull(),
  doctorId: text("doctor_id"),
  fee: text(),
});
export const prescriptionColumns = () => ({
  id: integer().primaryKey({ autoIncrement: true }),
  visitId: text("visit_id").notNull(),
  drug: text().notNull(),
});

/** Four tables: visits -> patients and prescriptions -> visits ON DELETE CASCADE, visits -> doctors. */
export function hospital(changes: HospitalChanges = {}): SchemaExports {
  const { extra = {}, unguarded = [] } = changes;
  const patients = table("patients", changes.patients ?? patientColumns(), extra.patients);
  const doctors = table("doctors", changes.doctors ?? doctorColumns(), extra.doctors);
  const visits = table("visits", changes.visits ?? visitColumns(), (own) => [
    ...(unguarded.includes("patient_id")
      ? []
      : [references(own, "patientId", patients).onDelete("cascade")]),
    ...(unguarded.includes("doctor_id") ? [] : [references(own, "doctorId", doctors)]),
    ...(extra.visits?.(own) ?? []),
  ]);
  const prescriptions = table(
    "prescriptions",
    changes.prescriptions ?? prescriptionColumns(),
    (own) => [
      ...(unguarded.includes("visit_id")
        ? []
        : [references(own, "visitId", visits).onDelete("cascade")]),
      ...(extra.prescriptions?.(own) ?? []),
    ],
  );
  return { patients, doctors, visits, prescriptions };
}

function table(name: string, columns: Columns, extra: Extra = () => []) {
  return sqliteTable(name, { ...columns }, (own) => extra(own as Record<string, SQLiteColumn>));
}

function references(
  own: Readonly<Record<string, SQLiteColumn>>,
  column: string,
  parent: ReturnType<typeof table>,
) {
  const { id } = parent as unknown as Readonly<Record<string, SQLiteColumn>>;
  const from = own[column] as SQLiteColumn;
  return foreignKey({ columns: [from], foreignColumns: [id as SQLiteColumn] });
}

/** 12 patients, 3 doctors, 24 visits, 48 prescriptions; phones with leading zeros, gaps, odd letters. */
export const ROWS = `
  WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 12)
  INSERT INTO patients SELECT 'p' || i, 'Ångström ''Li'' ' || i, iif(i % 4, printf('%010d', i), NULL), i * 7 FROM n;
  INSERT INTO doctors VALUES ('d1', 'Rao'), ('d2', 'Iyer'), ('d3', NULL);
  WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 24)
  INSERT INTO visits SELECT 'v' || i, 'p' || (1 + i % 12), iif(i % 5, 'd' || (1 + i % 3), NULL), (i * 50) || '.00' FROM n;
  WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 48)
  INSERT INTO prescriptions (visit_id, drug) SELECT 'v' || (1 + i % 24), 'drug ' || i FROM n;
`;

/** A database of these tables and rows, closed when the test is over. */
export async function hospitalDatabase(
  changes: HospitalChanges = {},
  rows = ROWS,
): Promise<Database> {
  const db = openSqlite(join(workspace(), "hmsync.db"), { ifMissing: "create" });
  onTestFinished(() => db.close());
  await pushed(db, hospital(changes));
  db.exec(rows);
  return db;
}
