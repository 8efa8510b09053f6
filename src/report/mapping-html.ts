import { NAMELESS } from "../../importers/define.ts";
import type { EntitySheet, MappingSheet, SheetRow } from "../mapping/sheet/mapping-sheet.ts";
import { aboutSheet, notes } from "./mapping-about.ts";
import { ruleText, type SheetCell, SIGNATURES, sheetCells, sheetHead } from "./mapping-columns.ts";
import { type Content, Html, html, when } from "./page/html.ts";

const STYLE = new Html(`
body { font: 14px/1.4 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #bbb; padding: .3rem .45rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-wrap; }
th { background: #eef2f5; } tr.out td { background: #fbf6e9; }
table.sheet { table-layout: fixed; } table.sheet th { overflow-wrap: normal; }
table.about, table.sign { width: auto; } table.sign td { min-width: 11rem; height: 2.4rem; }
p { color: #444; font-size: .92em; }
@media print { @page { size: A4 landscape; margin: 12mm; } body { margin: 0; font-size: 10px; }
  thead { display: table-header-group; } tr { break-inside: avoid; } }
`);

/** Per cent, by column. */
const WIDTHS = [12, 10, 15, 16, 22, 13, 6, 6];

/** The mapping document as one page that opens from disk, prints, and asks no network for anything. */
export function mappingHtml(sheet: MappingSheet, application = NAMELESS): string {
  const title = `Mapping of ${sheet.legacySystem} onto ${application}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<table class="about"><tbody>
${aboutSheet(sheet).map(([what, is]) => html`<tr><th scope="row">${what}</th><td>${is}</td></tr>\n`)}
</tbody></table>
${notes(application).map((note) => html`<p>${note}</p>\n`)}
${sheet.entities.map((one) => entityPart(one, application))}
${ignoredFiles(sheet)}
<h2>Approved</h2>
<table class="sign">
<thead><tr>${heads(["Who", "Name", "Date", "Signature"])}</tr></thead>
<tbody>${SIGNATURES.map((who) => html`<tr>${cells([who, "", "", ""])}</tr>\n`)}</tbody>
</table>
</body>
</html>
`.text;
}

const heads = (names: readonly string[]): Html[] => names.map((name) => html`<th>${name}</th>`);

const cells = (all: readonly SheetCell[]): Html[] =>
  all.map((cell) => html`<td>${typeof cell === "string" ? cell : inLines(cell)}</td>`);

/** One below the other. */
const inLines = (texts: readonly string[]): Content =>
  texts.map((text, at) => (at === 0 ? text : html`<br>${text}`));

function entityPart(sheet: EntitySheet, application: string): Html {
  const { entity, table, files, rows, recordRules, nullTokens, only } = sheet;
  return html`<h2>${entity} (table ${table}${files.length > 0 ? `, from ${files.join(", ")}` : ""})</h2>
${when(only !== null, () => html`<p>Only records whose ${only ?? ""}</p>\n`)}<table class="sheet">${WIDTHS.map((width) => html`<col style="width: ${width}%">`)}
<thead><tr>${heads(sheetHead(application))}</tr></thead>
<tbody>
${rows.map(sheetRow)}
</tbody></table>
${when(nullTokens.length > 0, () => html`<p>Cells that count as empty: ${nullTokens.join(", ")}</p>`)}
<p>On every record: ${recordRules.map(ruleText).join(", ")}</p>
`;
}

const sheetRow = (row: SheetRow): Html =>
  html`<tr class="${row.field === null ? "out" : "in"}">${cells(sheetCells(row))}</tr>\n`;

function ignoredFiles({ ignored }: MappingSheet): Content {
  return when(
    ignored.length > 0,
    () => html`<h2>Files that are not used</h2>
<table><thead><tr>${heads(["File", "Why"])}</tr></thead><tbody>
${ignored.map(({ name, reason }) => html`<tr>${cells([name, reason])}</tr>\n`)}
</tbody></table>
`,
  );
}
