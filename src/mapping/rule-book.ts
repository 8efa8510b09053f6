import {
  applicationOf,
  type Importer,
  type Problem,
  type Severity,
} from "../../importers/define.ts";

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
    advice: "A cell without quotes around it contains a quote, which was kept.",
  },
  "row.too-long": {
    severity: "error",
    advice: "The record is longer than 1 MiB. Look for a missing line break.",
  },
  "row.not-text": {
    severity: "error",
    advice:
      "A cell has a NUL or half of a character, which text cannot contain. Check the program that exported the file.",
  },
  "row.no-result": {
    severity: "error",
    advice:
      "A cell holds a formula without a result. Open the workbook in a spreadsheet program, save it there, and import it again.",
  },
  "row.cell-error": {
    severity: "error",
    advice:
      "A cell holds an error instead of a value (#N/A, #REF!). Correct the formula in the workbook, or set the rule to a warning: then the cell counts as empty.",
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
    advice: "The object has a member twice, with two values. Keep the right one.",
  },
  "row.unknown-member": {
    severity: "error",
    advice:
      "The object has a member that none of the first objects of the file has. Move the object to the start of the file, or give all objects the same members.",
  },
  "row.unknown-modifier": {
    severity: "error",
    advice:
      "The FHIR resource has a modifierExtension or implicitRules, which may turn its meaning into its opposite. Have somebody read it who knows what it says, then withdraw the record or set the rule to a warning.",
  },
  "row.decoded-twice": {
    severity: "error",
    advice:
      'The text is UTF-8 that was read as windows-1252 (LÃ³pez). Set "decodedTwice": "repair" for the file in the mapping, or export again.',
  },
  "row.other-delimiter": {
    severity: "error",
    advice: "The record uses a different delimiter from the rest of the file. Export it again.",
  },
  "row.other-table": {
    severity: "error",
    advice: "Another table begins in the file. Put each table into its own file.",
  },
  "row.where-unclear": {
    severity: "error",
    advice:
      'The mapping\'s "where" compares this cell with a number or a day, and it is neither. Correct the cell, say under "where" how its column is written ("decimal", "group", "symbols", "format"), or list what means "nothing" under "nullTokens".',
  },
  "row.of-none": {
    severity: "warning",
    advice:
      'The file is read for several entities, and the record is of none of them. Correct its cells, or "where" in the mapping.',
  },
  "row.unreadable": {
    severity: "error",
    advice: "The record cannot be parsed. Check its quotes.",
  },
  "row.fix-stale": {
    severity: "error",
    advice: "A fix expects a different old value. Check the record, and correct or remove the fix.",
  },
  "row.left-out": {
    severity: "error",
    advice:
      "The record is no longer in the file of rejected records, so it stays rejected. Put its row back, or withdraw it with a reason.",
  },
  "legacyId.duplicate": {
    severity: "error",
    advice:
      "Other records have the same id but different content. Keep only the right one in the export.",
  },
};

/** What can be found wrong when a row is to be written: its application has the say there. */
const targetProblems = (application: string): Readonly<Record<string, Problem>> => ({
  "legacyId.taken": {
    severity: "error",
    advice: `${application} already has this id with different content, from another record or a later export. Correct the id, or withdraw this record with a reason.`,
  },
  "target.deleted": {
    severity: "warning",
    advice: `The row was deleted in ${application} after its import and stays deleted, unless --on-conflict says overwrite.`,
  },
  "target.edited": {
    severity: "warning",
    advice: `The row was edited in ${application} after its import, and the legacy record changed too. ${application}'s row stays, unless --on-conflict says overwrite.`,
  },
  "target.deleted-meanwhile": {
    severity: "warning",
    advice:
      "Another program deleted the row during the run, after it was committed. It stays deleted; to get it back, import again with --on-conflict overwrite.",
  },
  "target.edited-meanwhile": {
    severity: "warning",
    advice: `Another program edited the row during the run, after it was committed. ${application}'s row stays; check the named columns. An import without batches keeps other programs from writing meanwhile.`,
  },
  "target.constraint": {
    severity: "error",
    advice:
      "The database rejects the row. Compare the record with the table's constraints, or with the trigger that issues.csv names.",
  },
});

