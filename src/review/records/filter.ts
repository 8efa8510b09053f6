import { REJECT_STATES, type RejectFilter, type RejectState } from "../../chain/rejects/reject.ts";
import type { RejectIndex } from "../../chain/rejects/reject-index.ts";

const NUMBERS = ["file", "column", "named", "month"] as const;
const KEYS = ["entity", "code", ...NUMBERS, "state"] as const;

/** What a list is narrowed to, as it stands in the address: names, codes and numbers, never a value. */
export function filterIn(asked: (name: string) => string | undefined): RejectFilter {
  const number = (name: (typeof NUMBERS)[number]): number | undefined => {
    const said = asked(name) ?? "";
    return /^\d{1,12}$/.test(said) ? Number(said) : undefined;
  };
  return {
    entity: asked("entity") || undefined,
    code: asked("code") || undefined,
    file: number("file"),
    column: number("column"),
    named: number("named"),
    month: number("month"),
    state: REJECT_STATES.find((state) => state === asked("state")),
  };
}

/** The same as it stands in an address: `?entity=visits&file=3`. */
export function queryOf(filter: RejectFilter, more: Readonly<Record<string, number>> = {}): string {
  const all = new URLSearchParams();
  for (const key of KEYS) if (filter[key] !== undefined) all.set(key, String(filter[key]));
  for (const [key, value] of Object.entries(more)) all.set(key, String(value));
  return all.size === 0 ? "" : `?${all}`;
}

/** The same filter with another value in one place, or none. */
export const filteredBy = (
  filter: RejectFilter,
  key: keyof RejectFilter,
  value: string | number | undefined,
): RejectFilter => Object.assign({}, filter, { [key]: value });

export const STATE_NAMES: Readonly<Record<RejectState, string>> = {
  open: "to correct",
  waiting: "waits for a record that it names",
  corrected: "corrected, to be taken in",
  withdrawn: "not to be imported",
};

export const monthName = (month: number): string =>
  month === 0 ? "no day" : `${Math.floor(month / 100)}-${String(month % 100).padStart(2, "0")}`;

/** Records of one entity have the same columns: a list is of one, the first that the rest of the filter leaves. */
export function entityShown({
  index,
  filter,
}: {
  index: RejectIndex;
  filter: RejectFilter;
}): string {
  if (filter.entity !== undefined) return filter.entity;
  const [first] = index.page(filter, { size: 1 });
  return first?.entity ?? "";
}
