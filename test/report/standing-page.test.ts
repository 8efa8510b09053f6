import { expect, test } from "vitest";
import { RECORD_STATES, type RecordCounts, type Standing } from "../../src/chain/standing.ts";
import { standingPage } from "../../src/report/standing/standing-page.tsx";
import { differenceWords, sentenceOf, sideWords } from "../../src/report/standing/words.ts";

const counts = (given: Partial<RecordCounts>): RecordCounts =>
  Object.assign(
    Object.fromEntries(RECORD_STATES.map((state) => [state, 0])),
    given,
  ) as RecordCounts;

const PATIENTS = Object.assign({ records: 1000 }, counts({ in: 601, rejected: 350, waiting: 49 }));

test("how many are in, and how many are not, as somebody would say it", () => {
  expect(sentenceOf("patients", PATIENTS)).toBe(
    "Of 1,000 patients 601 are in, 399 are not: 350 to correct, 49 waiting.",
  );
  const all = Object.assign({ records: 20 }, counts({ in: 20 }));
  expect(sentenceOf("doctors", all)).toBe("All 20 doctors are in.");
  expect(sentenceOf("bills", Object.assign({ records: 0 }, counts({})))).toBe(
    "The export has no bills.",
  );
});

const FIGURE = { measure: "sum", field: "fee", code: null, ofFew: false } as const;

test("amounts have their currency and places; those of fewer than five records are not shown", () => {
  const figure = { ...FIGURE, old: "1250.5", new: "1200", difference: "-50.5", agrees: false };
  expect(sideWords(figure, figure.old, "INR")).toBe("INR 1,250.50");
  expect(differenceWords(figure, "INR")).toBe("-50.50");
  const few = { ...FIGURE, ofFew: true, old: null, new: null, difference: null, agrees: false };
  expect([sideWords(few, few.old, "INR"), differenceWords(few, "INR")]).toEqual([
    "(fewer than 5)",
    "differs",
  ]);
  const unknown = { ...FIGURE, old: null, new: "3", difference: null, agrees: null };
  expect([sideWords(unknown, null, "INR"), differenceWords(unknown, "INR")]).toEqual([
    "not known",
    "not known",
  ]);
});

const HOSTILE = `"><script>alert(1)</script>\u202e`;

/** A standing in which all that a hospital's files may bring is hostile. */
function standing(): Standing {
  const entity = {
    ...PATIENTS,
    entity: "patients",
    topic: "people",
    run: "2026-01-14-1",
    balanced: false,
    differences: [{ measure: "rows of the crosswalk", expected: 601, found: 600 }],
    complete: true,
    placeholders: 2,
    vanished: 3,
    letIn: 1,
    codes: [
      {
        code: "patients.phone.missing",
        severity: "error",
        count: 350,
        advice: "Fill in the cell.",
      },
    ],
    figures: [],
    months: {
      field: "registrationDate",
      months: [
        { month: "1999-12", old: 1, new: 0 },
        { month: "2022-01", old: 999, new: 601 },
      ],
      without: { old: 0, new: 0 },
    },
  } as const;
  return {
    legacySystem: HOSTILE,
    application: "HMSync",
    currency: "INR",
    timeZone: "UTC",
    entities: [entity],
    total: PATIENTS,
    balanced: false,
    runs: [],
    files: [{ run: "r", file: HOSTILE, entity: "patients", size: 1, sha256: "ab", records: 1000 }],
    columnsLeftOut: [
      {
        run: "r",
        file: HOSTILE,
        column: HOSTILE,
        fate: "left out",
        cells: 3,
        by: HOSTILE,
        why: HOSTILE,
      },
    ],
    filesLeftOut: [{ run: "r", file: HOSTILE, reason: HOSTILE, records: null, cells: null }],
    money: [],
  };
}

test("the page runs nothing and fetches nothing, whatever names a file or a column has", () => {
  const page = standingPage(standing(), { at: "2026-01-14T08:00:00.000Z", run: "2026-01-14-1" });
  expect(page).not.toMatch(/<script|\u202e| style=|https?:\/\/|<img|<link/);
  expect(page).toContain("default-src &#39;none&#39;; style-src &#39;sha256-");
  expect(page).toContain("do not balance");
  expect(page).toContain("600 found, 601 expected");
});
