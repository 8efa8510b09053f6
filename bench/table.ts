import { type Comparison, type Row, SECTIONS, type SectionName } from "./compare.ts";
import type { Reading } from "./reading.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** What was measured at one size, as Markdown. */
export function comparisonText(comparison: Comparison): string {
  const { size, bytes, visitBytes, rows, profile } = comparison;
  const runs = rows[0]?.costs.length ?? 0;
  const names = Object.keys(SECTIONS) as SectionName[];
  return [
    `## ${whole(size.patients)} patients, ${whole(size.doctors)} doctors, ${whole(size.visits)} visits`,
    `${megabytes(bytes)}, the visits ${megabytes(visitBytes)}. ${runsText(runs)}, taking turns; ` +
      "the memory is the highest of all runs, processes of a tree added up.",
    ...names.map((name) => sectionText(name, rows)),
    "### What an import spends its time on",
    `\`\`\`\n${profile.text}\n\`\`\``,
  ].join("\n\n");
}

function sectionText(name: SectionName, rows: readonly Row[]): string {
  const { title, against } = SECTIONS[name];
  const base = rows.find((row) => row.name === against);
  const header = ["", "median", "range", name === "schema" ? "rows/s" : "records/s", "peak memory"];
  const lines = rows
    .filter(({ section }) => section === name)
    .map((row) => [...rowCells(row), base ? ratioText(row, base) : ""]);
  return `### ${title}\n\n${markdownTable([...header, `times ${against}`], lines)}`;
}

function rowCells({ name, records, costs, rejectedShare }: Row): string[] {
  const seconds = spreadOf(costs.map((cost) => cost.seconds));
  const measured =
    rejectedShare === undefined ? "" : ` (measured: ${(rejectedShare * 100).toFixed(1)} %)`;
  const peak = peakOf(costs);
  return [
    ...[`${name}${measured}`, `${seconds.median.toFixed(2)} s`, rangeText(seconds)],
    ...[whole(records / seconds.median), peak === undefined ? "?" : `${whole(peak)} MiB`],
  ];
}

/** The most memory of all runs, 2^20 bytes. */
export function peakOf(costs: Row["costs"]): number | undefined {
  const peaks = costs.flatMap(({ peakMiB }) => (peakMiB === null ? [] : [peakMiB]));
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}

function ratioText(row: Row, base: Row): string {
  const median = ({ costs }: Row) => spreadOf(costs.map(({ seconds }) => seconds)).median;
  return (median(row) / median(base)).toFixed(2);
}

/** How fast each format is read, as Markdown. */
export function readingText(readings: readonly Reading[]): string {
  const header = ["format", "records", "size", "median", "range", "MB/s", "records/s"];
  const lines = readings.map(({ format, bytes, records, seconds }) => {
    const spread = spreadOf(seconds);
    return [
      ...[format, whole(records), megabytes(bytes), `${spread.median.toFixed(2)} s`],
      ...[rangeText(spread), (bytes / 1e6 / spread.median).toFixed(1)],
      whole(records / spread.median),
    ];
  });
  return [
    "## Reading",
    `The same visits in each format: looked at, decoded, parsed into records. ` +
      `${runsText(readings[0]?.seconds.length ?? 0)}. MB are those of the file as it lies there, packed or not.`,
    markdownTable(header, lines),
  ].join("\n\n");
}

const runsText = (runs: number): string => (runs === 1 ? "One run" : `Medians of ${runs} runs`);
const rangeText = ({ least, most }: Spread): string => `${least.toFixed(2)}-${most.toFixed(2)} s`;
const whole = (number: number): string => Math.round(number).toLocaleString("en-US");
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Columns line up, so that the same text serves the terminal and a page; figures stand to the right. */
function markdownTable(header: readonly string[], lines: readonly (readonly string[])[]): string {
  const width = (at: number) =>
    Math.max(3, ...[header, ...lines].map((line) => line[at]?.length ?? 0));
  const widths = header.map((_, at) => width(at));
  const fill = (cell: string, at: number) =>
    at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  const rule = widths.map((wide, at) => (at === 0 ? "-".repeat(wide) : `${"-".repeat(wide - 1)}:`));
  return [header, rule, ...lines].map((line) => `| ${line.map(fill).join(" | ")} |`).join("\n");
}
