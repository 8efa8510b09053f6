import { bareCell } from "./sheet.ts";

/** What a person decided about a rejected record, in `_decision`. */
export type Decision =
  | { readonly what: "none" }
  /** The record is another one than its legacy id, or a record that it names, said before. */
  | { readonly what: "new id" }
  /** The cells are meant as they stand: nothing is put back. */
  | { readonly what: "as written" }
  | { readonly what: "withdraw"; readonly reason: string }
  | { readonly what: "unknown" }
  | { readonly what: "no reason" };

/** What may stand in `_decision`. */
export const DECISIONS = "new id, as written, or withdraw: and the reason";

/** Reads a cell of `_decision`. */
export function readDecision(cell: string | undefined): Decision {
  const text = bareCell(cell).replace(/^['"]|["']$/g, "");
  const plain = text.toLowerCase().replace(/[\s_-]+/g, " ");
  if (plain === "") return { what: "none" };
  if (plain === "new id") return { what: "new id" };
  if (plain === "as written") return { what: "as written" };
  const [, rest] = /^withdrawn?\b\s*[:：,–—-]?\s*(.*)$/is.exec(text) ?? [];
  if (rest === undefined) return { what: "unknown" };
  return rest === "" ? { what: "no reason" } : { what: "withdraw", reason: rest };
}
