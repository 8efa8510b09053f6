import { derivePublicId } from "../../shared/public-id.ts";
import { immunizations as immunizationsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date } from "../convert/date.ts";
import { decimal } from "../convert/decimal.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, isBeforeBirth, lastDay, ofPatient } from "../rules.ts";
import { IMMUNIZATION_WORDS } from "../vocabulary/status-words.ts";

/** What was given to patients against diseases, and what was not. */
export const immunizations = defineImporter({
  entity: "immunizations",
  topic: "clinical",
  table: immunizationsTable,
  fromTargetId: { publicId: (targetId) => derivePublicId("immunizations", targetId) },
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    visitId: reference("visits", { label: "visit" }),
    vaccineId: reference("vaccines", { label: "vaccine", carry: ["name"] }),
    vaccineCode: text(),
    codeSystem: text(),
    vaccineName: text(),
    administeredDate: date({ required: true, precisionColumn: "administeredDatePrecision" }),
    doseNumber: text(),
    seriesDoses: text(),
    doseValue: decimal(),
    doseUnit: text(),
    lotNumber: text(),
    manufacturer: text(),
    expirationDate: date({ precisionColumn: "expirationDatePrecision" }),
    site: text(),
    route: text(),
    performer: text({ holds: "person" }),
    location: text(),
    status: code({ values: IMMUNIZATION_WORDS }),
    statusReason: text({ holds: "notes" }),
    recordedDate: date(),
    recordedBy: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "vaccine.missing",
      severity: "error",
      fields: ["vaccineId", "vaccineCode", "vaccineName"],
      parent: "vaccine",
      advice: "Say which vaccine it was: by its id, its code or its name.",
      broken: (row, { parents }) =>
        parents["vaccine"] === undefined && !row.vaccineCode && !row.vaccineName,
    },
    {
      code: "administeredDate.future",
      severity: "error",
      fields: ["administeredDate"],
      advice: "The vaccine is given after the day of the run. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.administeredDate, asOf),
    },
    {
      code: "administeredDate.before-birth",
      severity: "error",
      fields: ["administeredDate"],
      parent: "patient",
      advice: "The vaccine is given before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) =>
        isBeforeBirth(lastDay(row.administeredDate, row.administeredDatePrecision), facts),
    },
    {
      code: "expirationDate.before-administration",
      severity: "error",
      fields: ["expirationDate", "administeredDate"],
      advice: "The vaccine had expired when it was given. Correct one of the two dates.",
      broken: (row) =>
        row.status !== "not-done" &&
        isAfter(row.administeredDate, lastDay(row.expirationDate, row.expirationDatePrecision)),
    },
  ],
});
