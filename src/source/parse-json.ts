import { isUtf8 } from "node:buffer";
import type { NumberedSpan } from "./parse-records.ts";
import type { Dialect, Flaw, SourceRecord } from "./record.ts";

// One object of JSON becomes one record: a cell for each column. Numbers keep the digits that they are
// written with, which JSON.parse would not.

/** Members of an object, in their order: name, and the cell that the value makes. */
export type Members = readonly (readonly [name: string, cell: string])[];

/** Parses the objects that the scanner found. */
export function parseJsonRecords(
  window: Buffer,
  spans: readonly NumberedSpan[],
  { columns = [] }: Dialect,
): SourceRecord[] {
  const places = new Map(columns.map((name, at) => [name, at]));
  return spans.map((span) => {
    const { record, line, offset, flaw } = span;
    const raw = window.subarray(span.start, span.end);
    const sound = flaw === undefined && isUtf8(raw);
    const members = sound ? readMembers(raw.toString("utf8")) : undefined;
    if (members === undefined) {
      const flaws: Flaw[] = [flaw ?? (isUtf8(raw) ? "unreadable" : "encoding")];
      return { cells: [], record, line, offset, flaws, raw };
    }
    return { cells: cellsOf(members, places), record, line, offset, flaws: [] };
  });
}

/** Members that no column is known for stand behind the others: the record has too many cells. */
function cellsOf(members: Members, places: ReadonlyMap<string, number>): string[] {
  const cells: string[] = new Array(places.size).fill("");
  for (const [name, cell] of members) {
    const at = places.get(name);
    if (at === undefined) cells.push(cell);
    else cells[at] = cell;
  }
  return cells;
}

/** The members of one object; nothing where the text is none, or names a member twice. */
export function readMembers(text: string): Members | undefined {
  const parsed = parse(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  const written = writtenValues(text.trim().slice(1, -1));
  const members = written.map(([name, value]) => [name, cellOf(value)] as const);
  return members.length === Object.keys(parsed).length ? members : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cellOf(value: string): string {
  if (value === "null") return "";
  return value.startsWith('"') ? String(JSON.parse(value)) : value;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs;

/** The values of an object's members as they are written; the text is known to be sound. */
function writtenValues(text: string): [string, string][] {
  const members: [string, string][] = [];
  let depth = 0;
  let value: string[] = [];
  const end = () => {
    const [name, , ...rest] = value;
    if (name !== undefined) members.push([String(JSON.parse(name)), rest.join("")]);
    value = [];
  };
  for (const [token] of text.matchAll(TOKEN)) {
    if (depth === 0 && token === ",") end();
    else value.push(token);
    depth += NESTING[token] ?? 0;
  }
  end();
  return members;
}

const NESTING: Readonly<Record<string, number>> = { "{": 1, "[": 1, "}": -1, "]": -1 };
