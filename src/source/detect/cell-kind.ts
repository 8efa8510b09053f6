/** What a cell looks like, whatever it means. */
export type CellKind =
  | "empty"
  | "number"
  | "date"
  | "time"
  | "code"
  | "address"
  | "text"
  | "prose"
  | "odd";

const NOTHING = /^(?:null|n\/a|nan|none|nil|\\n|-+)?$/i;
const NUMBER =
  /^[+-]?\p{Sc}?\s?[+-]?(?:\d{1,3}(?:[ ,.'\u00A0\u202F]\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][+-]?\d+)?\s?(?:\p{Sc}|%)?$|^[+-]?\p{Sc}?[.,]\d+%?$/u;
const DATE =
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[AaPp]\.?[Mm]\.?|Z|[+-]\d{2}:?\d{2})?)?$|^\d{1,2}[- ]\p{L}{3,9}\.?[- ,]+\d{2,4}$|^\p{L}{3,9}\.? \d{1,2},? \d{4}$/u;
const TIME = /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[AaPp]\.?[Mm]\.?)?$/;
const CODE = /^(?=[^\s]*\d)[\p{L}\d+(][\p{L}\d_./()#+ -]*$/u;
const ADDRESS = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$|^(?:https?|ftp):\/\/\S+$|^www\.\S+$/i;
/** Words, without anything that could separate cells. */
const TEXT = /^[^,;|^~"\p{Cc}]*$/u;
const PROSE = /^(?:[^;|^~"\p{Cc}]|[\r\n])*$/u;
/** Nobody reads on in a cell like this to find out what it is. */
const LONGEST = 200;

/** The look of one cell; blanks around it do not matter. */
export function cellKind(cell: string): CellKind {
  const text = cell.length > LONGEST ? cell.slice(0, LONGEST).trim() : cell.trim();
  if (NOTHING.test(text)) return "empty";
  const first = text.charCodeAt(0);
  const digits = /\d/.test(text);
  if (digits && NUMBER.test(text)) return "number";
  if (digits && TIME.test(text)) return "time";
  if (digits && DATE.test(text)) return "date";
  if (first > 32 && ADDRESS.test(text)) return "address";
  if (digits && CODE.test(text) && text.length <= 40) return "code";
  if (TEXT.test(text)) return "text";
  return PROSE.test(text) ? "prose" : "odd";
}

/** Kinds that a column name hardly ever has. */
export const DATA_KINDS: ReadonlySet<CellKind> = new Set<CellKind>([
  ...(["number", "date", "time", "address"] as const),
]);

/** A shape that tells `771-78-9747` from `SSN`: digits and letters by class, runs by one sign. */
export function cellShape(cell: string): string {
  return cell
    .trim()
    .replace(/\d+/g, "9")
    .replace(/\p{L}+/gu, "a");
}
