import type { JudgedLine } from "../chain/approvals.ts";
import { csvLine } from "../plain/csv.ts";
import { ruleText } from "./mapping-columns.ts";

const HEAD = [
  ...["line", "key", "legacy columns", "example", "field", "target columns", "conversion"],
  ...["checks", "decision", "who decides", "state", "by", "when", "remark"],
];

/** The lines of a mapping's sheet for a spreadsheet, each with what was said to it. */
export function mappingCsv(lines: readonly JudgedLine[]): string {
  const rows = lines.map(({ key, row, says, state, last }, at) => {
    const plain = says.map(([what, is]) => `${what}: ${is}`).join("; ");
    return [
      ...[at + 1, key, row?.columns.join(" + ") ?? "", row?.example ?? ""],
      ...[row?.field ?? "", row?.targets.join(", ") ?? "", row?.conversion ?? plain],
      ...[row?.rules.map(ruleText).join(", ") ?? "", row?.decision ?? "", row?.decider ?? ""],
      ...[state, last?.who ?? "", last?.at ?? "", last?.remark ?? ""],
    ];
  });
  return [HEAD, ...rows].map(csvLine).join("");
}
