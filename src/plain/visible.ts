/**
 * What steers a terminal or turns the text that follows: control characters and marks of direction.
 * Lines and what joins or splits letters (Persian, Hindi) are text.
 */
const STEERING = /(?!\n)\p{Cc}|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const STEERING_OR_END = /\p{Cc}|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
/** The same, and whatever else has no sign of its own. What joins or splits letters does not count. */
const UNSEEN = /(?![\u200c\u200d])\p{C}|[\u2028\u2029]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** As JSON would write it, so a JSON document that is shown stays the same document. */
const escaped = (sign: string): string =>
  SHORT[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Text for a terminal: what would steer it is shown as an escape, `\u001b`. */
export const visible = (text: string): string => text.replace(STEERING, escaped);

/** The same for what must stay within its line: the name of a file, of a column, of a sheet. */
export const oneLine = (text: string): string => text.replace(STEERING_OR_END, escaped);

/** A name or a cell as people are to see it: what cannot be seen is a dot. */
export const withDots = (text: string): string => text.replace(UNSEEN, "·");

/** A value's shape: letters and digits are hidden, what stands between them and its length are not. */
export const shapeOf = (text: string): string =>
  text.replace(/\p{N}/gu, "9").replace(/[\p{L}\p{M}]/gu, "x");
