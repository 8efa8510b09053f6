const WIDTH = 96;
/** Down to here each member stands on a line of its own: the entities. */
const OPEN_DEPTH = 2;
/** And so do those of an entity's fields. */
const OPEN = "fields";

/** JSON for people: a field or a question stands on one line, where it fits. */
export function layOutJson(value: unknown): string {
  return laidOut(value, { depth: 0, indent: 0 });
}

interface Place {
  /** How deep it lies; what stands in a list is never opened without need. */
  readonly depth: number;
  readonly indent: number;
  readonly key?: string;
}

function laidOut(value: unknown, place: Place): string {
  const { depth, indent } = place;
  const short = inline(value);
  if (typeof value !== "object" || value === null || isShort(value, short, place)) {
    return short;
  }
  const blanks = "  ".repeat(indent + 1);
  const listed = { depth: OPEN_DEPTH + 1, indent: indent + 1 };
  const inner = Array.isArray(value)
    ? value.map((one) => `${blanks}${laidOut(one, listed)}`)
    : members(value).map(([key, one]) => {
        const inside = { depth: depth + 1, indent: indent + 1, key };
        return `${blanks}${JSON.stringify(key)}: ${laidOut(one, inside)}`;
      });
  const [begin, end] = Array.isArray(value) ? "[]" : "{}";
  return `${begin}\n${inner.join(",\n")}\n${"  ".repeat(indent)}${end}`;
}

function isShort(value: object, short: string, { depth, indent, key }: Place): boolean {
  const count = members(value).length;
  if (count === 0) return true;
  if (Array.isArray(value) && typeof value[0] === "object") return false;
  const opened = depth === 0 || key === OPEN || (depth <= OPEN_DEPTH && count > 1);
  const open = opened && !Array.isArray(value);
  return !open && short.length + indent * 2 <= WIDTH;
}

const members = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([, one]) => one !== undefined);

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = members(value).map(([key, one]) => `${JSON.stringify(key)}: ${inline(one)}`);
  return inner.length === 0 ? "{}" : `{ ${inner.join(", ")} }`;
}
