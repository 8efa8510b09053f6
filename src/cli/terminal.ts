import pc from "picocolors";

/** Where results and narration go, and what the other end can show. */
export interface Terminal {
  /** A result: stdout. */
  result(text: string): void;
  /** Narration: stderr. */
  narrate(text: string): void;
  /** Replaces the line at hand, on a terminal that can. */
  redraw(text: string): void;
  /** Narration is watched by a person. */
  readonly live: boolean;
  /** Results are watched by a person. */
  readonly screen: boolean;
  readonly width: number;
  readonly paint: Paint;
}

/** Colours, or nothing: picocolors honours NO_COLOR and pipes. */
export interface Paint {
  bad(text: string): string;
  warn(text: string): string;
  good(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const CLEAR_LINE = "\r\u001b[K";

/** The process's own terminal or pipes. */
export function processTerminal({ quiet }: { readonly quiet: boolean }): Terminal {
  const live = process.stderr.isTTY === true && !quiet;
  let drawn = false;
  const clear = () => {
    if (drawn) process.stderr.write(CLEAR_LINE);
    drawn = false;
  };
  return {
    live,
    screen: process.stdout.isTTY === true,
    width: process.stderr.columns ?? 80,
    paint: colours(process.stdout.isTTY === true && pc.isColorSupported),
    result(text) {
      clear();
      process.stdout.write(`${text}\n`);
    },
    narrate(text) {
      clear();
      if (!quiet) process.stderr.write(`${text}\n`);
    },
    redraw(text) {
      if (!live) return;
      process.stderr.write(CLEAR_LINE + text);
      drawn = text !== "";
    },
  };
}

function colours(enabled: boolean): Paint {
  const { red, yellow, green, bold, dim } = pc.createColors(enabled);
  return { bad: red, warn: yellow, good: green, strong: bold, faint: dim };
}
