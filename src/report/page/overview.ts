import type { Smell } from "../../assess/assessment.ts";
import type { AssessmentDocument, ShownFile } from "../../assess/show/document.ts";
import { grouped } from "../../plain/columns.ts";
import { type Content, type Html, html, when } from "./html.ts";
import { filledStrip, percent } from "./plots.ts";

/** Where a file's own section is. */
export const anchor = (at: number): string => `file-${at + 1}`;

/** What an export is, in a few figures. */
export function figures({ files, smells, unread }: AssessmentDocument, application: string): Html {
  const records = files.reduce((sum, file) => sum + (file.records ?? 0), 0);
  const entities = files.flatMap(({ entity }) => entity ?? []);
  const count = (severity: Smell["severity"]) =>
    smells.filter((smell) => smell.severity === severity).length;
  const shown: readonly (readonly [string, string])[] = [
    [grouped(files.length), files.length === 1 ? "file" : "files"],
    [grouped(records), "records"],
    [
      String(new Set(entities).size),
      `of ${application}'s entities${entities.length > 0 ? `: ${[...new Set(entities)].join(", ")}` : ""}`,
    ],
    [String(count("error")), "errors"],
    [String(count("warning")), "warnings"],
    ...(unread.length > 0 ? [[String(unread.length), "files not read"] as const] : []),
  ];
  return html`<ul class="figures">${shown.map(([figure, what]) => html`<li><b>${figure}</b>${what}</li>`)}</ul>`;
}

/** What is in an export, a line for each file. */
export function contents({ files, unread, ignored }: AssessmentDocument): Html {
  const rows = files.map((file, at) => {
    const odd = file.dialect.filter(({ plain }) => !plain);
    return html`<tr><td class="name"><a href="#${anchor(at)}">${file.file}</a></td><td>${entityBadge(file)}</td><td class="number">${file.records === null ? "?" : grouped(file.records)}</td><td class="number">${file.columns.length}</td><td>${filledStrip(file)}</td><td>${keyText(file)}</td><td class="small soft">${odd.map(({ what, value }) => `${what} ${value}`).join(", ")}</td></tr>`;
  });
  return html`<h2 id="contents">What is in it</h2>
<div class="scroll"><table><thead><tr><th>File</th><th>Entity</th><th class="number">Records</th><th class="number">Columns</th><th>Filled</th><th>Key</th><th>Written</th></tr></thead><tbody>${rows}</tbody></table></div>
${unread.map(({ file, reason, cure }) => html`<p><span class="badge error">not read</span> <b>${file}</b> ${reason} ${cure}</p>`)}
${when(ignored.length > 0, () => html`<p class="small soft">Not read: ${ignored.map(({ file, reason }) => `${file} (${reason})`).join(", ")}</p>`)}`;
}

const entityBadge = ({ entity, score }: ShownFile): Content =>
  entity === null
    ? html`<span class="soft">none known</span>`
    : html`<span class="badge good">${entity}</span> <span class="small soft">${Math.round(score * 100)} %</span>`;

function keyText({ key }: ShownFile): Content {
  if (key === null) return html`<span class="soft">none found</span>`;
  const columns = html`<code>${key.columns.join(" + ")}</code>`;
  if (key.unique) return columns;
  return html`${columns} <span class="small">${grouped(key.duplicates)} repeat, ${grouped(key.empty)} empty</span>`;
}

const ORDER = ["error", "warning", "note"] as const;

/** What is wrong: each code once, with its places. */
export function wrongs({ smells }: AssessmentDocument): Html {
  const codes = [...new Set(smells.map(({ says, code }) => `${code}\n${says}`))];
  const groups = codes
    .map((one) => smells.filter(({ code, says }) => `${code}\n${says}` === one))
    .sort((one, other) => severityOf(one) - severityOf(other));
  return html`<h2 id="wrong">What is wrong</h2>
${when(groups.length === 0, () => html`<p>Nothing smells.</p>`)}
${groups.map(wrong)}`;
}

const severityOf = ([first]: readonly Smell[]): number => ORDER.indexOf(first?.severity ?? "note");

const MOST_LINES = 8;

function wrong(smells: readonly Smell[]): Content {
  const [first] = smells;
  if (first === undefined) return "";
  const places = smells.map(({ file, column, count, of, lines }) => {
    const more = count > Math.min(lines.length, MOST_LINES) ? ", ..." : "";
    const named =
      lines.length === 0 ? "" : `, lines ${lines.slice(0, MOST_LINES).join(", ")}${more}`;
    const share = of > 0 ? ` of ${grouped(of)} (${percent(count, of)})` : "";
    return html`<li><b>${file}</b>${when(column !== null, () => html` <code>${column ?? ""}</code>`)}${when(count > 0, () => html`: ${grouped(count)}${share}`)}<span class="soft">${named}</span></li>`;
  });
  return html`<div class="smell"><span class="badge ${first.severity}">${first.severity}</span> <code>${first.code}</code><p>${first.says}</p><ul>${places}</ul></div>`;
}
