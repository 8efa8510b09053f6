import { cropped } from "../plain/columns.ts";
import { withDots } from "../plain/visible.ts";

/** How the text is painted; on a pipe not at all. */
export interface Paint {
  bad(text: string): string;
  warn(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

export const percent = (score: number): string => `${Math.round(score * 100)} %`;

const LONGEST = 60;

/** A name of the export's own must not steer the terminal, nor fill it. */
export const printable = (name: string): string => cropped(withDots(name), LONGEST);
