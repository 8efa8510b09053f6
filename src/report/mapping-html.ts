import { createHash } from "node:crypto";
import { NAMELESS } from "../../importers/define.ts";
import { type JudgedLine, judgedLines } from "../chain/approvals.ts";
import type {
  Decider,
  EntitySheet,
  MappingSheet,
  SheetRow,
} from "../mapping/sheet/mapping-sheet.ts";
import { MAPPING_LINE, sheetLines } from "../mapping/sheet/sheet-lines.ts";
import { aboutSheet, notes } from "./mapping-about.ts";
import { checksText, SIGNATURES, shortConversion } from "./mapping-columns.ts";
import { type Content, Html, html, when } from "./page/html.ts";
import { mappingStyle } from "./page/mapping-style.ts";

/**
 * The mapping document as one page that opens from disk, prints, and asks no network for anything. Each line has a
 * box; what has been said to it already stands in the box.
 */
export function mappingHtml(
  sheet: MappingSheet,
  application = NAMELESS,
  lines: readonly JudgedLine[] = judgedLines(sheetLines(sheet), []),
): string {
  const title = `Mapping of ${sheet.legacySystem} onto ${application}`;
  const style = mappingStyle(sheet.sha256);
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const numbers = new Map(lines.map(({ key }, at) => [key, at + 1]));
  const partOf = (group: string) => lines.filter((line) => line.group === group);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<h1>${title}</h1>
<table class="about"><tbody>
${aboutSheet(sheet).map(([what, is]) => html`<tr><th scope="row">${what}</th><td>${breakable(is)}</td></tr>\n`)}
</tbody></table>
${notes(application).map((note) => html`<p>${note}</p>\n`)}
<h2>All of the mapping</h2>
${table(partOf(MAPPING_LINE), { application, numbers })}
${sheet.entities.map((one) => entityPart(one, partOf(one.entity), { application, numbers }))}
${usualChecks(sheet)}
${ignoredFiles(sheet)}
${signatures(sheet)}
</body>
</html>
`.text;
}

interface Numbered {
  readonly application: string;
  /** By the key of a line, its number on the sheet. */
  readonly numbers: ReadonlyMap<string, number>;
}

function entityPart(sheet: EntitySheet, lines: readonly JudgedLine[], numbered: Numbered): Html {
  const { entity, files, rows } = sheet;
  const listed = new Set(lines.map(({ row }) => row));
  const idle = rows.filter((row) => !listed.has(row)).flatMap(({ field }) => field ?? []);
  const from = files.length > 0 ? `, from ${files.join(", ")}` : "";
  return html`<h2>${entity}<span class="from">${breakable(from)}</span></h2>
${table(lines, numbered)}
${when(idle.length > 0, () => html`<p>Not filled, and nothing to decide: ${breakable(idle.map((field) => field.slice(entity.length + 1)).join(", "))}</p>`)}
`;
}

function table(lines: readonly JudgedLine[], { application, numbers }: Numbered): Html {
  const heads = [
    "",
    "Legacy field",
    `${application} field`,
    "Conversion and checks",
    "Decision",
    "Approved",
  ];
  return html`<table class="sheet"><thead><tr>${heads.map((head) => html`<th scope="col">${head === "" ? html`<span class="hidden">Line</span>` : head}</th>`)}</tr></thead>
<tbody>
${lines.map((line) => sheetLine(line, numbers.get(line.key) ?? 0))}
</tbody></table>`;
}

function sheetLine(line: JudgedLine, number: number): Html {
  const { row, says } = line;
  const cells =
    row === null
      ? html`<td class="says" colspan="4">${says.map(([what, is]) => html`<div><b>${what}</b> ${breakable(is)}</div>`)}</td>`
      : rowCells(row);
  const kind = row !== null && row.field === null ? "out" : "in";
  return html`<tr class="${kind} ${line.state}"><th scope="row" class="line">${number}</th>${cells}<td class="approved" data-label="Approved">${approval(line)}</td></tr>\n`;
}

const DECIDERS: Readonly<Record<Decider, string>> = {
  "the data": "decided by the data",
  "the hospital": "for the hospital to decide",
  nobody: "nobody has decided",
  default: "needs no decision",
};

function rowCells(row: SheetRow): Html {
  const { columns, example, field, targets, conversion, rules, decision, decider } = row;
  const named =
    columns.length === 0
      ? html`<span class="soft">(no column)</span>`
      : html`<b>${breakable(columns.join(" + "))}</b>`;
  const { text, more } = shortConversion(conversion);
  const own = field?.split(".").at(-1);
  const into = targets.length === 1 && targets[0] === own ? [] : targets;
  return html`<td data-label="Legacy field">${named}${when(example !== null, () => html`<div class="example">${breakable(example ?? "")}</div>`)}</td>
<td data-label="Field">${field === null ? html`<span class="soft">(none)</span>` : breakable(field)}${when(into.length > 0, () => html`<div class="soft">${breakable(into.join(", "))}</div>`)}</td>
<td data-label="Conversion">${breakable(text)}${when(more > 0, () => html` <span class="soft">and ${more} more words</span>`)}${when(rules.length > 0, () => html`<div class="checks">${checksText(rules).map((text) => html`<div>${breakable(text)}</div>`)}</div>`)}</td>
<td data-label="Decision">${breakable(decision)}<div class="${decider === "nobody" ? "decider nobody" : "decider"}">${DECIDERS[decider]}</div></td>`;
}

/** A box to be ticked by hand, or what was said already. */
function approval({ state, last }: JudgedLine): Content {
  if (last === null) return html`<span class="box"></span>`;
  const { who, at, remark } = last;
  const words = state === "void" ? `changed since it was ${last.verdict}` : state;
  return html`<b>${words}</b><div class="soft">${who}<br><span class="day">${at.slice(0, 10)}</span>${when(remark !== "", () => html`<br>${remark}`)}</div>${when(state === "void", () => html`<span class="box"></span>`)}`;
}

/** What is looked at on each record of any entity: once, for all. */
function usualChecks({ entities }: MappingSheet): Content {
  const [first] = entities;
  if (first === undefined || first.recordRules.length === 0) return "";
  const rules = first.recordRules.map((rule) => Object.assign({}, rule, { isSet: false }));
  return html`<p>The usual checks of every record. ${checksText(rules).map((text) => html`${text.charAt(0).toUpperCase()}${breakable(text.slice(1))}. `)}</p>`;
}

function ignoredFiles({ ignored }: MappingSheet): Content {
  return when(
    ignored.length > 0,
    () => html`<h2>Files that are not used</h2>
<table class="plain"><thead><tr><th scope="col">File</th><th scope="col">Why</th></tr></thead><tbody>
${ignored.map(({ name, reason }) => html`<tr><td>${breakable(name)}</td><td>${breakable(reason)}</td></tr>\n`)}
</tbody></table>
`,
  );
}

/** Room for those who sign. */
function signatures({ sha256 }: MappingSheet): Html {
  return html`<section class="signing"><h2>Signed</h2>
<p>For this mapping and no other: SHA-256 <code>${sha256}</code>. A tick in a line's box approves it; a line that is crossed out is refused, with the reason below.</p>
<table class="sign"><thead><tr>${["Role", "Name", "Date", "Signature"].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${[...SIGNATURES, ""].map((who) => html`<tr><th scope="row">${who}</th><td></td><td></td><td></td></tr>\n`)}</tbody>
</table>
<div class="remarks"><b>Refused lines and remarks</b></div></section>`;
}

/** Where a name may go on in the next line: behind its marks. */
const MARKS = /(?<=[\p{L}\p{N}]{3}[._/\\@:+]+)(?=\p{L})/u;
/** A longer part is cut where its words meet, too. */
const LONG_PART = 18;
const WORDS = /(?<=\p{Ll})(?=\p{Lu})/u;

/** Text that never has to be cut within a word: names of columns and codes have no blanks. */
const breakable = (text: string): Content =>
  text
    .split(MARKS)
    .flatMap((part) =>
      part.length > LONG_PART && !part.includes(" ") ? part.split(WORDS) : [part],
    )
    .map((part, at) => (at === 0 ? part : html`<wbr>${part}`));
