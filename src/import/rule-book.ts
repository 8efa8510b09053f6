import type { Importer, Problem, Severity } from "../../importers/define.ts";

/** A severity, or that a rule is not to be looked at. */
export type Setting = Severity | "off";

/** Everything that can be found wrong with a record of an entity, by code. */
export type RuleBook = ReadonlyMap<string, Problem>;

/** What can be wrong with any record, whatever it holds. */
const RECORD_PROBLEMS: Readonly<Record<string, Problem>> = {
  "row.too-few-cells": {
    severity: "error",
    advice:
      "The record has fewer cells than the header. Look for a missing delimiter or a line break.",
  },
  "row.too-many-cells": {
    severity: "error",
    advice: "The record has more cells than the header. Quote the cell that holds the delimiter.",
  },
  "row.encoding": {
    severity: "error",
    advice:
      "The record has bytes that are invalid in the file's encoding. Save the file as UTF-8, or name the right encoding.",
  },
  "row.quote-unclosed": {
    severity: "error",
    advice: "A quote opens a cell and is never closed. Close it, or double it.",
  },
  "row.quote-garbage": {
    severity: "error",
    advice: "Text follows a closing quote. Double the quotes inside the cell.",
  },
  "row.quote-stray": {
    severity: "warning",
    advice: "A quote stands inside a cell that is not quoted; it was taken as it is.",
  },
  "row.too-long": {
    severity: "error",
    advice: "The record is longer than 1 MiB. Look for a missing line break.",
  },
  "row.not-text": {
    severity: "error",
    advice:
      "A cell has a NUL or half of a character, which no text has. Look at what exported the file.",
  },
  "row.no-result": {
    severity: "error",
    advice:
      "A cell holds a formula and no result. Open the workbook in a spreadsheet program, save it there, and import it again.",
  },
  "row.cell-error": {
    severity: "error",
    advice:
      "A cell holds an error in place of a value (#N/A, #REF!). Correct the formula in the workbook, or set the rule to a warning: then the cell counts as empty.",
  },
  "row.merged": {
    severity: "warning",
    advice:
      'A cell is merged with the one above, and was filled with what that holds, or left empty where that is an amount. "merged": "fill" or "leave" under "reading" in the mapping decides it.',
  },
  "row.hidden": {
    severity: "warning",
    advice:
      'The row is hidden in the workbook, and was read. "hidden": "read" or "skip" under "reading" in the mapping decides it.',
  },
  "row.name-twice": {
    severity: "error",
    advice: "The object names a member twice, with two values. Leave the right one.",
  },
  "row.unknown-member": {
    severity: "error",
    advice:
      "The object has a member that none of the first objects of the file has. Move the object to the start of the file, or give all the same members.",
  },
  "row.decoded-twice": {
    severity: "error",
    advice:
      'The text is UTF-8 that was read as windows-1252 (LÃ³pez). Set "decodedTwice": "repair" for the file in the mapping, or export again.',
  },
  "row.other-delimiter": {
    severity: "error",
    advice: "The record is separated by another sign than the rest of the file. Export it again.",
  },
  "row.other-table": {
    severity: "error",
    advice: "Another table begins in the file. Put each table into a file of its own.",
  },
  "row.unreadable": {
    severity: "error",
    advice: "The record cannot be parsed. Look at its quotes.",
  },
  "row.fix-stale": {
    severity: "error",
    advice:
      "A fix expects another old value. Look at the record, and correct the fix or take it out.",
  },
  "row.left-out": {
    severity: "error",
    advice:
      "The record is not in the file of rejected records any more, so it stays rejected. Put its row back, or withdraw it with a reason.",
  },
  "legacyId.duplicate": {
    severity: "error",
    advice: "Other records have the same id and other content. Leave the right one in the export.",
  },
  "legacyId.taken": {
    severity: "error",
    advice:
      "HMSync has this id already, with other content: from another record, or from a later export. Correct the id, or withdraw this record with a reason.",
  },
  "target.deleted": {
    severity: "warning",
    advice:
      "The row was deleted in HMSync after its import and stays deleted, unless --on-conflict says overwrite.",
  },
  "target.edited": {
    severity: "warning",
    advice:
      "The row was edited in HMSync after its import, and the legacy record changed too. HMSync's row stays, unless --on-conflict says overwrite.",
  },
  "target.deleted-meanwhile": {
    severity: "warning",
    advice:
      "Another program deleted the row while the run was at work, after it had been committed. It stays deleted; to have it again, import once more with --on-conflict overwrite.",
  },
  "target.edited-meanwhile": {
    severity: "warning",
    advice:
      "Another program edited the row while the run was at work, after it had been committed. HMSync's row stays; look at the columns that are named. An import without batches keeps others from writing meanwhile.",
  },
  "target.constraint": {
    severity: "error",
    advice: "The database refuses the row. Compare the record with the table's constraints.",
  },
};

