import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, publicId, timestamps } from "./columns.ts";
import { patients } from "./people.ts";
import { visits } from "./visits.ts";

/**
 * Scans, letters, images of a patient (FHIR: DocumentReference). The bytes are a file of the store: what is known of
 * them was found in the file, and what the legacy system says of it stands beside.
 */
export const documents = sqliteTable(
  "documents",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("documents"),
    /** The document's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    /** Null where it was not recorded, and a mapping lets that in. */
    patientId: text("patient_id").references(() => patients.id),
    visitId: text("visit_id").references(() => visits.id),
    /** As recorded: referral letter, X-ray, consent, ... */
    type: text(),
    title: text(),
    /** `YYYY-MM-DD`, the hospital's local day. */
    documentDate: text("document_date"),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    documentTime: text("document_time"),
    author: text(),
    notes: text(),
    /** How the legacy system names the file. */
    recordedFile: text("recorded_file"),
    /** As recorded, of the file: they need not be true. */
    recordedType: text("recorded_type"),
    recordedSize: integer("recorded_size"),
    recordedHash: text("recorded_hash"),
    /** The file's place in the store; null if its bytes were not taken. */
    storedAs: text("stored_as"),
    /** Of the bytes, lower-case hexadecimal. */
    sha256: text(),
    /** Bytes. */
    size: integer(),
    /** RFC 6838, as the bytes begin; null if they are of no known kind. */
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
