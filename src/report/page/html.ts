import { withDots } from "../../plain/visible.ts";

// HTML that cannot be forgotten to be escaped: whatever is put into it is text, unless it is HTML itself.

/** A stretch of HTML. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may be put into HTML: text and numbers are escaped, lists are joined. */
export type Content = Html | string | number | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};
/** Controls and the marks that turn the direction of text would show what is not there. */
const escaped = (text: string): string =>
  withDots(text).replace(/[&<>"'`]/g, (sign) => ENTITIES[sign] ?? sign);

/** HTML as it is written, with everything that is put into it escaped. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const text = parts.reduce((sofar, part, at) => sofar + textOf(contents[at - 1] ?? "") + part);
  return new Html(text);
}

function textOf(content: Content): string {
  if (content instanceof Html) return content.text;
  if (typeof content === "string") return escaped(content);
  return typeof content === "number" ? String(content) : content.map(textOf).join("");
}

/** Something where a condition holds, else nothing. */
export const when = (holds: boolean, content: () => Content): Content => (holds ? content() : "");
