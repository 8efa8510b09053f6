import type { Facets, RejectedColumn } from "../../chain/rejects/reject.ts";

/** The columns of a list: the record's number, what is wrong most often, and then the others as the files have them. */
export function inReadingOrder(
  columns: readonly RejectedColumn[],
  { column }: Pick<Facets, "column">,
): RejectedColumn[] {
  const wrong = new Map(column.map(({ key, count }) => [key, count]));
  const rank = ({ role, number }: RejectedColumn): number =>
    role === "legacy id" ? Number.MAX_SAFE_INTEGER : (wrong.get(number) ?? 0);
  return [...columns].sort((one, other) => rank(other) - rank(one) || one.at - other.at);
}
