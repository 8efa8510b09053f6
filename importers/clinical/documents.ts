import { canBe, mediaTypeNamed, mediaTypeOfName } from "../../shared/media-types.ts";
import { documents as documentsTable } from "../../shared/schema.ts";
import { date, time } from "../convert/date.ts";
import { file } from "../convert/file.ts";
import { integer } from "../convert/integer.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, isBeforeBirth, ofPatient } from "../rules.ts";

/** Scans, letters and images of patients, with the files that they are. */
export const documents = defineImporter({
  entity: "documents",
  topic: "clinical",
  table: documentsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    visitId: reference("visits", { label: "visit" }),
    type: text(),
    title: text({ holds: "notes" }),
    documentDate: date(),
    documentTime: time(),
    author: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
    file: file({
      column: "recordedFile",
      required: true,
      found: { storedAs: "storedAs", sha256: "sha256", size: "size", mediaType: "mediaType" },
    }),
    recordedType: text(),
    recordedSize: integer({ min: 0 }),
    recordedHash: text(),
  },
  rules: [
    {
      code: "documentDate.future",
      severity: "warning",
      fields: ["documentDate"],
      advice: "The document is dated after the day of the run. Check the date.",
      broken: (row, { asOf }) => isAfter(row.documentDate, asOf),
    },
    {
      code: "documentDate.before-birth",
      severity: "warning",
      fields: ["documentDate"],
      parent: "patient",
      advice: "The document is dated before the patient's birth. Check the two dates.",
      broken: (row, facts) => isBeforeBirth(row.documentDate, facts),
    },
    {
      code: "recordedSize.differs",
      severity: "error",
      fields: ["recordedSize"],
      advice:
        "The file has another size than the record says: it may be cut short, or be another file. Get it from the legacy system again, or correct the cell.",
      broken: ({ size, recordedSize }) =>
        size != null && recordedSize != null && size !== recordedSize,
    },
    {
      code: "recordedHash.differs",
      severity: "error",
      fields: ["recordedHash"],
      advice:
        "The file has another SHA-256 than the record says: its bytes are not what they were. Get it from the legacy system again, or correct the cell.",
      broken: ({ sha256, recordedHash }) => {
        const named = recordedHash == null ? undefined : sha256Named(recordedHash);
        return sha256 != null && named !== undefined && named !== sha256;
      },
    },
    {
      code: "recordedHash.other-kind",
      severity: "warning",
      fields: ["recordedHash"],
      advice:
        "The hash of the record is no SHA-256, so the file was not compared with it. Check some of the files by hand.",
      broken: ({ sha256, recordedHash }) =>
        sha256 != null && recordedHash != null && sha256Named(recordedHash) === undefined,
    },
    {
      code: "recordedType.differs",
      severity: "warning",
      fields: ["recordedType", "file"],
      advice:
        "The bytes of the file are of another kind than the record or the file's name says. It was imported with the kind that was found: check that it is the right file.",
      broken({ mediaType, recordedType, recordedFile, storedAs }) {
        if (storedAs == null) return false;
        const named = mediaTypeNamed(recordedType ?? "") ?? mediaTypeOfName(recordedFile ?? "");
        return named !== undefined && (mediaType == null || !canBe(mediaType, named));
      },
    },
  ],
});

/** In hexadecimal or base64, with or without its name before it; undefined for other hashes. */
function sha256Named(written: string): string | undefined {
  const bare = written.replace(/^sha-?256[:=-]\s*/i, "");
  if (/^[0-9a-f]{64}$/i.test(bare)) return bare.toLowerCase();
  if (!/^[A-Za-z0-9+/]{43}=$/.test(bare)) return undefined;
  return Buffer.from(bare, "base64").toString("hex");
}
