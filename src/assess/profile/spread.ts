/** How often what a label says occurs. */
export interface Bucket {
  readonly label: string;
  readonly count: number;
}

/** How the whole numbers that something is counted by become labels. */
interface Scale {
  /** How many of them may make one bucket, finest first; each a multiple of the one before. */
  readonly steps: readonly number[];
  /** What stands for `step` of them from `start` on. */
  label(start: number, step: number): string;
  /** What stands for `start` alone, where tails begin. */
  mark(start: number): string;
}

/** A plot has as many bars at most, and one more at each end for what lies far out. */
const MOST = 40;
/** The share of all that each end may put aside, so that a few slips do not flatten the rest. */
const FAR_OUT = 0.005;

/** Buckets of one width from the least to the greatest, empty ones included. */
export function spread(
  counts: ReadonlyMap<number, number>,
  { steps, label, mark }: Scale,
): readonly Bucket[] {
  if (counts.size === 0) return [];
  const sorted = [...counts].sort(([one], [other]) => one - other);
  const { low, high } = core(sorted);
  const step = steps.find((each) => bucketsOf(low, high, each) <= MOST) ?? steps.at(-1) ?? 1;
  const first = Math.floor(low / step) * step;
  const last = Math.min(Math.floor(high / step), first / step + MOST) * step;
  const bars = new Map<number, number>();
  let [below, above] = [0, 0];
  for (const [at, count] of sorted) {
    const start = Math.floor(at / step) * step;
    if (start < first) below += count;
    else if (start > last) above += count;
    else bars.set(start, (bars.get(start) ?? 0) + count);
  }
  // Counted, not added up: beyond 2^53 a step is lost in the sum.
  const middle = Array.from({ length: (last - first) / step + 1 }, (_, nth): Bucket => {
    const start = first + nth * step;
    return { label: label(start, step), count: bars.get(start) ?? 0 };
  });
  return [
    ...(below > 0 ? [{ label: `before ${mark(first)}`, count: below }] : []),
    ...middle,
    ...(above > 0 ? [{ label: `from ${mark(last + step)}`, count: above }] : []),
  ];
}

const bucketsOf = (low: number, high: number, step: number): number =>
  Math.floor(high / step) - Math.floor(low / step) + 1;

/** From where to where nearly all lies. Few values are all shown. */
function core(sorted: readonly (readonly [number, number])[]): { low: number; high: number } {
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  const aside = Math.floor(total * FAR_OUT);
  const edge = (from: readonly (readonly [number, number])[]): number => {
    let seen = 0;
    for (const [at, count] of from) {
      seen += count;
      if (seen > aside) return at;
    }
    return from[0]?.[0] ?? 0;
  };
  return { low: edge(sorted), high: edge([...sorted].reverse()) };
}
