import type { Field, Holding } from "../../importers/define.ts";

/** What a column holds of a person, a visit, a record. */
export type Role =
  | Exclude<Holding, "status" | "hired">
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
  return holds === "status" || holds === "hired" ? undefined : holds;
}
