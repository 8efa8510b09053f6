import { createHash } from "node:crypto";
import { NAMELESS } from "../../importers/define.ts";
import type { AssessmentDocument } from "../assess/show/document.ts";
import { grouped } from "../plain/columns.ts";
import { ASSESS_STYLE } from "./page/assess-style.ts";
import { days, filesPart } from "./page/file-part.ts";
import { folded, ITEM, scrolling, section } from "./page/fold.ts";
import { type Content, Html, html, when } from "./page/html.ts";
import { mappingPart, openPart } from "./page/mapping-part.ts";
import { contents, figures, wrongs } from "./page/overview.ts";
import { referenceGraph } from "./page/reference-graph.ts";
import { SCRIPT, script, searchBox } from "./page/search.ts";
import { STYLE } from "./page/style.ts";

const LOOKS = `${STYLE}${ASSESS_STYLE}`;

const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing is fetched or sent; of styles and scripts only the page's own are taken, by their hash. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(LOOKS)}`,
  `script-src ${hashOf(SCRIPT)}`,
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
  const hasOpen = files.some(({ open }) => open.length > 0);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Assessment of ${source}</title>
<style>${new Html(LOOKS)}</style>
</head>
<body>
<header><h1>Assessment of ${source}</h1><p class="soft">HMSync Migrate, ${asOf}</p>${notice}</header>
<nav aria-label="Sections"><a href="#contents">What is in it</a><a href="#wrong">What is wrong</a><a href="#mapping">How it maps</a>${when(hasOpen, () => html`<a href="#open">What is open</a>`)}${when(document.references.length > 0, () => html`<a href="#references">What points where</a>`)}${when(document.persons.length > 0, () => html`<a href="#persons">Same person</a>`)}<a href="#files">The files</a></nav>
${searchBox()}
<main>
${figures(document, application)}
${contents(document)}
${wrongs(document)}
${openPart(document)}
${mappingPart(document, application)}
${references(document)}
${persons(document)}
${days(document)}
${filesPart(document)}
</main>
<footer><p>Scores are estimates; counts of different values are estimates where they say "about". Shapes: 9 a digit, A an upper-case letter, a another one, a+ more than three of them.</p></footer>
${script()}
</body>
</html>
`;
  return page.text;
}

/** More files than these are not drawn unless somebody unfolds it. */
const MOST_DRAWN = 40;

/** Which file points to which. */
function references(document: AssessmentDocument): Content {
  if (document.references.length === 0) return "";
  const worst = [...document.references].sort(
    (one, other) => other.danglingRecords - one.danglingRecords,
  );
  const rows = worst.map((one) => {
    const { file, column, toFile, toColumn, values, dangling, danglingRecords } = one;
    const state =
      danglingRecords === 0
        ? html`<span class="badge good">all found</span>`
        : html`<span class="badge error">${grouped(dangling)} of ${grouped(values)} values, ${grouped(danglingRecords)} records dangle</span>`;
    return html`<tr${ITEM}><td>${file} <code>${column}</code></td><td data-label="points to"><div><span>${toFile} <code>${toColumn}</code></span></div></td><td data-label="Found"><div>${state}</div></td></tr>`;
  });
  const drawn = new Set(document.references.flatMap(({ file, toFile }) => [file, toFile])).size;
  const graph = scrolling("Which file points to which", referenceGraph(document));
  const tableOf = (some: readonly Html[]) =>
    scrolling(
      "What points where",
      html`<table class="cards"><thead><tr><th>Column</th><th>points to</th><th>Found</th></tr></thead><tbody>${some}</tbody></table>`,
    );
  const [shown, more] = [rows.slice(0, MOST_DRAWN), rows.slice(MOST_DRAWN)];
  const picture =
    drawn > MOST_DRAWN
      ? folded(html`<span class="title">A picture of ${grouped(drawn)} files</span>`, graph, {
          open: false,
        })
      : graph;
  const body = html`${picture}${tableOf(shown)}${when(more.length > 0, () => folded(html`<span class="title">${grouped(more.length)} more</span>`, tableOf(more), { open: false }))}`;
  return section("What points where", body, { id: "references", open: true });
}

/** Persons who probably occur twice. */
function persons({ persons: pairs }: AssessmentDocument): Content {
  if (pairs.length === 0) return "";
  const rows = pairs.map(
    ({ file, lines, score, reasons }) =>
      html`<tr${ITEM}><td class="name">${file}</td><td class="number" data-label="Lines"><div>${lines.join(" and ")}</div></td><td class="number" data-label="Score"><div>${Math.round(score * 100)} %</div></td><td data-label="Why"><div>${reasons.join(", ")}</div></td></tr>`,
  );
  const table = html`<table class="cards"><thead><tr><th>File</th><th class="number">Lines</th><th class="number">Score</th><th>Why</th></tr></thead><tbody>${rows}</tbody></table>`;
  const body = html`<p class="small soft">Records with different ids that agree in what is rare. Nothing is merged: the hospital decides.</p>
${scrolling("Probably the same person", table)}`;
  return section("Probably the same person", body, {
    id: "persons",
    open: pairs.length <= MOST_DRAWN,
  });
}
