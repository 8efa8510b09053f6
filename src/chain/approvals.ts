import { join } from "node:path";
import { z } from "zod";
import type { SheetLine } from "../mapping/sheet/sheet-lines.ts";
import { appendToJournal, readJournal } from "../plain/journal.ts";

// What the hospital said to each line of a mapping's sheet, kept beside the chain: lines are added, never changed.

const approvalSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  who: z.string().min(1),
  line: z.string(),
  /** What the line said then: of another text it says nothing. */
  sha256: z.string(),
  verdict: z.enum(["approved", "refused", "taken back"]),
  /** Why it was refused; may be empty otherwise. */
  remark: z.string(),
});

/** What a person said to one line. */
export type Approval = z.infer<typeof approvalSchema>;

/**
 * Where a line stands: nobody has said anything, it is approved or refused as it is, or what was said was
 * for another text.
 */
export type LineState = "open" | "approved" | "refused" | "void";

/** A line with what was said to it last. */
export interface JudgedLine extends SheetLine {
  readonly state: LineState;
  /** Null if nobody has said anything, or it was taken back. */
  readonly last: Approval | null;
}

/** What the lines of a sheet come to. */
export interface ApprovalCounts {
  readonly lines: number;
  readonly approved: number;
  readonly refused: number;
  readonly void: number;
  readonly open: number;
}

/** The file of a chain that has what was said. */
export const approvalsFile = (folder: string): string => join(folder, "approvals.jsonl");

/** All that was said, the oldest first. */
export const readApprovals = (folder: string): Approval[] =>
  readJournal(approvalsFile(folder), approvalSchema);

/** Keeps what was said: when it returns, the disk has it. */
export const keepApprovals = (folder: string, said: readonly Approval[]): void =>
  appendToJournal(approvalsFile(folder), said);

/** Where each line stands after all that was said. */
export function judgedLines(
  lines: readonly SheetLine[],
  approvals: readonly Approval[],
): JudgedLine[] {
  const last = new Map(approvals.map((one) => [one.line, one]));
  return lines.map((line) => Object.assign(standing(line, last.get(line.key)), line));
}

function standing(
  { sha256 }: SheetLine,
  said: Approval | undefined,
): Pick<JudgedLine, "state" | "last"> {
  if (said === undefined || said.verdict === "taken back") return { state: "open", last: null };
  return { state: said.sha256 === sha256 ? said.verdict : "void", last: said };
}

/** How many lines stand where. */
export function approvalCounts(lines: readonly JudgedLine[]): ApprovalCounts {
  const count = (state: LineState) => lines.filter((line) => line.state === state).length;
  return {
    lines: lines.length,
    approved: count("approved"),
    refused: count("refused"),
    void: count("void"),
    open: count("open"),
  };
}
