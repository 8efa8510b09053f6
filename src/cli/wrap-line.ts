import { displayWidth } from "../plain/columns.ts";
import { TYPED_COMMAND } from "./typed-form.ts";

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
