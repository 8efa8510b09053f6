import type { Write } from "../plain/ask.ts";
import { removeIn, setIn } from "../plain/edit-json.ts";
import { at } from "./undecided.ts";

/** The text with one key written. */
export function withWrite(json: string, { path, value, column }: Write): string {
  if (column !== undefined)
    return setIn(json, path, listWith(at(JSON.parse(json), path), column, value));
  if (value === undefined) return removeIn(json, path);
  const [field, option] = [path.slice(0, -1), path.at(-1) ?? ""];
  const plain = path.length === FIELD_OPTION ? at(JSON.parse(json), field) : undefined;
  // A field that is a column's name, or a list of them, becomes an object.
  const own = typeof plain === "string" ? { column: plain } : { columns: plain };
  if (typeof plain === "string" || Array.isArray(plain)) {
    const source = NAMES.includes(option) ? {} : own;
    return setIn(json, field, Object.assign(source, { [option]: value }));
  }
  return setIn(json, path, value);
}

/** What names a field's own columns. */
const NAMES = ["column", "columns"];

/** entities, the entity, fields, the field, its option. */
const FIELD_OPTION = 5;

function listWith(list: unknown, column: string, value: unknown): unknown[] {
  const entries = Array.isArray(list) ? (list as unknown[]) : [];
  const isOther = (entry: unknown) =>
    entry !== column &&
    (typeof entry !== "object" ||
      entry === null ||
      !("column" in entry) ||
      entry.column !== column);
  return [...entries.filter(isOther), ...(value === undefined ? [] : [value])];
}
