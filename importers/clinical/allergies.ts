import { allergies as allergiesTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { listReader } from "../convert/list-pieces.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import type { TogetherRow } from "../define-together.ts";
import { isAfter, isBeforeBirth, lastDay, ofPatient } from "../rules.ts";
import { contradicting, type Side } from "../together.ts";
import { ALLERGY_PHRASES } from "../vocabulary/list-phrases.ts";
import {
  ALLERGY_CATEGORY_WORDS,
  ALLERGY_TYPE_WORDS,
  ALLERGY_VERIFICATION_WORDS,
  ALLERGY_WORDS,
  CRITICALITY_WORDS,
  SEVERITY_WORDS,
} from "../vocabulary/status-words.ts";

const read = listReader(ALLERGY_PHRASES);

/** `NKDA`, `none`, `-` in the place of a substance. */
function isNone(substance: string): boolean {
  const { items, denials } = read(substance);
  return items.length + denials === 0;
}

/** Whether the patient is said to be allergic, or not to be. */
function allergicOf({ clinicalStatus, verificationStatus }: TogetherRow): Side {
  if (verificationStatus === "refuted") return "no";
  return clinicalStatus == null || clinicalStatus === "active" ? "yes" : undefined;
}

/** What patients react to, one record each. */
export const allergies = defineImporter({
  entity: "allergies",
  topic: "clinical",
  harm: "a patient is given what they react to",
  table: allergiesTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    code: text(),
    codeSystem: text(),
    sourceCode: text(),
    substance: text({ required: true, holds: "notes" }),
    type: code({ values: ALLERGY_TYPE_WORDS }),
    category: code({ values: ALLERGY_CATEGORY_WORDS }),
    reaction: text({ holds: "notes" }),
    severity: code({ values: SEVERITY_WORDS }),
    criticality: code({ values: CRITICALITY_WORDS }),
    clinicalStatus: code({ values: ALLERGY_WORDS }),
    verificationStatus: code({ values: ALLERGY_VERIFICATION_WORDS }),
    onsetDate: date({ precisionColumn: "onsetDatePrecision" }),
    recordedDate: date(),
    recordedBy: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
  },
  derives: ["sourceText"],
  complete(row) {
    row.sourceText ??= row.substance ?? null;
  },
  rules: [
    {
      code: "substance.none",
      severity: "error",
      fields: ["substance"],
      advice:
        'The record says that no allergy is known, or says nothing, so it is not an allergy. Withdraw it with a reason, or leave such records out with "where" in the mapping.',
      broken: ({ substance }) => substance != null && isNone(substance),
    },
    {
      code: "onsetDate.future",
      severity: "error",
      fields: ["onsetDate"],
      advice: "The allergy starts after the day of the run. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.onsetDate, asOf),
    },
    {
      code: "onsetDate.before-birth",
      severity: "error",
      fields: ["onsetDate"],
      parent: "patient",
      advice: "The allergy starts before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) => isBeforeBirth(lastDay(row.onsetDate, row.onsetDatePrecision), facts),
    },
  ],
  together: [
    {
      code: "verificationStatus.contradicts",
      field: "verificationStatus",
      advice:
        "One record says that the patient is allergic to the substance, another that this was refuted. Both were imported as recorded; check which holds.",
      by: ["patientId", "substance"],
      except: { verificationStatus: ["entered-in-error"] },
      order: ["recordedDate"],
      reads: ["clinicalStatus", "verificationStatus"],
      compare: () => contradicting(allergicOf),
    },
  ],
});