/** Rules that guard the database or the balance itself: no mapping can lower them. */
const FIXED = new Set([
  "row.where-unclear",
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
      "The file that the field is looked up in has this key more than once, with different values. Keep only the right record there.",
  },
} as const satisfies Readonly<Record<string, Problem>>;

/** What can be wrong with a field that takes a part of a cell. */
const CUT_PROBLEM: Problem = {
  severity: "error",
  advice: "The cell does not have the parts that the mapping expects. Write it like the others.",
};

/** The word of its code. */
export const CUT_WORD = "no-part";

/** The words of these codes. */
export const LOOKUP_WORDS = ["no-match", "several-matches"] as const;

const books = new WeakMap<Importer, RuleBook>();

/** All codes of an importer, with the severity and the advice that were declared. */
export function ruleBook(importer: Importer): RuleBook {
  const book = books.get(importer) ?? compileBook(importer);
  books.set(importer, book);
  return book;
}

function compileBook(importer: Importer): RuleBook {
  const book = new Map<string, Problem>();
  const add = (code: string, problem: Problem) => book.set(`${importer.entity}.${code}`, problem);
  for (const [code, problem] of Object.entries(RECORD_PROBLEMS)) add(code, problem);
  const ofTarget = targetProblems(applicationOf([importer]));
  for (const [code, problem] of Object.entries(ofTarget)) add(code, problem);
  for (const [name, field] of Object.entries(importer.fields)) {
    const label = field.label ?? name;
    if (field.required) add(`${label}.missing`, MISSING);
    for (const [word, problem] of Object.entries(field.problems)) add(`${label}.${word}`, problem);
    add(`${label}.${CUT_WORD}`, CUT_PROBLEM);
    for (const word of LOOKUP_WORDS) add(`${label}.${word}`, LOOKUP_PROBLEMS[word]);
  }
  for (const { code, severity, advice } of importer.rules) add(code, { severity, advice });
  for (const { code, advice } of importer.together ?? [])
    add(code, { severity: "warning", advice });
  return book;
}

const MISSING: Problem = { severity: "error", advice: "Fill in the cell." };

/** Whether a mapping may set the severity of this code. */
export function isAdjustable(importer: Importer, code: string): boolean {
  if (ruleBook(importer).get(code)?.fixed) return false;
  return !FIXED.has(code.slice(importer.entity.length + 1));
}

/** Whether what is found is between records that have been let in, so that no mapping can make it an error. */
export const isBetweenRecords = ({ entity, together = [] }: Importer, code: string): boolean =>
  together.some((rule) => code === `${entity}.${rule.code}`);

/** Whether a mapping may lower a finding, and not turn it off: a cell or a change would be lost unsaid. */
export function mustBeCounted(importer: Importer, code: string): boolean {
  if (DECIDED.has(code.slice(importer.entity.length + 1))) return true;
  if ([...LOOKUP_WORDS, CUT_WORD].some((word) => code.endsWith(`.${word}`))) return true;
  const codes = fieldErrors.get(importer) ?? errorsOfFields(importer);
  fieldErrors.set(importer, codes);
  return codes.has(code);
}

const fieldErrors = new WeakMap<Importer, ReadonlySet<string>>();

function errorsOfFields({ entity, fields }: Importer): ReadonlySet<string> {
  const codes = Object.entries(fields).flatMap(([name, { label = name, problems }]) =>
    Object.entries(problems)
      .filter(([, { severity }]) => severity === "error")
      .map(([word]) => `${entity}.${label}.${word}`),
  );
  return new Set(codes);
}
