import { ROW_NUMBER } from "../db/sqlite/row-numbers.ts";
import { shellWord } from "../plain/shell-word.ts";
import type { Step } from "./steps.ts";

/** A decision that a push waits for. */
export interface Need {
  /** The flag that gives it. */
  readonly flag: string;
  /** The same, taken apart; undefined if no flag gives it. */
  readonly decision?: { readonly kind: DecisionKind; readonly target: string };
  /** What it would allow, in plain words and figures. */
  readonly why: string;
  /** What else may have been meant. */
  readonly hint?: string;
}

export type DecisionKind = "allow-drop" | "allow-drop-table" | "allow-convert" | "backfill";

/** A decision that waits for a person; names that a shell would take apart come quoted. */
export function need(kind: DecisionKind, target: string, words: Pick<Need, "why" | "hint">): Need {
  const value = shellWord(kind === "backfill" ? `${target}=<expression>` : target);
  return { flag: `--${kind} ${value}`, decision: { kind, target }, ...words };
}

/** Rows that violate a constraint. */
export interface Obstacle {
  readonly table: string;
  /** The constraint, in plain words. */
  readonly what: string;
  readonly count: number;
  /** Row numbers of the first of them; a value is never shown. */
  readonly rows: readonly number[];
  readonly cure: string;
}

/** What a push does to one table, in plain words. */
export interface TablePlan {
  readonly table: string;
  readonly action: "create" | "keep" | "alter" | "rebuild" | "drop";
  /** Rows that are there before. */
  readonly rows: number;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly kind: "add" | "lose" | "rename" | "convert" | "change" | "index" | "cosmetic";
  readonly what: string;
  /** Whether values are lost or altered. */
  readonly loses: boolean;
}

/** A push as it was planned or done: plain data. */
export interface PushReport {
  readonly database: string;
  /** Of the catalog as it is, and as the schema wants it: 64 hexadecimal digits. */
  readonly fromHash: string;
  readonly toHash: string;
  readonly inSync: boolean;
  readonly tables: readonly TablePlan[];
  readonly statements: readonly string[];
  /** Decisions that are missing. */
  readonly needs: readonly Need[];
  /** What makes the push impossible as things are. */
  readonly obstacles: readonly Obstacle[];
  /** What the schema does not know, and what stays. */
  readonly kept: readonly string[];
  /** Kept columns that programs must fill that may not know them: `table.column`. */
  readonly requiredOfOthers: readonly string[];
}

/** The statements of steps. */
export const statementsOf = (steps: readonly Step[]): string[] => steps.map(({ sql }) => sql);

/** One line for all that is only written in another way, however many tables have it; none if nothing is. */
export function cosmeticLines(tables: readonly TablePlan[]): string[] {
  const found = tables.flatMap(({ changes }) => changes.filter(({ kind }) => kind === "cosmetic"));
  if (found.length === 0) return [];
  const having = tables.filter(({ changes }) => changes.some((change) => found.includes(change)));
  const times = (what: string) => found.filter((change) => change.what === what).length;
  const kinds = [...new Set(found.map(({ what }) => what))].map(
    (what) => `${what} (${times(what)})`,
  );
  const where = having.length === 1 ? (having[0]?.table ?? "") : `${having.length} tables`;
  return [`Cosmetic changes to ${where}, values and rules stay: ${kinds.join(", ")}`];
}

/** Each missing decision, and the flag that gives it. */
export function needLines({ needs }: PushReport): string[] {
  return needs.map(({ flag, why, hint }) => `${why} needs  ${flag}${hint ? `   (${hint})` : ""}`);
}

/** Each constraint that rows stand against, with their count and first places. */
export function obstacleLines({ obstacles }: PushReport): string[] {
  return obstacles.map(({ table, what, count, rows, cure }) => {
    const more = count > rows.length ? ", ..." : "";
    const places = rows.length > 0 ? ` (${ROW_NUMBER} ${rows.join(", ")}${more})` : "";
    const counted = count > 0 ? ` in ${count.toLocaleString("en-US")} rows${places}` : "";
    return `${table}: ${what}${counted}. ${cure}`;
  });
}
