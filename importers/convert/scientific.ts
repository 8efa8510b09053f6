/** A spreadsheet's number format: the digits after the sixth or so are lost. */
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+$/;
/** The same as a spreadsheet writes it; `12E5` may well be an id. */
const SPREADSHEET = /^\d(?:[.,]\d+)?E\+\d{2,}$/;

export const isScientific = (text: string): boolean => SCIENTIFIC.test(text);

/** The finding on an id that a spreadsheet has cut. */
export const SCIENTIFIC_ID = {
  severity: "error",
  advice: "A spreadsheet has cut this id; take it from the legacy system again.",
  fixed: true,
} as const;

export const isCutId = (text: string): boolean => SPREADSHEET.test(text);
