import { expect, test } from "vitest";
import type { FieldEvidence } from "../../../src/assess/lock/field-evidence.ts";
import { openQuestions } from "../../../src/assess/lock/questions.ts";
import { decision, fieldEvidence, readings } from "../../support/evidence.ts";

/** What is asked: the reason, the option that decides, and what may be said there. */
const asked = (given: Partial<FieldEvidence>, others: readonly FieldEvidence[] = []) =>
  openQuestions(fieldEvidence(given), others).map(({ kind, option, also = [], choices }) =>
    [kind, [option, also].flat().join(" + "), ...choices].join(" | "),
  );

const MDY = { format: "MM/DD/YYYY" };
const proving = (proves: number) =>
  decision({ readings: readings({ "DD/MM/YYYY": proves }), options: { format: "DD/MM/YYYY" } });
const DMY = proving(12);
const codes = decision({ subject: "codes" });
const marks = decision({ subject: "decimalSeparator" });
const openMarks = { ...marks, status: "undecided", undecided: 9 } as const;
const comma = (proves: number) => {
  return { ...marks, readings: readings({ ",": proves }, 9), options: { decimal: "," } };
};
const unknown = [{ day: "1900-01-01", cells: 9 }];
const calendars = decision({
  subject: "calendar",
  status: "undecided",
  ways: [{ calendar: "persian" }, { calendar: "thai" }],
});
const thai = (...formats: readonly string[]) => {
  const ways = formats.map((format) => ({ calendar: "buddhist", format }));
  return decision({ subject: "calendar", status: "undecided", ways });
};
const open = decision({
  status: "undecided",
  readings: readings({ "DD/MM/YYYY": 0, "MM/DD/YYYY": 0 }, 9),
});
const currencies = decision({ subject: "currencies", readings: readings({ "$ USD": 9 }) });

test.each<[string, Partial<FieldEvidence>, string]>([
  [
    "cells that fit two formats",
    { refused: { ambiguous: 1 }, decisions: [DMY] },
    'several fit | format | "format": "DD/MM/YYYY"',
  ],
  [
    "five cells of the other order",
    { options: MDY, decisions: [proving(5)] },
    'rival | format | "format": "DD/MM/YYYY"',
  ],
  [
    "cells of another decimal mark",
    { options: { decimal: "." }, decisions: [comma(9)] },
    'rival | decimal | "decimal": ","',
  ],
  [
    "day and month exchanged",
    { decisions: [{ ...DMY, turned: 3 }] },
    'turned | format | "format": "DD/MM/YYYY"',
  ],
  [
    "another calendar",
    { decisions: [calendars] },
    'calendar | calendar | "calendar": "persian" | "calendar": "thai"',
  ],
  [
    "another calendar that says how its days are written",
    { decisions: [thai("DD/MM/YYYY")] },
    'calendar | calendar | "calendar": "buddhist", "format": "DD/MM/YYYY"',
  ],
  [
    "another calendar and the format, where the calendar does not say it",
    { decisions: [thai("D MMM YYYY")] },
    'calendar | calendar + format | "calendar": "buddhist", "format": "D MMM YYYY"',
  ],
  [
    "another calendar and the order, where no cell proves it",
    { decisions: [thai("DD/MM/YYYY", "MM/DD/YYYY")] },
    'calendar | calendar + format | "calendar": "buddhist", "format": "DD/MM/YYYY" | "calendar": "buddhist", "format": "MM/DD/YYYY"',
  ],
  [
    "the order of the days of a calendar that is said",
    { options: { calendar: "buddhist" }, decisions: [open] },
    'several fit | format | "format": "DD/MM/YYYY" | "format": "MM/DD/YYYY"',
  ],
  [
    "several currencies",
    { decisions: [currencies] },
    'currencies | symbols | "symbols": ["$","USD"]',
  ],
  ["codes that may mean something else", { contested: 4, decisions: [codes] }, "contested | codes"],
  [
    "marks that nothing proves",
    { decisions: [{ ...openMarks, readings: readings({ ".": 0, ",": 0 }, 9) }] },
    'marks | decimal | "decimal": "." | "decimal": ","',
  ],
  [
    "a comma that only the currency speaks for",
    { decisions: [comma(0)] },
    'marks | decimal | "decimal": ","',
  ],
  [
    "a day that may stand for an unknown one",
    { placeholders: unknown },
    'unknown days | unknownDays | "unknownDays": ["1900-01-01"] | "unknownDays": []',
  ],
  [
    "most cells refused that could be read",
    { refused: { "not-a-date": 11 }, decisions: [DMY] },
    'refused | format | "format": "DD/MM/YYYY"',
  ],
  [
    "mostly unknown codes",
    { refused: { unknown: 11 }, refusedKinds: 64, decisions: [codes] },
    "refused | codes",
  ],
])("asked, with what may be said: %s", (_, evidence, question) => {
  expect(asked(evidence)).toEqual([question]);
});

test.each<[string, Partial<FieldEvidence>]>([
  ["four cells of the other order", { options: MDY, decisions: [proving(4)] }],
  [
    "an order that the mapping lists",
    { options: { format: ["M/D/YYYY", "D/M/YYYY"] }, decisions: [DMY] },
  ],
  [
    "an order that is said of one file",
    { options: { format: { "a.csv": "DD/MM/YYYY" } }, decisions: [DMY] },
  ],
  ["an order with other marks", { options: { format: "DD.MM.YYYY" }, decisions: [DMY] }],
  ["half of the cells refused", { refused: { "not-a-date": 10 }, decisions: [DMY] }],
  [
    "refused cells that nothing reads",
    { refused: { "not-a-date": 20 }, decisions: [decision({ unread: 15 })] },
  ],
  ["too many unknown words for codes", { refused: { unknown: 20 }, refusedKinds: 65 }],
  ["marks of which one is said", { options: { group: "," }, decisions: [openMarks] }],
  ["days that are said to be real", { options: { unknownDays: [] }, placeholders: unknown }],
  ["a column without cells", { cells: 0 }],
])("not asked: %s", (_, evidence) => {
  expect(asked(evidence)).toEqual([]);
});

test("a choice names each file where the files of an entity are not written alike", () => {
  const other = fieldEvidence({ file: "old.csv", decisions: [{ ...DMY, options: MDY }] });
  const open = { refused: { ambiguous: 1 }, decisions: [DMY] };
  expect(asked(open, [other])).toEqual([
    'several fit | format | "format": {"old.csv":"MM/DD/YYYY","visits.csv":"DD/MM/YYYY"}',
  ]);
  expect(asked(open, [{ ...other, decisions: [DMY] }])).toEqual(asked(open));
});
