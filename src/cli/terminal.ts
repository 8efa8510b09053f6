import pc from "picocolors";
import { displayWidth, joinLines } from "../plain/columns.ts";
import { oneLine, visible } from "../plain/visible.ts";
import { inTypedForm, TYPED_COMMAND } from "./typed-form.ts";

/** Where results and narration go, and what the other end can show. */
export interface Terminal {
  /** A result: stdout. */
  result(text: string): void;
  /** A result that others read: JSON, SQL, a page. Its lines are not broken. */
  document(text: string): void;
  /** The same result again in place of the one before, on a screen. */
  replace(text: string): void;
  /** Narration, a line or several: stderr. */
  narrate(what: string | readonly string[]): void;
  /** Replaces the line at hand, on a terminal that can. */
  redraw(text: string): void;
  /** Narration is watched by a person. */
  readonly live: boolean;
  /** Results are watched by a person. */
  readonly screen: boolean;
  readonly width: number;
  /** How wide a table may be: on a screen its width, in a pipe anything. */
  readonly room: number;
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

/** A screen that does not say how wide it is. */
const USUAL_WIDTH = 80;

/** The process's own terminal or pipes. */
export function processTerminal({ quiet }: { readonly quiet: boolean }): Terminal {
  const { stdout, stderr } = process;
  const live = stderr.isTTY === true && !quiet;
  const room = roomOf(stdout);
  let drawn = false;
  let replaced = 0;
  const clear = () => {
    if (drawn) stderr.write(CLEAR_LINE);
    drawn = false;
  };
  return {
    live,
    screen: stdout.isTTY === true,
    width: stderr.columns ?? USUAL_WIDTH,
    room,
    paint: marking(stdout.isTTY === true && pc.isColorSupported),
    result(text) {
      clear();
      stdout.write(`${forScreen(text, room)}\n`);
    },
    document(text) {
      clear();
      stdout.write(`${forScreen(text)}\n`);
    },
    replace(text) {
      const lines = forScreen(text, room).split("\n");
      stdout.write(`${goBack(replaced)}${lines.join("\n")}\n`);
      replaced = lines.reduce((sum, line) => sum + linesTaken(line, room), 0);
    },
    narrate(what) {
      clear();
      const lines = typeof what === "string" ? [what] : what;
      if (!quiet) stderr.write(`${forScreen(joinLines(lines), roomOf(stderr))}\n`);
    },
    redraw(text) {
      if (!live) return;
      stderr.write(CLEAR_LINE + oneLine(text));
      drawn = text !== "";
    },
  };
}

/** How long a line may be: on a screen its width, in a pipe anything. */
export const roomOf = (stream: NodeJS.WriteStream): number =>
  stream.isTTY === true ? stream.columns || USUAL_WIDTH : Number.POSITIVE_INFINITY;

/** Help is laid out for a screen, and for a usual one in a pipe. */
export const helpRoom = (): number => Math.min(roomOf(process.stdout), USUAL_WIDTH);

/**
 * The one way of a text to a terminal: what would steer it is shown instead, commands are as the
 * reader types them, lines are broken between words.
 */
export function forScreen(text: string, room = Number.POSITIVE_INFINITY): string {
  const shown = inTypedForm(visible(text));
  const lines =
    room === Number.POSITIVE_INFINITY
      ? shown
      : shown
          .split("\n")
          .flatMap((line) => wrapLine(line, room))
          .join("\n");
  return painted(lines);
}

/** A line that is wider than the terminal goes on in the next. */
const linesTaken = (line: string, room: number): number =>
  Math.max(1, Math.ceil(displayWidth(line) / room));

/** To the start of what was drawn, and clears the screen from there. */
const goBack = (lines: number): string => (lines === 0 ? "" : `\u001b[${lines}A\u001b[J`);

/** Colours are marked by code points that are no characters, so that no foreign text brings its own. */
const STYLES: readonly (readonly [keyof Paint, keyof Pick<typeof pc, Colour>])[] = [
  ["bad", "red"],
  ["warn", "yellow"],
  ["good", "green"],
  ["strong", "bold"],
  ["faint", "dim"],
];
type Colour = "red" | "yellow" | "green" | "bold" | "dim";
const MARKED = /([\ufdd0-\ufdd4])([^\ufddf]*)\ufddf/gu;
const FIRST_MARK = 0xfdd0;

function marking(enabled: boolean): Paint {
  const mark = (style: keyof Paint) => (text: string) => {
    const at = STYLES.findIndex(([name]) => name === style);
    return enabled ? `${String.fromCharCode(FIRST_MARK + at)}${text}\ufddf` : text;
  };
  return {
    bad: mark("bad"),
    warn: mark("warn"),
    good: mark("good"),
    strong: mark("strong"),
    faint: mark("faint"),
  };
}

const painted = (text: string): string =>
  text.replace(MARKED, (_, mark: string, inside: string) => {
    const style = STYLES[mark.charCodeAt(0) - FIRST_MARK];
    return style === undefined ? inside : pc[style[1]](inside);
  });

/** One line as lines of a screen, broken between words; a table's last cell goes on below itself. */
export function wrapLine(line: string, room: number): string[] {
  if (displayWidth(line) <= room) return [line];
  // A command is copied whole, so it is not broken.
  const command = TYPED_COMMAND.exec(line);
  if (command !== null) {
    const before = line.slice(0, command.index).trimEnd();
    if (before === "") return [line];
    return [...wrapLine(before, room), `    ${line.slice(command.index)}`];
  }
  const indent = " ".repeat(hangingIndent(line, room));
  const lines: string[] = [];
  let now = "";
  for (const [word] of line.matchAll(/\s*\S+/g)) {
    if (now !== "" && displayWidth(now) + displayWidth(word) > room) {
      lines.push(now);
      now = indent + word.trimStart();
    } else now += word;
  }
  return [...lines, now];
}

function hangingIndent(line: string, room: number): number {
  const leading = line.length - line.trimStart().length;
  const starts = [...line.matchAll(/\S {2,}(?=\S)/g)].map((gap) =>
    displayWidth(line.slice(0, gap.index + gap[0].length)),
  );
  return (
    starts.findLast((start) => start <= room / 2) ??
    (leading === 0 || leading > 8 ? leading : leading + 2)
  );
}
