import type { JudgedLine } from "../chain/approvals.ts";
import type { SheetRow, SheetRule } from "../mapping/sheet/mapping-sheet.ts";

/** The head of the sheet's table; the last column is for initials. */
export const sheetHead = (application: string): string[] => [
  "Legacy field",
  "Example",
  `${application} field`,
  "Conversion",
  "Rules",
  "Decision",
  "Who decides",
  "Approved",
];

/** Text, or several texts that stand below each other. */
export type SheetCell = string | readonly string[];

/** The cells of one line of the sheet, as plain text. */
export function sheetCells(row: SheetRow): SheetCell[] {
  const { columns, example, field, targets, conversion, rules, decision, decider } = row;
  return [
    columns.length === 0 ? "(no column)" : columns.join(" + "),
    example ?? "",
    field === null ? "(none)" : fieldText(field, targets),
    conversion,
    rules.map(ruleText),
    decision,
    decider,
    "",
  ];
}

/** The target columns are named where they are called otherwise than the field. */
function fieldText(field: string, targets: readonly string[]): string {
  const own = field.split(".").at(-1);
  return targets.length === 1 && targets[0] === own ? field : `${field} (${targets.join(", ")})`;
}

/** `patients.phone.missing: error`, with a star where the mapping has changed it. */
export const ruleText = ({ code, severity, isSet }: SheetRule): string =>
  `${code}: ${severity}${isSet ? "*" : ""}`;

/** The checks of a line by what they do: `rejects: phone.missing`, with a star where the mapping has changed it. */
export function checksText(rules: readonly SheetRule[]): string[] {
  return SEVERITIES.flatMap(([severity, does]) => {
    const some = rules.filter((rule) => rule.severity === severity);
    const codes = some.map(
      ({ code, isSet }) => `${code.replace(/^[^.]+\./, "")}${isSet ? "*" : ""}`,
    );
    return codes.length === 0 ? [] : [`${does}: ${codes.join(", ")}`];
  });
}

const SEVERITIES = [
  ["error", "rejects"],
  ["warning", "warns"],
  ["off", "not checked"],
] as const;

/** More characters than these nobody reads: all words that the application knows for a status, say. */
const LONGEST_CONVERSION = 320;

/** How a field is converted, as far as it is read on a sheet, and how many of its words are left out. */
export function shortConversion(conversion: string): { text: string; more: number } {
  if (conversion.length <= LONGEST_CONVERSION) return { text: conversion, more: 0 };
  const words = conversion.split(" or ");
  let text = words[0] ?? "";
  let taken = 1;
  for (const word of words.slice(1)) {
    if (text.length + word.length > LONGEST_CONVERSION) break;
    text += ` or ${word}`;
    taken++;
  }
  return { text, more: words.length - taken };
}

/** Who said what to a line, and when; empty if nobody has. */
export function approvalText({ last }: Pick<JudgedLine, "last">): string {
  if (last === null) return "";
  const { who, at, remark } = last;
  return `${who}, ${at.slice(0, 10)}${remark === "" ? "" : `: ${remark}`}`;
}

/** The people who sign. */
export const SIGNATURES = ["Data owner of the hospital", "Migration engineer"];
