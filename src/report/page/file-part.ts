import type { Smell } from "../../assess/assessment.ts";
import type {
  AssessmentDocument,
  DialectNote,
  ShownColumn,
  ShownFile,
} from "../../assess/show/document.ts";
import { grouped } from "../../plain/columns.ts";
import { groupBy } from "../../plain/group-by.ts";
import { hasMany } from "../alike-files.ts";
import { barKind, barUnit } from "./axis.ts";
import { folded, ITEM, scrolling, section } from "./fold.ts";
import { type Content, Html, html, when } from "./html.ts";
import { openBadge } from "./mapping-part.ts";
import { anchor } from "./overview.ts";
import { barPlot, filledBar, percent } from "./plots.ts";

/** More than one value is worth a plot. */
const FEWEST_BARS = 2;
const MOST_VALUES = 8;
const MOST_SHAPES = 4;

/** So many plots are looked through without being asked for. */
const MOST_PLOTS = 24;

/** The days in an export, column by column. */
export function days({ files }: AssessmentDocument): Content {
  const plots = files.flatMap((file) =>
    file.columns
      .filter(({ kind }) => kind === "date" || kind === "dateTime")
      .filter(({ distribution }) => distribution.length >= FEWEST_BARS)
      .map(
        (column) =>
          html`<figure${ITEM}><figcaption><b>${file.file}</b> <code>${column.header}</code> <span class="soft">${barUnit(column.distribution, "days")}</span></figcaption>${barPlot(column.distribution, "days", { width: 340, height: 80 })}</figure>`,
      ),
  );
  if (plots.length === 0) return "";
  const open = plots.length <= MOST_PLOTS;
  return section("Days over time", html`<div class="plots">${plots}</div>`, { id: "days", open });
}

/** Fewer files are all unfolded. */
const FEW = 3;

/** All files, column by column: unfolded where something is wrong. */
export function filesPart(document: AssessmentDocument): Content {
  const { files, smells } = document;
  const wrong = groupBy(
    smells.filter(({ severity }) => severity !== "note"),
    ({ file }) => file,
  );
  const parts = files.map((file, at) => {
    const own = wrong.get(file.file) ?? [];
    return { file, part: filePart(file, { at, wrong: own, isFew: files.length <= FEW }) };
  });
  if (!hasMany(files)) {
    const all = parts.map(({ part }) => part);
    return section("The files, column by column", all, { id: "files", open: true });
  }
  const groups = groupBy(parts, ({ file }) => file.entity ?? "");
  const body = [...groups].map(([entity, some]) => {
    const title = html`<span class="title">${entity === "" ? "of no known entity" : entity}</span> <span class="small soft">${grouped(some.length)} ${some.length === 1 ? "file" : "files"}</span>${openBadge(some.map(({ file }) => file))}${wrongBadges(some.flatMap(({ file }) => wrong.get(file.file) ?? []))}`;
    return folded(
      title,
      some.map(({ part }) => part),
      { open: false },
    );
  });
  return section("The files, column by column", body, { id: "files", open: true });
}

function wrongBadges(smells: readonly Smell[]): Content {
  const count = (wanted: Smell["severity"]) =>
    smells.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings] = [count("error"), count("warning")];
  return html`${when(errors > 0, () => html` <span class="badge error">${grouped(errors)} ${errors === 1 ? "error" : "errors"}</span>`)}${when(warnings > 0, () => html` <span class="badge warning">${grouped(warnings)} ${warnings === 1 ? "warning" : "warnings"}</span>`)}`;
}

interface FileFacts {
  readonly at: number;
  readonly wrong: readonly Smell[];
  readonly isFew: boolean;
}

function filePart(file: ShownFile, { at, wrong, isFew }: FileFacts): Html {
  const size = `${grouped(Math.ceil(file.bytes / 1024))} KiB`;
  const known = file.records === null ? "" : `${grouped(file.records)} records, `;
  const entity = file.entity ?? "";
  const title = html`<span class="title">${file.file}</span>${when(entity !== "", () => html`<span class="badge good">${entity}</span> `)}<span class="small soft">${known}${file.columns.length} columns, ${size}</span>${openBadge([file])}${wrongBadges(wrong)}`;
  const heads = ["Column", "Filled", "Different", "Holds", "Values", "How it is written"];
  const table = html`<table class="columns cards"><thead><tr>${heads.map((head) => html`<th${head === "Different" ? NUMBER : ""}>${head}</th>`)}</tr></thead><tbody>${file.columns.map(columnRow)}</tbody></table>`;
  const body = html`<ul class="notes">${file.dialect.map(dialectNote)}</ul>${scrolling(`Columns of ${file.file}`, table)}`;
  const open = isFew || file.open.length > 0 || wrong.some(({ severity }) => severity === "error");
  return folded(title, body, { id: anchor(at), open, isItem: true });
}

const NUMBER = new Html(' class="number"');

/** What is as in plain CSV needs no reason to be given. */
function dialectNote({ what, value, confidence, evidence, plain }: DialectNote): Html {
  const sure = Math.round(confidence * 100);
  return html`<li class="${plain ? "" : "odd"}">${what} <code>${value}</code> <span class="soft">${sure} %: ${evidence}</span></li>`;
}

function columnRow(column: ShownColumn): Html {
  const { header, field, fields, distinct, empty, cells } = column;
  const nulls = column.nullTokens.reduce((sum, { count }) => sum + count, 0);
  const missing = empty + nulls;
  return html`<tr${ITEM}><td class="name">${header === "" ? html`<span class="soft">(no name)</span>` : header}${when(field !== null, () => html`<br><span class="small soft">${(fields ?? [field ?? ""]).join(" + ")}</span>`)}</td>
<td data-label="Filled"><div>${filledBar(column)} <span class="small soft">${missing === 0 ? "all filled" : `${percent(missing, cells)} missing`}</span>${when(nulls > 0, () => html`<br><span class="small">${column.nullTokens.map(({ value, count }) => `${value}: ${grouped(count)}`).join(", ")}</span>`)}</div></td>
<td class="number" data-label="Different"><div>${distinct.exact ? "" : "about "}${grouped(distinct.count)}</div></td>
<td data-label="Holds"><div>${holds(column)}</div></td>
<td data-label="Values"><div>${values(column)}</div></td>
<td class="small${column.decisions.length === 0 ? " blank" : ""}" data-label="How it is written"><div>${column.decisions.map(({ status, evidence }) => html`<div>${when(status === "undecided", () => html`<span class="badge warning">open</span> `)}${evidence}</div>`)}</div></td></tr>`;
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
  return html`${when(hidden, () => html`<span class="badge">values hidden</span>`)}${when(plotted && !few, () => html`${barPlot(distribution, barKind(column), { width: 240, height: 44 })}<div class="small soft">${barUnit(distribution, barKind(column))}</div>`)}${when(few, () => valueList(column))}${when(range !== "", () => html`<div class="small soft">${range}</div>`)}${when(apart > 0 && plotted && !few, () => html`<div class="small soft">${grouped(apart)} in groups of fewer than 5 not shown</div>`)}`;
}

function valueList({ frequent, distinct }: ShownColumn): Html {
  const shown = frequent.slice(0, MOST_VALUES);
  const rest = distinct.count - shown.length;
  return html`<ul class="values">${shown.map(({ value, count }) => html`<li><span>${value}</span><span class="count">${distinct.exact ? "" : "at least "}${grouped(count)}</span></li>`)}${when(rest > 0, () => html`<li class="soft">${distinct.exact ? "" : "about "}${grouped(rest)} more</li>`)}</ul>`;
}
