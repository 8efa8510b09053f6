/** A spreadsheet's number format: the digits after the sixth or so are lost. */
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+$/;
/** The same as a spreadsheet writes it; `12E5` may well be an id. */
const SPREADSHEET = /^\d(?:[.,]\d+)?E\+\d{2,}$/;

const WHOLE = /^([+-]?)(\d+)(?:[.,](\d+))?[eE]\+?(\d{1,2})$/;

/** The whole number that is written so with all its digits, `3.0e1` say; undefined if some may be cut. */
export function uncut(text: string): string | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = ""] = WHOLE.exec(text) ?? [];
  const moved = Number(exponent);
  if (whole === "" || moved > fraction.length || /[1-9]/.test(fraction.slice(moved)))
    return undefined;
  return `${sign}${whole}${fraction.slice(0, moved)}`;
}

export const isScientific = (text: string): boolean => SCIENTIFIC.test(text);

/** The finding on an id that a spreadsheet has cut. */
export const SCIENTIFIC_ID = {
  severity: "error",
  advice: "A spreadsheet cut off digits of this id; get it from the legacy system again.",
  fixed: true,
} as const;

export const isCutId = (text: string): boolean => SPREADSHEET.test(text);
