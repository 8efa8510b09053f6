import type { EntitySheet, MappingSheet } from "../import/mapping-sheet/mapping-sheet.ts";
import { escapeHtml } from "./html.ts";
import { aboutSheet, NOTES } from "./mapping-about.ts";
import { ruleText, SHEET_HEAD, SIGNATURES, sheetCells } from "./mapping-columns.ts";

const STYLE = `
body { font: 14px/1.4 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #bbb; padding: .3rem .45rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-wrap; }
th { background: #eef2f5; } tr.out td { background: #fbf6e9; }
table.sheet { table-layout: fixed; } table.sheet th { overflow-wrap: normal; }
table.about, table.sign { width: auto; } table.sign td { min-width: 11rem; height: 2.4rem; }
p.rules, p.note { color: #444; font-size: .92em; }
@media print { @page { size: A4 landscape; margin: 12mm; } body { margin: 0; font-size: 10px; }
  thead { display: table-header-group; } tr { break-inside: avoid; } }
`;

/** Per cent, by column. */
const WIDTHS = [12, 10, 15, 16, 22, 13, 6, 6]
  .map((width) => `<col style="width: ${width}%">`)
  .join("");

/** The mapping document as one page that opens from disk, prints, and asks no network for anything. */
export function mappingHtml(sheet: MappingSheet): string {
  const title = `Mapping of ${sheet.legacySystem} onto HMSync`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<table class="about"><tbody>
${aboutSheet(sheet).map(aboutRow).join("\n")}
</tbody></table>
${NOTES.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join("\n")}
${sheet.entities.map(entityPart).join("\n")}
${ignoredFiles(sheet)}
<h2>Approved</h2>
<table class="sign">${row(["Who", "Name", "Date", "Signature"], "th")}
${SIGNATURES.map((who) => row([who, "", "", ""], "td")).join("\n")}
</table>
</body>
</html>
`;
}

const aboutRow = ([what, is]: readonly [string, string]): string =>
  `<tr><th scope="row">${escapeHtml(what)}</th><td>${escapeHtml(is)}</td></tr>`;

const row = (cells: readonly string[], tag: "th" | "td", kind = ""): string =>
  `<tr${kind}>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;

function entityPart({ entity, table, files, rows, recordRules, nullTokens }: EntitySheet): string {
  const from = files.length > 0 ? `, from ${files.join(", ")}` : "";
  const lines = rows.map((line) =>
    row(sheetCells(line), "td", line.field === null ? ' class="out"' : ""),
  );
  return `<h2>${escapeHtml(`${entity} (table ${table}${from})`)}</h2>
<table class="sheet">${WIDTHS}<thead>${row(SHEET_HEAD, "th")}</thead>
<tbody>
${lines.join("\n")}
</tbody></table>
${nullTokens.length > 0 ? `<p class="note">${escapeHtml(`Cells that mean nothing: ${nullTokens.join(", ")}`)}</p>` : ""}
<p class="rules">${escapeHtml(`On every record: ${recordRules.map(ruleText).join(", ")}`)}</p>`;
}

function ignoredFiles({ ignored }: MappingSheet): string {
  if (ignored.length === 0) return "";
  const rows = ignored.map(({ name, reason }) => row([name, reason], "td"));
  return `<h2>Files that are left alone</h2>
<table><thead>${row(["File", "Why"], "th")}</thead><tbody>
${rows.join("\n")}
</tbody></table>`;
}
