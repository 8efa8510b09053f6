// Where boxes stand and lines run: in columns, and in the lanes between boxes that are kept for lines.

/** Something that points to something. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** A box, or a lane of a column that a line passes through. */
interface Slot {
  readonly column: number;
  y: number;
  /** Null for a lane. */
  readonly name: string | null;
}

export interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** The points that a line passes, from its box to what it points to; between columns it bends, within one it is level. */
export interface Line<Of> {
  readonly of: Of;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Both ends are left of one column: the line goes around in the gap. */
  readonly isBeside: boolean;
}

export interface Layout<Of> {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line<Of>[];
  readonly width: number;
  readonly height: number;
}

export const BOX = { width: 190, height: 30 };
export const GAP = { x: 90, y: 16 };
const LANE = 14;
/** So often the columns are put in order after each other. */
const SWEEPS = 4;

/**
 * Columns from left to right: what points nowhere stands on the left, everything else right of all that it points
 * to. A line between columns that are not neighbours has a lane of its own in each between them, so that none
 * crosses a box.
 */
export function layOut<Of extends Arrow>(
  names: readonly string[],
  arrows: readonly Of[],
): Layout<Of> {
  const columnOf = columnsOf(names, arrows);
  const columns: Slot[][] = [];
  const put = (column: number, name: string | null): Slot => {
    const slot = { column, y: 0, name };
    columns[column] ??= [];
    columns[column].push(slot);
    return slot;
  };
  const slots = new Map(names.map((name) => [name, put(columnOf.get(name) ?? 0, name)]));
  const ways = arrows.flatMap((of) => {
    const [from, to] = [slots.get(of.from), slots.get(of.to)];
    if (from === undefined || to === undefined) return [];
    const between = Math.max(0, from.column - to.column - 1);
    const lanes = Array.from({ length: between }, (_, nth) => put(from.column - 1 - nth, null));
    return [{ of, slots: [from, ...lanes, to] }];
  });
  order(columns, ways);
  const hasLoops = ways.some(({ slots: [from, to] }) => from?.column === 0 && to?.column === 0);
  const left = hasLoops ? GAP.x / 2 : 1;
  const xOf = (column: number) => left + column * (BOX.width + GAP.x);
  return {
    boxes: [...slots].map(([name, { column, y }]) => ({ name, x: xOf(column), y })),
    lines: ways.map((way) => lineOf(way, xOf)),
    width: xOf(columns.length - 1) + BOX.width + 1,
    height: Math.max(...columns.map(heightOf), 1),
  };
}

interface Way<Of> {
  readonly of: Of;
  readonly slots: readonly Slot[];
}

function lineOf<Of>({ of, slots }: Way<Of>, xOf: (column: number) => number): Line<Of> {
  const [from, to] = [slots[0], slots.at(-1)];
  const isBeside = from !== undefined && from.column === to?.column;
  const points = slots.flatMap((slot, at): (readonly [number, number])[] => {
    const [x, y] = [xOf(slot.column), middleOf(slot)];
    if (at === 0) return [[x, y]];
    if (isBeside) return [[x, slot === from ? y + BOX.height / 3 : y]];
    const end = [x + BOX.width, y] as const;
    return slot.name === null ? [end, [x, y]] : [end];
  });
  return { of, points, isBeside };
}

const sizeOf = ({ name }: Slot): number => (name === null ? LANE : BOX.height);

const middleOf = (slot: Slot): number => slot.y + sizeOf(slot) / 2;

/** Each name right of all that it points to, but for those that point back to it. */
function columnsOf(names: readonly string[], arrows: readonly Arrow[]): Map<string, number> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of arrows) targets.set(from, [...(targets.get(from) ?? []), to]);
  const reached = new Map(names.map((name) => [name, reachedFrom(name, targets)]));
  const columns = new Map<string, number>();
  const columnOf = (name: string): number => {
    const known = columns.get(name);
    if (known !== undefined) return known;
    const own = reached.get(name) ?? new Set();
    const circle = new Set([...own].filter((other) => reached.get(other)?.has(name)).concat(name));
    const beyond = [...circle].flatMap((one) => targets.get(one) ?? []);
    const behind = beyond.filter((to) => !circle.has(to)).map((to) => columnOf(to) + 1);
    const column = Math.max(0, ...behind);
    for (const one of circle) columns.set(one, column);
    return column;
  };
  for (const name of names) columnOf(name);
  return columns;
}

function reachedFrom(name: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const open = [name];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const to of targets.get(one) ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  return reached;
}

/** Puts the slots of each column near what they are joined to, back and forth, and then below each other. */
function order<Of>(columns: readonly Slot[][], ways: readonly Way<Of>[]): void {
  for (const column of columns) place(column);
  const joined = joinedSlots(ways);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const wanted = new Map(column.map((slot) => [slot, meanOf(joined.get(slot) ?? [slot])]));
      column.sort((one, other) => (wanted.get(one) ?? 0) - (wanted.get(other) ?? 0));
      place(column);
    }
  }
}

function joinedSlots<Of>(ways: readonly Way<Of>[]): ReadonlyMap<Slot, readonly Slot[]> {
  const joined = new Map<Slot, Slot[]>();
  const join = (one: Slot, other: Slot) => joined.set(one, [...(joined.get(one) ?? []), other]);
  for (const { slots } of ways) {
    for (const [at, slot] of slots.slice(1).entries()) {
      const before = slots[at];
      if (before === undefined || before === slot) continue;
      join(slot, before);
      join(before, slot);
    }
  }
  return joined;
}

const meanOf = (slots: readonly Slot[]): number =>
  slots.reduce((sum, slot) => sum + middleOf(slot), 0) / slots.length;

function place(column: readonly Slot[]): void {
  let y = 1;
  for (const slot of column) {
    slot.y = y;
    y += sizeOf(slot) + GAP.y;
  }
}

const heightOf = (column: readonly Slot[]): number =>
  column.reduce((sum, slot) => sum + sizeOf(slot) + GAP.y, 1);
