import type { Reject } from "../../chain/rejects/reject.ts";
import { recordAt } from "../../jobs/chain/find-record.ts";
import type { Looking } from "./at-hand.ts";

/** What the application holds in the place of a rejected record's cells, by their places. */
export type HeldAlready = ReadonlyMap<number, string>;

/** The row of the record that is in the application under the id of a rejected one; undefined if none is. */
export async function heldAlready(
  { review, index }: Looking,
  { entity, number }: Reject,
): Promise<HeldAlready | undefined> {
  const asked = { entity, ref: { exception: number } };
  const row = (await recordAt(review, asked, "of small files"))?.row;
  if (row === undefined || !row.exists) return undefined;
  const held = index.columns(entity).flatMap(({ at, fills }) => {
    const own = row.columns.filter(({ column }) => fills.includes(column));
    const texts = own.map(({ now, refersTo }) => (refersTo ? `(${refersTo.entity})` : (now ?? "")));
    return own.length === 0 ? [] : [[at, texts.map(String).join(", ")] as const];
  });
  return new Map(held);
}
