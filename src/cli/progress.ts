import type { Progress } from "../import/request/run-log.ts";
import { duration, grouped } from "../plain/columns.ts";
import type { Terminal } from "./terminal.ts";

/** A terminal is redrawn this often, a pipe gets a line this often: milliseconds. */
const REDRAW = 100;
const PLAIN = 5_000;
const BAR = 24;
/** A shorter bar says nothing. */
const MIN_BAR = 6;

/**
 * Shows how far a run is: a bar on a terminal, a plain line every few seconds in a pipe.
 *
 * @param clock milliseconds since some instant
 */
export function progressShower(
  terminal: Pick<Terminal, "live" | "width" | "redraw" | "narrate">,
  totalBytes: number,
  clock: () => number = Date.now,
): (progress: Progress) => void {
  const started = clock();
  const show = seldom(terminal, clock);
  return (progress) =>
    show(() => {
      const share = Math.min(progress.bytes / Math.max(totalBytes, 1), 1);
      const line = describe(progress, share, (clock() - started) / 1000);
      return terminal.live ? withBar(line, share, terminal.width - 1) : line;
    });
}

/** Shows a line if the last one has stood for a while: redrawn on a terminal, written in a pipe. */
export function seldom(
  terminal: Pick<Terminal, "live" | "redraw" | "narrate">,
  clock: () => number = Date.now,
): (line: () => string) => void {
  let shown = clock();
  return (line) => {
    const now = clock();
    if (now - shown < (terminal.live ? REDRAW : PLAIN)) return;
    shown = now;
    if (terminal.live) terminal.redraw(line());
    else terminal.narrate(line());
  };
}

function describe({ entity, records, rejected }: Progress, share: number, seconds: number): string {
  const rate = Math.round(records / Math.max(seconds, 0.001));
  const left = share > 0 ? Math.ceil(seconds / share - seconds) : 0;
  const parts = [
    `${entity} ${Math.floor(share * 100)}%`,
    `${grouped(records)} records`,
    `${grouped(rate)}/s`,
    ...(rejected > 0 ? [`${grouped(rejected)} rejected`] : []),
    `${duration(left)} left`,
  ];
  return parts.join("  ");
}

/** The bar takes what room the words leave. */
function withBar(words: string, share: number, room: number): string {
  const width = Math.min(BAR, room - words.length - "[] ".length);
  if (width < MIN_BAR) return words.slice(0, room);
  const full = Math.round(share * width);
  return `[${"#".repeat(full)}${"-".repeat(width - full)}] ${words}`;
}
