import { type Content, Html, html, when } from "./html.ts";

interface Fold {
  /** Where links lead; in the part that folds, so that a browser unfolds it. */
  readonly id?: string;
  readonly open: boolean;
  /** A search shows or hides it as a whole. */
  readonly isItem?: boolean;
}

/** A part that folds; the browser does it, without script. */
export function folded(
  title: Content,
  body: Content,
  { id = "", open, isItem = false }: Fold,
): Html {
  const anchor = when(id !== "", () => html`<span class="anchor" id="${id}"></span>`);
  return html`<details class="fold"${isItem ? ITEM : ""}${open ? OPEN : ""}><summary>${title}</summary>${anchor}${body}</details>\n`;
}

/** A section of the page that folds. */
export const section = (title: Content, body: Content, { id, open }: Fold): Html =>
  html`<section>${folded(html`<h2>${title}</h2>`, body, { id: id ?? "", open })}</section>\n`;

/** What a search shows or hides. */
export const ITEM = new Html(" data-item");
const OPEN = new Html(" open");

/** A table in a box of its own, that scrolls rather than the page. */
export const scrolling = (says: string, table: Content): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${says}">${table}</div>`;
