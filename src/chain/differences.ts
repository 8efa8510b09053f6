// Where two documents of one kind differ, told by path: `entities patients, in`.

/** One figure that is not what it was. */
export interface FigureDifference {
  readonly path: string;
  /** Undefined where there is no such figure. */
  readonly signed: string | undefined;
  readonly now: string | undefined;
}

/** What tells elements of a list apart, the first that they have. */
const NAMES = ["entity", "run", "table", "code", "measure", "month", "column", "file"] as const;

/** The figures in which two values differ, in their order. */
export function differences(signed: unknown, now: unknown, path = ""): FigureDifference[] {
  if (Array.isArray(signed) && Array.isArray(now)) {
    return compared(named(signed), named(now), path);
  }
  if (isObject(signed) && isObject(now)) return compared(signed, now, path);
  const [one, other] = [textOf(signed), textOf(now)];
  return one === other ? [] : [{ path, signed: one, now: other }];
}

type Named = Readonly<Record<string, unknown>>;

function compared(signed: Named, now: Named, path: string): FigureDifference[] {
  const keys = new Set([...Object.keys(signed), ...Object.keys(now)]);
  return [...keys].flatMap((key) =>
    differences(signed[key], now[key], path === "" ? key : `${path}, ${key}`),
  );
}

const isObject = (value: unknown): value is Named => typeof value === "object" && value !== null;

/** By what they are called, or else by their place. */
function named(list: readonly unknown[]): Named {
  const found = new Map<string, unknown>();
  for (const [nth, one] of list.entries()) {
    const name = isObject(one)
      ? NAMES.flatMap((key) => (one[key] == null ? [] : [String(one[key])])).join(" ")
      : "";
    const key = name === "" || found.has(name) ? `${name} ${nth + 1}`.trim() : name;
    found.set(key, one);
  }
  return Object.fromEntries(found);
}

/** A list or a group of figures that only one side has is reported as one difference. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return value === null ? "none" : undefined;
  if (Array.isArray(value)) return value.length === 0 ? "none" : `${value.length} entries`;
  return isObject(value) ? "present" : String(value);
}
