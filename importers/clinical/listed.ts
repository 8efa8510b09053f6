import { derivePublicId } from "../../shared/public-id.ts";
import { allergies, conditions, medications, patients } from "../../shared/schema.ts";
import { listReader } from "../convert/list-pieces.ts";
import { alsoRows } from "../define-also.ts";
import {
  ALLERGY_PHRASES,
  CONDITION_PHRASES,
  MEDICATION_PHRASES,
  REACTIONS,
} from "../vocabulary/list-phrases.ts";

// What a patient's own record lists in one cell: `Penicillin (rash, hives); Aspirin`. Each item is a row, with the cell as
// it was; nothing is said of it that the cell does not say.

const readAllergies = listReader(ALLERGY_PHRASES);
const readConditions = listReader(CONDITION_PHRASES);
const readMedications = listReader(MEDICATION_PHRASES);

/** The items of a cell; none where the record says that there are none. */
const itemsOf = (
  state: string | null | undefined,
  text: string | null | undefined,
  read: typeof readAllergies,
): readonly string[] => (state === "listed" && text != null ? read(text).items : []);

/** What a cell says is not known: codes of the International Patient Summary, where there are several with a blank. */
export const unknownAllergies = (text: string): string | null =>
  [...new Set(readAllergies(text).none)].join(" ") || null;

const BRACKET = /^(?<substance>[^()]*\S)\s*\((?<reaction>[^()]+)\)$/;

/** `Penicillin (rash, hives)`: a reaction, where every word in the bracket is known as one. */
export function substanceAndReaction(item: string): { substance: string; reaction: string | null } {
  const { substance = item, reaction = "" } = BRACKET.exec(item)?.groups ?? {};
  const words = reaction.split(/[,;/]/).map((word) => word.trim().toLowerCase());
  const isKnown = words.every((word) => REACTIONS.has(word));
  return isKnown ? { substance, reaction: reaction.trim() } : { substance: item, reaction: null };
}

/** The rows that belong to patients' records, counted apart from records of files of their own. */
export const listed = [
  alsoRows(patients, allergies, {
    entity: "listedAllergies",
    harm: "a patient is given what they react to",
    of: "allergies",
    columns: ["patientId", "substance", "reaction", "sourceText"],
    fromTargetId: { publicId: (targetId) => derivePublicId("allergies", targetId) },
    rows: ({ id, allergyState, allergyText }) =>
      itemsOf(allergyState, allergyText, readAllergies).map((item) => ({
        patientId: id,
        ...substanceAndReaction(item),
        sourceText: allergyText,
      })),
  }),
  alsoRows(patients, conditions, {
    entity: "listedConditions",
    harm: "an illness goes untreated, or one is treated that nobody has",
    of: "conditions",
    columns: ["patientId", "text", "sourceText"],
    fromTargetId: { publicId: (targetId) => derivePublicId("conditions", targetId) },
    rows: ({ id, conditionState, conditionText }) =>
      itemsOf(conditionState, conditionText, readConditions).map((text) => ({
        patientId: id,
        text,
        sourceText: conditionText,
      })),
  }),
  alsoRows(patients, medications, {
    entity: "listedMedications",
    harm: "a drug is missed, given twice, or given with one that it must not be given with",
    of: "medications",
    columns: ["patientId", "name", "sourceText"],
    fromTargetId: { publicId: (targetId) => derivePublicId("medications", targetId) },
    rows: ({ id, medicationState, medicationText }) =>
      itemsOf(medicationState, medicationText, readMedications).map((name) => ({
        patientId: id,
        name,
        sourceText: medicationText,
      })),
  }),
];
