import { compareImporters, type Row } from "./compare.ts";
import { BASELINE, OURS } from "./competitors.ts";
import { BenchError } from "./measure.ts";
import { drawChart, type Panel } from "./svg.ts";
import { peakOf } from "./table.ts";

const FROM = 10_000;
/** Each is about three times the one before: evenly spaced where 1 to 10 is as far as 10 to 100. */
const STEPS = [1, 3];

/** What one importer came to at one size. */
export interface Point {
  readonly importer: string;
  readonly visits: number;
  readonly records: number;
  readonly seconds: number;
  readonly peakMiB: number | null;
}

/** From 10^4 visits up: 1 and 3 of each power of ten. */
export function chartSizes(upTo: number): number[] {
  if (!(upTo >= FROM && upTo <= 1e8)) {
    throw new BenchError("--up-to takes a number of visits from 1e4 to 1e8: 1e6");
  }
  const sizes: number[] = [];
  for (let power = FROM; power <= upTo; power *= 10) sizes.push(...STEPS.map((by) => by * power));
  return sizes.filter((size) => size <= upTo);
}

/**
 * Imports a clean export of a size, once with each importer.
 *
 * @param slowUpTo visits: only ours and what ratios are taken against import more
 */
export async function measureSize(visits: number, slowUpTo: number): Promise<Point[]> {
  const patients = Math.ceil(visits / 4);
  const doctors = Math.ceil(visits / 2_000);
  const takesPart = (name: string) => visits <= slowUpTo || name === OURS || name === BASELINE;
  const rows = await compareImporters({ patients, doctors, visits, seed: 1 }, takesPart);
  const points = rows.map((row) => pointOf(row, visits));
  for (const point of points) console.log(pointText(point));
  return points;
}

/** Speed and memory beside each other, as an SVG file. */
export function chartOf(points: readonly Point[], machine: string): string {
  return drawChart(panelsOf(points), { title: "Import of a clean export", machine });
}

function pointOf({ name, records, costs }: Row, visits: number): Point {
  const seconds = costs[0]?.seconds ?? Number.NaN;
  return { importer: name, visits, records, seconds, peakMiB: peakOf(costs) ?? null };
}

function pointText({ importer, visits, seconds, peakMiB }: Point): string {
  const memory = peakMiB === null ? "" : `, ${Math.round(peakMiB)} MiB`;
  return `${visits.toLocaleString("en-US")} visits, ${importer}: ${seconds.toFixed(2)} s${memory}`;
}

function panelsOf(points: readonly Point[]): Panel[] {
  const importers = [...new Set(points.map(({ importer }) => importer))];
  const panel = (label: string, figure: (point: Point) => number | null): Panel => ({
    label,
    across: "visits in the export (logarithmic)",
    lines: importers.map((name) => ({
      name,
      stands: name === OURS ? "out" : "back",
      at: points
        .filter(({ importer }) => importer === name)
        .flatMap((point) => {
          const value = figure(point);
          return value === null ? [] : [{ across: point.visits, up: value }];
        }),
    })),
  });
  return [
    panel("records a second", ({ records, seconds }) => records / seconds),
    panel("peak memory, MiB", ({ peakMiB }) => peakMiB),
  ];
}
