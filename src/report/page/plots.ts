import type { Bar, ShownColumn, ShownFile } from "../../assess/show/document.ts";
import { grouped } from "../../plain/columns.ts";
import { type Html, html } from "./html.ts";

const BAR_GAP = 1;
const LABEL_SPACE = 14;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A bar for each bucket, with what the first and the last stand for. */
export function barPlot(bars: readonly Bar[], { width, height }: Size): Html {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const step = width / Math.max(bars.length, 1);
  const drawn = bars.map(({ label, count }, at) => {
    if (count === 0) return "";
    const tall = Math.max(1.5, (count / most) * height);
    return html`<rect class="bar" x="${fixed(at * step)}" y="${fixed(height - tall)}" width="${fixed(Math.max(step - BAR_GAP, 0.5))}" height="${fixed(tall)}"><title>${label}: ${grouped(count)}</title></rect>`;
  });
  const [first, last] = [bars[0]?.label ?? "", bars.at(-1)?.label ?? ""];
  return html`<svg viewBox="0 0 ${width} ${height + LABEL_SPACE}" width="${width}" height="${height + LABEL_SPACE}" role="img" aria-label="from ${first} to ${last}, at most ${grouped(most)} in one">${drawn}<line class="axis" x1="0" x2="${width}" y1="${height + 0.5}" y2="${height + 0.5}"/><text x="0" y="${height + 12}">${first}</text><text x="${width}" y="${height + 12}" text-anchor="end">${bars.length > 1 ? last : ""}</text></svg>`;
}

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
