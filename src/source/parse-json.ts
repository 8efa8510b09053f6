import { isUtf8 } from "node:buffer";
import { plainMembers, plainReferences } from "./json/extended.ts";
import { flatten, type Member } from "./json/flatten.ts";
import { type JsonPlace, KEY_COLUMN } from "./json/json-place.ts";
import type { Flaw, SourceRecord } from "./record.ts";
import type { NumberedSpan } from "./span.ts";

// One object of JSON becomes one record: a cell for each text in it, in the column of its path.

/** Half of a pair of UTF-16 code units, or a NUL: no database takes them for text. */
const NOT_TEXT = /[\p{Surrogate}\0]/u;
/** They can only be written with an escape. */
const ESCAPED = /\\u(?:0000|[dD][89a-fA-F])/;

interface JsonReading {
  readonly columns?: readonly string[] | undefined;
  readonly place?: JsonPlace;
  /** The texts of a record, where they do not all stand in its span. */
  readonly membersIn?: (text: string, span: NumberedSpan) => readonly Member[] | undefined;
}

/** Parses the objects that the scanner found. */
export function parseJsonRecords(
  window: Buffer,
  spans: readonly NumberedSpan[],
  { columns = [], place, membersIn = (text) => membersOf(text, place) }: JsonReading,
): SourceRecord[] {
  const places = new Map(columns.map((name, at) => [name, at]));
  return spans.map((span) => {
    const { record, line, offset, flaw } = span;
    const raw = window.subarray(span.start, span.end);
    const text = flaw === undefined && isUtf8(raw) ? raw.toString("utf8") : undefined;
    const members = text === undefined ? undefined : membersIn(text, span);
    if (text === undefined || members === undefined) {
      const flaws: Flaw[] = [flaw ?? (isUtf8(raw) ? "unreadable" : "encoding")];
      return { cells: [], record, line, offset, flaws, raw };
    }
    const found = place?.shape === "rows" ? rowOf(members) : cellsOf(members, places);
    return { cells: found.cells, flaws: flawsOf(found, text), record, line, offset };
  });
}

interface Found {
  readonly cells: readonly string[];
  readonly flaws: readonly Flaw[];
}

const flawsOf = ({ cells, flaws }: Found, text: string): readonly Flaw[] =>
  text.includes("\\u") && ESCAPED.test(text) && cells.some((cell) => NOT_TEXT.test(cell))
    ? [...flaws, "not-text"]
    : flaws;

function cellsOf(members: readonly Member[], places: ReadonlyMap<string, number>): Found {
  const found: (string | undefined)[] = new Array(places.size);
  const flaws = new Set<Flaw>();
  for (const [name, cell] of members) {
    const at = places.get(name);
    if (at === undefined) {
      if (cell !== "") flaws.add("unknown-member");
    } else if (found[at] === undefined) found[at] = cell;
    else if (found[at] !== cell) flaws.add("name-twice");
  }
  const cells: string[] = [];
  for (let at = 0; at < found.length; at++) cells.push(found[at] ?? "");
  return { cells, flaws: [...flaws] };
}

/** The cells of a list; what is in an object or a list of its own has no column. */
function rowOf(members: readonly Member[]): Found {
  const cells: string[] = [];
  const flaws = new Set<Flaw>();
  for (const [path, cell] of members) {
    const [, at] = /^\[(\d+)\]$/.exec(path) ?? [];
    if (at === undefined) flaws.add("unknown-member");
    else cells[Number(at)] = cell;
  }
  return { cells: Array.from(cells, (cell) => cell ?? ""), flaws: [...flaws] };
}

const API_TYPE = "type";
const KEY = /^"(?:[^"\\]|\\.)*"/s;

/** The texts of one record, by their paths; undefined if the text is none. */
export function membersOf(text: string, place?: JsonPlace): readonly Member[] | undefined {
  if (place === undefined) {
    const plain = text.trimStart().startsWith("{") ? flatten(text) : undefined;
    return plain && plainMembers(plainReferences(plain));
  }
  const { shape, inner, apart = [], kind } = place;
  const [written = ""] = shape === "map" ? (KEY.exec(text) ?? []) : [];
  const value = text.slice(written.length).replace(shape === "map" ? /^\s*:\s*/ : "", "");
  const opens = shape === "rows" ? "[" : "{";
  const members = value.trimStart().startsWith(opens) ? flatten(value) : undefined;
  if (members === undefined || shape === "rows") return members;
  const own = inner === undefined ? members : withoutPrefix(members, inner);
  const all = plainMembers(plainReferences(own));
  // JSON:API's word for the table, which the file is called by.
  const whole = kind?.path[0] === API_TYPE ? all.filter(([path]) => path !== API_TYPE) : all;
  const plain = apart.length === 0 ? whole : whole.filter(([path]) => !isApart(path, apart));
  return shape === "map" ? [[KEY_COLUMN, String(JSON.parse(written))], ...plain] : plain;
}

const isApart = (path: string, lists: readonly string[]): boolean =>
  lists.some((list) => path === list || path.startsWith(`${list}[`));

const withoutPrefix = (members: readonly Member[], inner: string): Member[] =>
  members.map(([path, cell]) => [
    path.startsWith(`${inner}.`) ? path.slice(inner.length + 1) : path,
    cell,
  ]);
