import type { Bar, ShownColumn, ShownFile } from "../../assess/show/document.ts";
import { grouped } from "../../plain/columns.ts";
import { type BarKind, barUnit, countTicks, type Tick, ticksAlong, widthOf } from "./axis.ts";
import { type Html, html } from "./html.ts";

const BAR_GAP = 1;
/** Below the bars, for what they stand for; above them, for half of the topmost number. */
const BELOW = 16;
const ABOVE = 6;
const BESIDE = 5;

interface Size {
  /** Of the whole plot, in pixels. */
  readonly width: number;
  /** Of the bars. */
  readonly height: number;
}

/** A bar for each bucket between scales: records up the side, and along it what the bars stand for. */
export function barPlot(bars: readonly Bar[], kind: BarKind, { width, height }: Size): Html {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const counts = countTicks(most, height < 60 ? 2 : 4);
  const top = counts.at(-1)?.at ?? most;
  const left = Math.max(...counts.map(({ label }) => widthOf(label))) + BESIDE;
  const step = (width - left) / Math.max(bars.length, 1);
  const upTo = (count: number) => ABOVE + height - (count / top) * height;
  const lines = counts.map(
    ({ at, label }) =>
      html`<line class="${at === 0 ? "axis" : "grid"}" x1="${fixed(left)}" x2="${width}" y1="${fixed(upTo(at))}" y2="${fixed(upTo(at))}"/><text x="${fixed(left - BESIDE)}" y="${fixed(upTo(at) + 4)}" text-anchor="end">${label}</text>`,
  );
  const drawn = bars.map(({ label, count }, at) => {
    if (count === 0) return "";
    const tall = Math.max(1.5, (count / top) * height);
    return html`<rect class="bar" x="${fixed(left + at * step)}" y="${fixed(ABOVE + height - tall)}" width="${fixed(Math.max(step - BAR_GAP, 0.5))}" height="${fixed(tall)}"><title>${label}: ${grouped(count)}</title></rect>`;
  });
  const ticks = ticksAlong(bars, kind, width - left);
  const along = spaced(ticks, (tick) => left + tick.at * step, width).map((one) =>
    tickBelow(one, ABOVE + height),
  );
  const [first, last] = [bars[0]?.label ?? "", bars.at(-1)?.label ?? ""];
  const says = `${barUnit(bars, kind)}, from ${first} to ${last}, at most ${grouped(most)} in one`;
  const whole = ABOVE + height + BELOW;
  return html`<svg class="plot" viewBox="0 0 ${width} ${whole}" width="${width}" height="${whole}" role="img" aria-label="${says}">${lines}${drawn}${along}</svg>`;
}

interface Placed extends Tick {
  readonly x: number;
  /** Where its label stands: within the plot. */
  readonly centre: number;
}

/** Marks whose labels keep clear of each other and of the plot's ends. */
function spaced(ticks: readonly Tick[], xOf: (tick: Tick) => number, width: number): Placed[] {
  const placed: Placed[] = [];
  for (const tick of ticks) {
    const half = widthOf(tick.label) / 2;
    const centre = Math.max(half, Math.min(xOf(tick), width - half));
    const last = placed.at(-1);
    const free = last === undefined ? 0 : last.centre + widthOf(last.label) / 2 + 4;
    if (centre - half >= free) placed.push(Object.assign({ x: xOf(tick), centre }, tick));
  }
  return placed;
}

const tickBelow = ({ label, x, centre }: Placed, y: number): Html =>
  html`<line class="axis" x1="${fixed(x)}" x2="${fixed(x)}" y1="${y}" y2="${y + 3}"/><text x="${fixed(centre)}" y="${y + 14}" text-anchor="middle">${label}</text>`;

/** How much of a column holds something: filled, words that mean nothing, the rest empty. */
export function filledBar(column: ShownColumn): Html {
  const width = 110;
  const nulls = column.nullTokens.reduce((sum, { count }) => sum + count, 0);
  const share = (count: number) => (column.cells === 0 ? 0 : (count / column.cells) * width);
  const filled = share(column.cells - column.empty - nulls);
  const missing = column.empty + nulls;
  return html`<svg viewBox="0 0 ${width} 10" width="${width}" height="10" role="img" aria-label="${grouped(missing)} of ${grouped(column.cells)} missing"><rect class="track" width="${width}" height="10" rx="2"/><rect class="bar" width="${fixed(filled)}" height="10" rx="2"/><rect class="bar null" x="${fixed(filled)}" width="${fixed(share(nulls))}" height="10"/></svg>`;
}

/** A stroke for each column of a file, as tall as it is filled. */
export function filledStrip({ columns }: ShownFile): Html {
  const [stroke, height] = [6, 18];
  const width = Math.max(columns.length * stroke, stroke);
  const drawn = columns.map((column, at) => {
    const nulls = column.nullTokens.reduce((sum, { count }) => sum + count, 0);
    const present = column.cells - column.empty - nulls;
    const tall = column.cells === 0 ? 0 : (present / column.cells) * height;
    return html`<rect class="track" x="${at * stroke}" width="${stroke - 1}" height="${height}"/><rect class="bar" x="${at * stroke}" y="${fixed(height - tall)}" width="${stroke - 1}" height="${fixed(tall)}"><title>${column.header}: ${percent(present, column.cells)} filled</title></rect>`;
  });
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="how much of each column is filled">${drawn}</svg>`;
}

const fixed = (number: number): string => String(Math.round(number * 100) / 100);

/** A share as people read it. */
export function percent(count: number, of: number): string {
  if (of === 0) return "-";
  const share = (count / of) * 100;
  if (share > 0 && share < 0.1) return "< 0.1 %";
  if (share < 100 && share > 99.9) return "> 99.9 %";
  // 99.7 is not all.
  const isFine = share < 10 || (share > 99 && share < 100);
  return `${isFine ? Math.round(share * 10) / 10 : Math.round(share)} %`;
}
