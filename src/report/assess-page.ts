import { createHash } from "node:crypto";
import { NAMELESS } from "../../importers/define.ts";
import type { AssessmentDocument, ShownColumn, ShownFile } from "../assess/show/document.ts";
import { grouped } from "../plain/columns.ts";
import { days, fileSection } from "./page/file-part.ts";
import { type Content, Html, html, when } from "./page/html.ts";
import { contents, figures, wrongs } from "./page/overview.ts";
import { referenceGraph } from "./page/reference-graph.ts";
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

/** How the files map onto the application, and what has to be decided. */
function mapping({ files }: AssessmentDocument, application: string): Html {
  const known = files.filter(({ entity }) => entity !== null);
  const open = files.flatMap((file) => file.open.map((one) => ({ ...one, file: file.file })));
  return html`<h2 id="mapping">How it maps</h2>
${when(known.length === 0, () => html`<p>No file is recognised as an entity of ${application}.</p>`)}
${known.map((file) => fileMapping(file, application))}
${when(open.length > 0, () => html`<h2 id="open">What is open</h2><div class="scroll"><table><thead><tr><th>File</th><th>Line of the mapping</th><th>What to decide</th></tr></thead><tbody>${open.map(({ file, key, says }) => html`<tr><td>${file}</td><td><code>${key}</code></td><td>${says}</td></tr>`)}</tbody></table></div>`)}`;
}

function fileMapping(file: ShownFile, application: string): Html {
  const mapped = file.columns.filter(({ field }) => field !== null);
  const left = file.columns.filter(({ field }) => field === null);
  return html`<h3>${file.file} <span class="badge good">${file.entity ?? ""}</span></h3>
<p class="small soft">${file.reason}</p>
<div class="scroll"><table><thead><tr><th>Column</th><th>${application} field</th><th class="number">Score</th><th>Why</th></tr></thead><tbody>${mapped.map(mappedRow)}</tbody></table></div>
${when(left.length > 0, () => html`<p class="small"><b>Stays unmapped:</b> ${left.map(({ header }) => header).join(", ")}</p>`)}`;
}

function mappedRow({ header, field, fields, score, reason }: ShownColumn): Html {
  const kind = score >= 0.9 ? "good" : score >= 0.75 ? "" : "warning";
  return html`<tr><td class="name">${header}</td><td><code>${(fields ?? [field ?? ""]).join(" + ")}</code></td><td class="number"><span class="badge ${kind}">${Math.round(score * 100)} %</span></td><td>${reason}</td></tr>`;
}

/** Which file points to which. */
function references(document: AssessmentDocument): Content {
  if (document.references.length === 0) return "";
  const rows = document.references.map((one) => {
    const { file, column, toFile, toColumn, values, dangling, danglingRecords } = one;
    const state =
      danglingRecords === 0
        ? html`<span class="badge good">all found</span>`
        : html`<span class="badge error">${grouped(dangling)} of ${grouped(values)} values, ${grouped(danglingRecords)} records dangle</span>`;
    return html`<tr><td>${file} <code>${column}</code></td><td>${toFile} <code>${toColumn}</code></td><td>${state}</td></tr>`;
  });
  return html`<h2 id="references">What points where</h2>
<div class="scroll">${referenceGraph(document)}</div>
<div class="scroll"><table><thead><tr><th>Column</th><th>points to</th><th>Found</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Persons who probably occur twice. */
function persons({ persons: pairs }: AssessmentDocument): Content {
  if (pairs.length === 0) return "";
  const rows = pairs.map(
    ({ file, lines, score, reasons }) =>
      html`<tr><td>${file}</td><td class="number">${lines.join(" and ")}</td><td class="number">${Math.round(score * 100)} %</td><td>${reasons.join(", ")}</td></tr>`,
  );
  return html`<h2 id="persons">Probably the same person</h2>
<p class="small soft">Records with different ids that agree in what is rare. Nothing is merged: the hospital decides.</p>
<div class="scroll"><table><thead><tr><th>File</th><th class="number">Lines</th><th class="number">Score</th><th>Why</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
