import {
  type Approval,
  type ApprovalCounts,
  approvalCounts,
  type JudgedLine,
  judgedLines,
  keepApprovals,
  readApprovals,
} from "../../chain/approvals.ts";
import { chainFolder } from "../../chain/chain.ts";
import type { MappingSheet } from "../../mapping/sheet/mapping-sheet.ts";
import { type SheetLine, sheetLines } from "../../mapping/sheet/sheet-lines.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";

/** A sheet, and the database beside which is kept what was said to its lines. */
export interface SheetOfChain {
  readonly sheet: MappingSheet;
  readonly database: string;
}

/** Where the lines of a sheet stand. */
export interface JudgedSheet {
  readonly lines: readonly JudgedLine[];
  readonly counts: ApprovalCounts;
}

/** What somebody says to lines of a sheet. */
export interface Saying {
  /** Keys of lines; `patients.*` for all of an entity, `all` for all that there are. */
  readonly lines: readonly string[];
  readonly verdict: Approval["verdict"];
  readonly who: string;
  readonly remark?: string | undefined;
  /** By key, what the lines said when the person saw them: one that says something else by now is not approved. */
  readonly seen?: ReadonlyMap<string, string> | undefined;
}

/** Where each line of the sheet stands. */
export function judgeSheet({ sheet, database }: SheetOfChain): JudgedSheet {
  const lines = judgedLines(sheetLines(sheet), readApprovals(chainFolder(database, sheet)));
  return { lines, counts: approvalCounts(lines) };
}

/**
 * Keeps what a person says to lines of the sheet. A line that stands so already is not said again, unless
 * with another remark.
 *
 * @returns the lines that it was kept for
 * @throws UsageError if there is no such line, or no name or reason; DecisionNeeded if a line has changed
 */
export function approveLines(of: SheetOfChain, saying: Saying): string[] {
  const { verdict, seen } = saying;
  const [who, remark] = [saying.who.trim(), (saying.remark ?? "").trim()];
  if (who === "") {
    throw new UsageError("Nobody is named who says it.", { cure: "Give a name with --by NAME." });
  }
  if (verdict === "refused" && remark === "") {
    throw new UsageError("A refusal needs a reason.", { cure: "Give it with --why TEXT." });
  }
  const { lines } = judgeSheet(of);
  const chosen = saying.lines.flatMap((name) => named(name, lines));
  const changed = chosen.filter(
    ({ key, sha256 }) => seen !== undefined && seen.get(key) !== sha256,
  );
  if (changed.length > 0) {
    const keys = changed.map(({ key }) => key).join(", ");
    throw new DecisionNeeded(`The mapping has changed since these lines were shown: ${keys}.`, {
      cure: "Look at them again. Nothing was kept.",
    });
  }
  const isSaid = ({ state, last }: JudgedLine) =>
    verdict === "taken back"
      ? last === null
      : state === verdict && (remark === "" || last?.remark === remark);
  const fresh = [...new Set(chosen)].filter((line) => !isSaid(line));
  const at = new Date().toISOString();
  keepApprovals(
    chainFolder(of.database, of.sheet),
    fresh.map(({ key, sha256 }) => ({ at, who, line: key, sha256, verdict, remark })),
  );
  return fresh.map(({ key }) => key);
}

function named<Line extends Pick<SheetLine, "key" | "group">>(
  name: string,
  lines: readonly Line[],
): Line[] {
  if (name === "all") return [...lines];
  const [, group] = /^(.+)\.\*$/s.exec(name) ?? [];
  const found = lines.filter((line) => line.key === name || line.group === group);
  if (found.length > 0) return found;
  const keys = lines.map(({ key }) => key);
  throw new UsageError(`The sheet has no line "${name}"${nearestHint(name, keys)}.`, {
    cure: `Name a line of it, all of an entity as ${lines[1]?.group ?? "patients"}.*, or "all".`,
  });
}
