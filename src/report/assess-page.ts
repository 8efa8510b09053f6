import { createHash } from "node:crypto";
import { NAMELESS } from "../../importers/define.ts";
import type { AssessmentDocument } from "../assess/show/document.ts";
import { days, fileSection } from "./page/file-part.ts";
import { Html, html, when } from "./page/html.ts";
import { mapping, persons, references } from "./page/mapping-part.ts";
import { contents, figures, wrongs } from "./page/overview.ts";
import { STYLE } from "./page/style.ts";

/** Nothing is fetched, nothing runs, and of styles only the page's own are taken. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * An assessment as one page that needs nothing else: it opens from disk, in a mail, on paper. All that
 * comes from the export is escaped.
 */
export function assessPage(document: AssessmentDocument, application = NAMELESS): string {
  const { source, asOf, revealed, files } = document;
  const notice = revealed
    ? html`<p class="notice bare"><b>This page shows patients' values.</b> Keep it where the export is kept; do not e-mail it.</p>`
    : html`<p class="notice">Values that identify a person are hidden, and so are values that fewer than five records have.</p>`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Assessment of ${source}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header><h1>Assessment of ${source}</h1><p class="soft">HMSync Migrate, ${asOf}</p>${notice}</header>
<nav><a href="#contents">What is in it</a><a href="#wrong">What is wrong</a><a href="#mapping">How it maps</a>${when(document.references.length > 0, () => html`<a href="#references">What points where</a>`)}${when(document.persons.length > 0, () => html`<a href="#persons">Same person</a>`)}</nav>
<main>
${figures(document, application)}
${contents(document)}
${wrongs(document)}
${mapping(document, application)}
${references(document)}
${persons(document)}
${days(document)}
${files.map(fileSection)}
</main>
<footer><p>Scores are estimates; counts of different values are estimates where they say "about". Shapes: 9 a digit, A an upper-case letter, a another one, a+ more than three of them.</p></footer>
</body>
</html>
`;
  return page.text;
}
