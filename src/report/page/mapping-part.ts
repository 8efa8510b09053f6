import type { AssessmentDocument, ShownColumn, ShownFile } from "../../assess/show/document.ts";
import { grouped } from "../../plain/columns.ts";
import { type Content, type Html, html, when } from "./html.ts";
import { referenceGraph } from "./reference-graph.ts";

/** How the files map onto the application, and what has to be decided. */
export function mapping({ files }: AssessmentDocument, application: string): Html {
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
export function references(document: AssessmentDocument): Content {
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
export function persons({ persons: pairs }: AssessmentDocument): Content {
  if (pairs.length === 0) return "";
  const rows = pairs.map(
    ({ file, lines, score, reasons }) =>
      html`<tr><td>${file}</td><td class="number">${lines.join(" and ")}</td><td class="number">${Math.round(score * 100)} %</td><td>${reasons.join(", ")}</td></tr>`,
  );
  return html`<h2 id="persons">Probably the same person</h2>
<p class="small soft">Records with different ids that agree in what is rare. Nothing is merged: the hospital decides.</p>
<div class="scroll"><table><thead><tr><th>File</th><th class="number">Lines</th><th class="number">Score</th><th>Why</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
