import {
  type Change,
  cosmeticLines,
  needLines,
  obstacleLines,
  type PushReport,
  type TablePlan,
} from "../evolve/push-report.ts";
import { alignColumns, counted } from "../plain/columns.ts";
import type { Look } from "./import-report.ts";

/** What a push does, table by table: tables that stay as they are, and have a say in nothing, are left out. */
export function pushText(report: PushReport, { paint }: Pick<Look, "paint">): string {
  if (report.inSync) return `${report.database} matches the schema.`;
  const rows = report.tables.filter(({ action }) => action !== "keep").flatMap(tableRows);
  const lines = alignColumns(rows).map((line) =>
    / (LOSE|CONVERT) /.test(line) ? paint.bad(line) : line,
  );
  const cosmetic = cosmeticLines(report.tables);
  return [...lines, ...cosmetic, ...refusals(report, paint), ...keptLines(report)].join("\n");
}

const WORDS: Readonly<Record<Change["kind"], string>> = {
  add: "add",
  lose: "LOSE",
  rename: "rename",
  convert: "CONVERT",
  change: "change",
  index: "index",
  cosmetic: "change",
};

function tableRows({ table, action, rows, changes: planned }: TablePlan): string[][] {
  const changes = planned.filter(({ kind }) => kind !== "cosmetic");
  // What is cosmetic has one line for all tables.
  if (planned.length > 0 && changes.length === 0) return [];
  const all = counted(rows, "row");
  const kept = action === "create" ? "new" : `${all} kept`;
  const head = [table, action === "drop" ? all : kept];
  if (changes.length === 0) return [[...head, action, ""]];
  return changes.map(({ kind, what }, at) => [
    ...(at === 0 ? head : ["", ""]),
    ...[WORDS[kind], what.replace(/\s+/g, " ")],
  ]);
}

function refusals(report: PushReport, paint: Look["paint"]): string[] {
  const obstacles = obstacleLines(report).map((line) => paint.bad(`  ${line}`));
  const needs = needLines(report).map((line) => paint.warn(`  ${line}`));
  return [
    ...(obstacles.length > 0 ? ["", "Impossible with the present data:", ...obstacles] : []),
    ...(needs.length > 0 ? ["", "Needs a decision:", ...needs] : []),
  ];
}

function keptLines({ kept, requiredOfOthers }: PushReport): string[] {
  if (kept.length === 0) return [];
  const lines = ["", `Not in the schema, and kept: ${kept.join(", ")}`];
  if (requiredOfOthers.length === 0) return lines;
  const required = `Required and without a default: ${requiredOfOthers.join(", ")}.`;
  return [
    ...lines,
    `${required} A row that an import inserts has no value for them, and is rejected: give them a default, or allow NULL.`,
  ];
}
