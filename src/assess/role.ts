import type { Field } from "../../importers/define.ts";
import type { Holding } from "../../importers/define-holding.ts";

/** What a column holds of a person, a visit, a record. */
export type Role =
  | Exclude<Holding, "status" | "hired" | "specialty" | "department" | "diagnosis">
  | "id"
  /** The id of somebody, or of something that belongs to somebody. */
  | "reference"
  | "death"
  | "secret"
  | "admitted"
  | "discharged";

/** What a field is for, as its target declares it; undefined if the header has to say it. */
export function roleOfField({ kind, holds }: Field): Role | undefined {
  if (kind === "id" || kind === "reference") return kind;
  switch (holds) {
    case "status":
    case "hired":
    case "specialty":
    case "department":
    case "diagnosis":
      return undefined;
    default:
      return holds;
  }
}