/** Rules that guard the database or the balance itself: no mapping can lower them. */
const FIXED = new Set([
  "row.unreadable",
  "row.quote-unclosed",
  "row.quote-garbage",
  "row.too-long",
  "row.too-few-cells",
  "row.too-many-cells",
  "row.encoding",
  "row.fix-stale",
  "row.left-out",
  "row.other-delimiter",
  "row.other-table",
  "row.not-text",
  "row.name-twice",
  "row.no-result",
  "row.unknown-member",
  "legacyId.missing",
  "legacyId.duplicate",
  "legacyId.taken",
  "target.constraint",
  "target.deleted-meanwhile",
  "target.edited-meanwhile",
]);

/** Findings that --on-conflict decides, and that nothing may leave unsaid. */
const DECIDED = new Set(["target.edited", "target.deleted"]);

/** What can be wrong with a field that is looked up in another file. */
const LOOKUP_PROBLEMS = {
  "no-match": {
    severity: "error",
    advice:
      "The file that the field is looked up in has no record with this key. Correct the key, or add the record there.",
  },
  "several-matches": {
    severity: "error",
    advice:
      "The file that the field is looked up in has this key more than once, with different values. Leave the right record there.",
  },
} as const satisfies Readonly<Record<string, Problem>>;

/** What can be wrong with a field that takes a part of a cell. */
const CUT_PROBLEM: Problem = {
  severity: "error",
  advice:
    "The cell is not made up as the mapping says: it has more or fewer parts, or something else in it. Write it as the others are.",
};

/** The word of its code. */
export const CUT_WORD = "no-part";

/** The words of these codes. */
export const LOOKUP_WORDS = ["no-match", "several-matches"] as const;

/** All codes of an importer, with the severity and the advice that were declared. */
export function ruleBook(importer: Importer): RuleBook {
  const book = new Map<string, Problem>();
  const add = (code: string, problem: Problem) => book.set(`${importer.entity}.${code}`, problem);
  for (const [code, problem] of Object.entries(RECORD_PROBLEMS)) add(code, problem);
  for (const [name, field] of Object.entries(importer.fields)) {
    const label = field.label ?? name;
    if (field.required) add(`${label}.missing`, MISSING);
    for (const [word, problem] of Object.entries(field.problems)) add(`${label}.${word}`, problem);
    add(`${label}.${CUT_WORD}`, CUT_PROBLEM);
    for (const word of LOOKUP_WORDS) add(`${label}.${word}`, LOOKUP_PROBLEMS[word]);
  }
  for (const { code, severity, advice } of importer.rules) add(code, { severity, advice });
  return book;
}

const MISSING: Problem = { severity: "error", advice: "Fill in the cell." };

/** Whether a mapping may set the severity of this code. */
export function isAdjustable(importer: Importer, code: string): boolean {
  if (ruleBook(importer).get(code)?.fixed) return false;
  return !FIXED.has(code.slice(importer.entity.length + 1));
}

/** Whether a mapping may lower a finding, and not turn it off: a cell or a change would be lost unsaid. */
export function mustBeCounted({ entity, fields }: Importer, code: string): boolean {
  if (DECIDED.has(code.slice(entity.length + 1))) return true;
  if ([...LOOKUP_WORDS, CUT_WORD].some((word) => code.endsWith(`.${word}`))) return true;
  return Object.entries(fields).some(([name, { label = name, problems }]) =>
    Object.entries(problems).some(
      ([word, { severity }]) => severity === "error" && code === `${entity}.${label}.${word}`,
    ),
  );
}
