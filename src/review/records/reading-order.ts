import type { RejectedColumn, RejectFilter } from "../../chain/rejects/reject.ts";
import type { RejectIndex } from "../../chain/rejects/reject-index.ts";

/** The columns of a list: the record's number, what is wrong most often, and then the others as the files have them. */
export function inReadingOrder(index: RejectIndex, filter: RejectFilter): RejectedColumn[] {
  const { entity = "" } = filter;
  const wrong = new Map(index.facets(filter).column.map(({ key, count }) => [key, count]));
  const rank = ({ role, number }: RejectedColumn): number =>
    role === "legacy id" ? Number.MAX_SAFE_INTEGER : (wrong.get(number) ?? 0);
  return [...index.columns(entity)].sort(
    (one, other) => rank(other) - rank(one) || one.at - other.at,
  );
}
