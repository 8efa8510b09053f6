import { conditions as conditionsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import type { TogetherRow } from "../define-together.ts";
import { isAfter, isBeforeBirth, lastDay, ofPatient } from "../rules.ts";
import { contradicting, lastDayOf, type Side } from "../together.ts";
import { CONDITION_VERIFICATION_WORDS, CONDITION_WORDS } from "../vocabulary/status-words.ts";

const OF_FAMILY =
  /^(?:family history of|family hx|fam hx|fhx?\s*(?:of|:)|familienanamnese|antecedentes? familiares?|antécédents? familia(?:l|ux)|história familiar|anamnesi familiare|familieanamnese)/iu;
const SUSPECTED =
  /^(?:r\/o\s|rule out\s|query\s|suspected\s|susp\.?\s|v\.\s?a\.|verdacht auf|ausschluss|sospecha de|suspicion de|suspeita de|sospett[oa]\s|\?\s?\p{L})/iu;
/** Of these, a condition is not taken for one that the patient surely has. */
const OPEN = new Set(["unconfirmed", "provisional", "differential", "refuted", "entered-in-error"]);

/** Whether the patient has it now, or has it no more. */
function presentOf({ clinicalStatus }: TogetherRow): Side {
  if (clinicalStatus === "active") return "yes";
  return ["resolved", "inactive", "remission"].includes(String(clinicalStatus)) ? "no" : undefined;
}

/** Whether the patient has it at all. */
function confirmedOf({ verificationStatus }: TogetherRow): Side {
  if (verificationStatus === "confirmed") return "yes";
  return verificationStatus === "refuted" ? "no" : undefined;
}

/** It came back after it had ended. */
const cameBack = (active: TogetherRow, ended: TogetherRow): boolean => {
  const [began, end] = [lastDayOf(active, "onsetDate"), ended["abatementDate"]];
  return began !== "" && end != null && began >= String(end);
};

/** Of what the patient has, what began first; of what is over, what ended last. */
const isHarder = (row: TogetherRow, held: TogetherRow): boolean =>
  presentOf(row) === "yes"
    ? lastDayOf(row, "onsetDate") < lastDayOf(held, "onsetDate")
    : String(row["abatementDate"] ?? "9") > String(held["abatementDate"] ?? "9");

const SAME_CONDITION = ["patientId", ["code", "text"]] as const;

/** Diagnoses and problems. */
export const conditions = defineImporter({
  entity: "conditions",
  topic: "clinical",
  harm: "an illness goes untreated, or one is treated that nobody has",
  table: conditionsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    visitId: reference("visits", { label: "visit" }),
    doctorId: reference("doctors", { label: "doctor" }),
    code: text(),
    codeSystem: text(),
    sourceCode: text(),
    text: text({ holds: "notes" }),
    category: text(),
    severity: text(),
    clinicalStatus: code({ values: CONDITION_WORDS }),
    verificationStatus: code({ values: CONDITION_VERIFICATION_WORDS }),
    onsetDate: date({ precisionColumn: "onsetDatePrecision" }),
    abatementDate: date({ precisionColumn: "abatementDatePrecision" }),
    recordedDate: date(),
    recordedBy: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
  },
  derives: ["text"],
  complete(row) {
    row.text ??= row.code ?? null;
  },
  rules: [
    {
      code: "text.missing",
      severity: "error",
      fields: ["text", "code"],
      advice: "Write what the patient has, as a text or a code.",
      broken: (row) => !row.text,
    },
    {
      code: "text.of-family",
      severity: "error",
      fields: ["text"],
      advice:
        "The record describes the patient's family, not the patient. Withdraw it with a reason, or correct the text.",
      broken: ({ text: said }) => said != null && OF_FAMILY.test(said),
    },
    {
      code: "text.suspected",
      severity: "error",
      fields: ["text", "verificationStatus"],
      advice:
        "Only the text says that the condition is suspected or to be ruled out. Set the verification status, or withdraw the record with a reason.",
      broken: ({ text: said, verificationStatus }) =>
        said != null && SUSPECTED.test(said) && !OPEN.has(verificationStatus ?? "confirmed"),
    },
    {
      code: "onsetDate.future",
      severity: "error",
      fields: ["onsetDate"],
      advice: "The condition starts after the day of the run. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.onsetDate, asOf),
    },
    {
      code: "onsetDate.before-birth",
      severity: "error",
      fields: ["onsetDate"],
      parent: "patient",
      advice: "The condition starts before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) => isBeforeBirth(lastDay(row.onsetDate, row.onsetDatePrecision), facts),
    },
    {
      code: "abatementDate.before-onset",
      severity: "error",
      fields: ["abatementDate", "onsetDate"],
      advice: "The condition ends before it starts. Correct one of the two dates.",
      broken: (row) =>
        isAfter(row.onsetDate, lastDay(row.abatementDate, row.abatementDatePrecision)),
    },
    {
      code: "clinicalStatus.ended",
      severity: "warning",
      fields: ["clinicalStatus", "abatementDate"],
      advice: "The condition has ended but is marked active. Check status and date.",
      broken: (row, { asOf }) =>
        isAfter(asOf, lastDay(row.abatementDate, row.abatementDatePrecision)) &&
        ["active", "recurrence", "relapse"].includes(row.clinicalStatus ?? ""),
    },
  ],
  together: [
    {
      code: "clinicalStatus.contradicts",
      field: "clinicalStatus",
      advice:
        "One record says that the condition is active, another that it is over, and the dates do not explain it. Both were imported as recorded; check which holds.",
      by: SAME_CONDITION,
      except: { verificationStatus: ["refuted", "entered-in-error"] },
      order: ["onsetDate"],
      reads: ["onsetDatePrecision", "abatementDate", "clinicalStatus"],
      compare: () => contradicting(presentOf, { between: cameBack, isHarder }),
    },
    {
      code: "verificationStatus.contradicts",
      field: "verificationStatus",
      advice:
        "One record says that the condition is confirmed, another that it is refuted. Both were imported as recorded; check which holds.",
      by: SAME_CONDITION,
      order: ["recordedDate"],
      reads: ["verificationStatus"],
      compare: () => contradicting(confirmedOf),
    },
  ],
});
