import type { FieldEvidence } from "../lock/field-evidence.ts";
import { openQuestions } from "../lock/questions.ts";
import type { WrittenQuestion } from "./draft-mapping.ts";

/** What a proposed mapping leaves to a person, because the cells of its fields do: what an import would ask. */
export function undecidedFields(evidence: readonly FieldEvidence[]): WrittenQuestion[] {
  return evidence.flatMap((one) => {
    const open = one.decisions.some(({ status, subject }) => {
      return status === "undecided" && ASKED.has(subject);
    });
    const asked = openQuestions(one, evidence).filter(({ kind }) => open || ALWAYS.has(kind));
    return asked.flatMap(({ entity, field, option, also, file, columns, ...rest }) => {
      const { says, choices } = rest;
      const options = also === undefined ? [option] : [option, also];
      return options.map((one) => ({
        key: `entities.${entity}.fields.${field}.${one}`,
        says: `${file}, column ${columns.join(" + ")}: ${says}`,
        ...(choices.length > 0 && { choices: choices.map((way) => withoutOption(one, way)) }),
      }));
    });
  });
}

/** The key says already which option it is of. */
const withoutOption = (option: string, choice: string): string =>
  Object.keys(JSON.parse(`{${choice}}`)).length > 1
    ? choice
    : choice.replace(`${JSON.stringify(option)}: `, "");

/** What no cell can prove. */
const ALWAYS: ReadonlySet<string> = new Set(["unknown days", "words"]);

/** Codes that nobody knows are rejected record by record, and dates of which none is one. */
const ASKED: ReadonlySet<string> = new Set([
  "dateFormat",
  "timeFormat",
  "decimalSeparator",
  "currencies",
  "calendar",
]);
