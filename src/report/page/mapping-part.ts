import type { AssessmentDocument, ShownColumn, ShownFile } from "../../assess/show/document.ts";
import { grouped } from "../../plain/columns.ts";
import { type Alike, byImportance, foldAlike, hasMany } from "../alike-files.ts";
import { folded, ITEM, scrolling, section } from "./fold.ts";
import { type Content, type Html, html, when } from "./html.ts";

/** How the files map onto the application. */
export function mappingPart({ files }: AssessmentDocument, application: string): Html {
  const known = files.filter(({ entity }) => entity !== null);
  const kinds = byImportance(foldAlike(known));
  const isMany = hasMany(files);
  const body = html`${when(known.length === 0, () => html`<p>No file is recognised as an entity of ${application}.</p>`)}${kinds.map((alike) => kindPart(alike, { application, isMany }))}`;
  return section("How it maps", body, { id: "mapping", open: true });
}

/** What has to be decided before an import. */
export function openPart({ files }: AssessmentDocument): Content {
  const open = files.flatMap((file) => file.open.map((one) => ({ ...one, file: file.file })));
  if (open.length === 0) return "";
  const rows = open.map(
    ({ file, key, says }) =>
      html`<tr${ITEM}><td class="name">${file}</td><td data-label="Line of the mapping"><div><code>${key}</code></div></td><td data-label="What to decide"><div>${says}</div></td></tr>`,
  );
  const table = html`<table class="cards"><thead><tr><th>File</th><th>Line of the mapping</th><th>What to decide</th></tr></thead><tbody>${rows}</tbody></table>`;
  return section("What is open", scrolling("What is open", table), { id: "open", open: true });
}

interface Shown {
  readonly application: string;
  readonly isMany: boolean;
}

function kindPart([file, ...others]: Alike, { application, isMany }: Shown): Html {
  const mapped = file.columns.filter(({ field }) => field !== null);
  const left = file.columns.filter(({ field }) => field === null);
  const isUnsure = mapped.some(({ score }) => score < SURE);
  const title = html`<span class="title">${file.file}</span>${when(others.length > 0, () => html`<span class="small">and ${grouped(others.length)} files like it </span>`)}<span class="badge good">${file.entity ?? ""}</span> <span class="small soft">${mapped.length} of ${file.columns.length} columns</span>${openBadge([file, ...others])}`;
  const table = html`<table class="cards"><thead><tr><th>Column</th><th>${application} field</th><th class="number">Score</th><th>Why</th></tr></thead><tbody>${mapped.map((column) => mappedRow(column, application))}</tbody></table>`;
  const body = html`<p class="small soft">${file.reason}</p>
${when(others.length > 0, () => html`<p class="small"><b>Like it:</b> ${others.map((one) => one.file).join(", ")}</p>`)}${scrolling(`How ${file.file} maps`, table)}
${when(left.length > 0, () => html`<p class="small"><b>Stays unmapped:</b> ${left.map(({ header }) => header).join(", ")}</p>`)}`;
  return folded(title, body, { open: !isMany || isUnsure, isItem: true });
}

/** How many decisions files leave to a person. */
export function openBadge(files: readonly ShownFile[]): Content {
  const count = files.reduce((sum, { open }) => sum + open.length, 0);
  return when(count > 0, () => html` <span class="badge warning">${grouped(count)} open</span>`);
}

/** From this score on nobody needs to look at it. */
const SURE = 0.75;

function mappedRow(column: ShownColumn, application: string): Html {
  const { header, field, fields, score, reason } = column;
  const kind = score >= 0.9 ? "good" : score >= SURE ? "" : "warning";
  return html`<tr${ITEM}><td class="name">${header}</td><td data-label="${application} field"><div><code>${(fields ?? [field ?? ""]).join(" + ")}</code></div></td><td class="number" data-label="Score"><div><span class="badge ${kind}">${Math.round(score * 100)} %</span></div></td><td data-label="Why"><div>${reason}</div></td></tr>`;
}
