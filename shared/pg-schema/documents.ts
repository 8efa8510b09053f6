import { sql } from "drizzle-orm";
import { bigint, check, date, index, pgTable, text, time, uuid } from "drizzle-orm/pg-core";
import { id, publicId, timestamps } from "./columns.ts";
import { patients } from "./people.ts";
import { visits } from "./visits.ts";

// Scans, letters, images: what it means stands in ../schema/documents.ts.

export const documents = pgTable(
  "documents",
  {
    id: id(),
    publicId: publicId("documents"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id").references(() => patients.id),
    visitId: uuid("visit_id").references(() => visits.id),
    type: text(),
    title: text(),
    documentDate: date("document_date"),
    documentTime: time("document_time"),
    author: text(),
    notes: text(),
    recordedFile: text("recorded_file"),
    recordedType: text("recorded_type"),
    recordedSize: bigint("recorded_size", { mode: "number" }),
    recordedHash: text("recorded_hash"),
    storedAs: text("stored_as"),
    sha256: text(),
    size: bigint({ mode: "number" }),
    mediaType: text("media_type"),
    ...timestamps(),
  },
  (table) => [
    index("documents_legacy_id_idx").on(table.legacyId),
    index("documents_patient_id_idx").on(table.patientId),
    index("documents_visit_id_idx").on(table.visitId),
    index("documents_stored_as_idx").on(table.storedAs),
    check(
      "documents_stored_with_sha256",
      sql`(${table.storedAs} is null) = (${table.sha256} is null)`,
    ),
  ],
);
