import { NAMELESS } from "../../importers/define.ts";
import type { JudgedLine } from "../chain/approvals.ts";
import type { EntitySheet, MappingSheet, SheetRow } from "../mapping/sheet/mapping-sheet.ts";
import { withDots } from "../plain/visible.ts";
import { aboutSheet, notes } from "./mapping-about.ts";
import {
  approvalText,
  ruleText,
  type SheetCell,
  SIGNATURES,
  sheetCells,
  sheetHead,
} from "./mapping-columns.ts";

/** The mapping document as Markdown with the tables of GitHub. */
export function mappingMarkdown(
  sheet: MappingSheet,
  application = NAMELESS,
  lines: readonly JudgedLine[] = [],
): string {
  const { legacySystem, entities, ignored } = sheet;
  const left = ignored.map(({ name, reason }) => [name, reason]);
  const parts = [
    `# Mapping of ${escapeMarkdown(legacySystem)} onto ${escapeMarkdown(application)}`,
    table(["", ""], aboutSheet(sheet)),
    ...notes(application).map(escapeMarkdown),
    ...entities.flatMap((one) => entityPart(one, application, saidOf(lines))),
    ...(left.length > 0 ? ["## Files that are not used", table(["File", "Why"], left)] : []),
    "## Approved",
    table(
      ["Who", "Name", "Date", "Signature"],
      SIGNATURES.map((who) => [who, "", "", ""]),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

type SaidOf = (row: SheetRow) => string;

/** What was said to a row: `approved: Dr. Rao, 2026-01-14`. */
function saidOf(lines: readonly JudgedLine[]): SaidOf {
  const byRow = new Map(lines.map((line) => [line.row, line]));
  return (row) => {
    const line = byRow.get(row);
    const text = line === undefined ? "" : approvalText(line);
    return text === "" ? "" : `${line?.state}: ${text}`;
  };
}

function entityPart(sheet: EntitySheet, application: string, said: SaidOf): string[] {
  const { entity, table: target, files, rows, recordRules, nullTokens, only } = sheet;
  const from = files.length > 0 ? `, from ${files.join(", ")}` : "";
  return [
    `## ${escapeMarkdown(`${entity} (table ${target}${from})`)}`,
    ...(only === null ? [] : [`Only records whose ${escapeMarkdown(only)}`]),
    table(
      sheetHead(application),
      rows.map((row) => [...sheetCells(row).slice(0, -1), said(row)]),
    ),
    ...(nullTokens.length > 0
      ? [`Cells that count as empty: ${escapeMarkdown(nullTokens.join(", "))}`]
      : []),
    `On every record: ${escapeMarkdown(recordRules.map(ruleText).join(", "))}`,
  ];
}

function table(head: readonly string[], rows: readonly (readonly SheetCell[])[]): string {
  const text = (cell: SheetCell) => (typeof cell === "string" ? cell : cell.join(", "));
  const line = (cells: readonly SheetCell[]) =>
    `| ${cells.map((cell) => escapeMarkdown(text(cell))).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

/** Text that Markdown shows as it is, in one line: no table, link, code or HTML comes of it. */
export const escapeMarkdown = (text: string): string =>
  withDots(text.replace(/\s*[\r\n]+\s*/g, " "))
    // Between dollars GitHub sees a formula.
    .replace(/[\\`*_[\]<>|~&#!$]/g, "\\$&")
    // What looks like an address would become a link.
    .replace(/:(?=\/\/)|(?<=www)\.|@/gi, "\\$&");
