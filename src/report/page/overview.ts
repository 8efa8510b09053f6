import type { Smell } from "../../assess/assessment.ts";
import type { AssessmentDocument, ShownFile } from "../../assess/show/document.ts";
import { grouped } from "../../plain/columns.ts";
import { groupBy } from "../../plain/group-by.ts";
import { hasMany } from "../alike-files.ts";
import { folded, ITEM, scrolling, section } from "./fold.ts";
import { type Content, type Html, html, when } from "./html.ts";
import { filledStrip, percent } from "./plots.ts";

/** Where a file's own section is. */
export const anchor = (at: number): string => `file-${at + 1}`;

/** A figure with more words than these has twice the room. */
const WIDE = 30;

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
  return html`<ul class="figures">${shown.map(([figure, what]) => html`<li class="${what.length > WIDE ? "wide" : "plain"}"><b>${figure}</b>${what}</li>`)}</ul>`;
}

/** What is in an export, a line for each file; of many, by what they hold. */
export function contents({ files, unread, ignored }: AssessmentDocument): Html {
  const rows = files.map((file, at) => ({ file, row: fileRow(file, at) }));
  const groups = hasMany(files)
    ? [...groupBy(rows, ({ file }) => file.entity ?? "of no known entity")].map(
        ([entity, some]) => {
          const records = some.reduce((sum, { file }) => sum + (file.records ?? 0), 0);
          const title = html`<span class="title">${entity}</span> <span class="small soft">${grouped(some.length)} ${some.length === 1 ? "file" : "files"}, ${grouped(records)} records</span>`;
          const table = fileTable(some.map(({ row }) => row));
          return folded(title, table, { open: some.length <= MOST_OPEN });
        },
      )
    : fileTable(rows.map(({ row }) => row));
  const rest = html`${unread.map(({ file, reason, cure }) => html`<p${ITEM}><span class="badge error">not read</span> <b>${file}</b> ${reason} ${cure}</p>`)}
${when(ignored.length > 0, () => html`<p class="small soft">Not read: ${ignored.map(({ file, reason }) => `${file} (${reason})`).join(", ")}</p>`)}`;
  return section("What is in it", html`${groups}${rest}`, { id: "contents", open: true });
}

/** So many files of a kind are not folded. */
const MOST_OPEN = 12;

const fileTable = (rows: readonly Html[]): Html =>
  scrolling(
    "Files",
    html`<table class="cards"><thead><tr><th>File</th><th>Entity</th><th class="number">Records</th><th class="number">Columns</th><th>Filled</th><th>Key</th><th>Written</th></tr></thead><tbody>${rows}</tbody></table>`,
  );

function fileRow(file: ShownFile, at: number): Html {
  const odd = file.dialect.filter(({ plain }) => !plain);
  return html`<tr${ITEM}><td class="name"><a href="#${anchor(at)}">${file.file}</a></td><td data-label="Entity"><div><span>${entityBadge(file)}</span></div></td><td class="number" data-label="Records"><div>${file.records === null ? "?" : grouped(file.records)}</div></td><td class="number" data-label="Columns"><div>${file.columns.length}</div></td><td data-label="Filled"><div>${filledStrip(file)}</div></td><td data-label="Key"><div><span>${keyText(file)}</span></div></td><td class="small soft${odd.length === 0 ? " blank" : ""}" data-label="Written"><div>${odd.map(({ what, value }) => `${what} ${value}`).join(", ")}</div></td></tr>`;
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
  const body = html`${when(groups.length === 0, () => html`<p>Nothing smells.</p>`)}${groups.map(wrong)}`;
  return section("What is wrong", body, { id: "wrong", open: true });
}

const severityOf = ([first]: readonly Smell[]): number => ORDER.indexOf(first?.severity ?? "note");

const MOST_LINES = 8;
const MOST_PLACES = 12;

function wrong(smells: readonly Smell[]): Content {
  const [first] = smells;
  if (first === undefined) return "";
  const places = smells.map(place);
  const [shown, more] = [places.slice(0, MOST_PLACES), places.slice(MOST_PLACES)];
  return html`<div class="smell"${ITEM}><span class="badge ${first.severity}">${first.severity}</span> <code>${first.code}</code><p>${first.says}</p><ul>${shown}</ul>${when(more.length > 0, () => html`<details class="more"><summary>${grouped(more.length)} more places</summary><ul>${more}</ul></details>`)}</div>`;
}

function place({ file, column, count, of, lines }: Smell): Html {
  const more = count > Math.min(lines.length, MOST_LINES) ? ", ..." : "";
  const named = lines.length === 0 ? "" : `, lines ${lines.slice(0, MOST_LINES).join(", ")}${more}`;
  const share = of > 0 ? ` of ${grouped(of)} (${percent(count, of)})` : "";
  return html`<li><b>${file}</b>${when(column !== null, () => html` <code>${column ?? ""}</code>`)}${when(count > 0, () => html`: ${grouped(count)}${share}`)}<span class="soft">${named}</span></li>`;
}
