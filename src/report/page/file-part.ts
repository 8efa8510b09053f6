import type {
  AssessmentDocument,
  DialectNote,
  ShownColumn,
  ShownFile,
} from "../../assess/show/document.ts";
import { grouped } from "../../plain/columns.ts";
import { type Content, type Html, html, when } from "./html.ts";
import { anchor } from "./overview.ts";
import { barPlot, filledBar, percent } from "./plots.ts";

/** More than one value is worth a plot. */
const FEWEST_BARS = 2;
const MOST_VALUES = 8;
const MOST_SHAPES = 4;

/** The days in an export, column by column. */
export function days({ files }: AssessmentDocument): Content {
  const plots = files.flatMap((file) =>
    file.columns
      .filter(({ kind }) => kind === "date" || kind === "dateTime")
      .filter(({ distribution }) => distribution.length >= FEWEST_BARS)
      .map(
        (column) =>
          html`<figure><figcaption><b>${file.file}</b> <code>${column.header}</code></figcaption>${barPlot(column.distribution, { width: 320, height: 70 })}</figure>`,
      ),
  );
  if (plots.length === 0) return "";
  return html`<h2 id="days">Days over time</h2><div class="plots">${plots}</div>`;
}

/** A file, column by column. */
export function fileSection(file: ShownFile, at: number): Html {
  const size = `${grouped(Math.ceil(file.bytes / 1024))} KiB`;
  const known = file.records === null ? "" : `${grouped(file.records)} records, `;
  return html`<h2 id="${anchor(at)}">${file.file}</h2>
<p class="soft">${known}${file.columns.length} columns, ${size}</p>
<ul class="notes">${file.dialect.map(dialectNote)}</ul>
<div class="scroll"><table class="columns"><thead><tr><th>Column</th><th>Filled</th><th class="number">Different</th><th>Holds</th><th>Values</th><th>How it is written</th></tr></thead><tbody>${file.columns.map(columnRow)}</tbody></table></div>`;
}

/** What is as in plain CSV needs no reason to be given. */
function dialectNote({ what, value, confidence, evidence, plain }: DialectNote): Html {
  const sure = Math.round(confidence * 100);
  return html`<li class="${plain ? "" : "odd"}">${what} <code>${value}</code> <span class="soft">${sure} %: ${evidence}</span></li>`;
}

function columnRow(column: ShownColumn): Html {
  const { header, field, fields, distinct, empty, cells } = column;
  const nulls = column.nullTokens.reduce((sum, { count }) => sum + count, 0);
  const missing = empty + nulls;
  return html`<tr><td class="name">${header === "" ? html`<span class="soft">(no name)</span>` : header}${when(field !== null, () => html`<br><span class="small soft">${(fields ?? [field ?? ""]).join(" + ")}</span>`)}</td>
<td>${filledBar(column)}<span class="small soft">${missing === 0 ? "all filled" : `${percent(missing, cells)} missing`}</span>${when(nulls > 0, () => html`<br><span class="small">${column.nullTokens.map(({ value, count }) => `${value}: ${grouped(count)}`).join(", ")}</span>`)}</td>
<td class="number">${distinct.exact ? "" : "about "}${grouped(distinct.count)}</td>
<td>${holds(column)}</td>
<td>${values(column)}</td>
<td class="small">${column.decisions.map(({ status, evidence }) => html`<div>${when(status === "undecided", () => html`<span class="badge warning">open</span> `)}${evidence}</div>`)}</td></tr>`;
}

function holds({ kind, kinds, shapes, lengths }: ShownColumn): Content {
  if (kind === null) return html`<span class="soft">nothing</span>`;
  const all = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  const named = Object.entries(kinds)
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) =>
      count === all ? WORDS[name] : `${WORDS[name]} ${percent(count, all)}`,
    );
  const { min, max } = lengths;
  const long =
    min === max ? `${min} character${min === 1 ? "" : "s"}` : `${min} to ${max} characters`;
  return html`${named.slice(0, 3).join(", ")} <span class="small soft">(${long})</span><ul class="values shapes">${shapes.slice(0, MOST_SHAPES).map(({ shape, count }) => html`<li><code>${shape}</code><span class="count">${grouped(count)}</span></li>`)}</ul>`;
}

const WORDS: Readonly<Record<string, string>> = {
  integer: "whole numbers",
  decimal: "decimals",
  scientific: "numbers as 1.2E+05",
  date: "days",
  time: "times",
  dateTime: "days with time",
  phone: "phones",
  email: "e-mails",
  uuid: "UUIDs",
  boolean: "yes or no",
  code: "codes",
  text: "text",
};

function values(column: ShownColumn): Content {
  const { hidden, frequent, distribution, min, max, apart, kind } = column;
  if (kind === null) return "";
  const plotted = distribution.length >= FEWEST_BARS;
  const few = frequent.length > 0 && (!plotted || frequent.length <= MOST_VALUES);
  const range = few || min === null || max === null ? "" : `${min} to ${max}`;
  return html`${when(hidden, () => html`<span class="badge">values hidden</span>`)}${when(plotted && !few, () => barPlot(distribution, { width: 220, height: 44 }))}${when(few, () => valueList(column))}${when(range !== "", () => html`<div class="small soft">${range}</div>`)}${when(apart > 0 && plotted && !few, () => html`<div class="small soft">${grouped(apart)} in groups of fewer than 5 not shown</div>`)}`;
}

function valueList({ frequent, distinct }: ShownColumn): Html {
  const shown = frequent.slice(0, MOST_VALUES);
  const rest = distinct.count - shown.length;
  return html`<ul class="values">${shown.map(({ value, count }) => html`<li><span>${value}</span><span class="count">${distinct.exact ? "" : "at least "}${grouped(count)}</span></li>`)}${when(rest > 0, () => html`<li class="soft">${distinct.exact ? "" : "about "}${grouped(rest)} more</li>`)}</ul>`;
}
