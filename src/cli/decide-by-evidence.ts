import { ColumnObserver } from "../assess/evidence/observe-column.ts";
import type { ObserveColumn } from "../assess/profile/observer.ts";

/** Has every column's cells decide how it is written. */
export const observeColumn =
  (asOf: string): ObserveColumn =>
  () => {
    const observer = new ColumnObserver(asOf);
    return [
      {
        see(cell, times) {
          for (let nth = 0; nth < times; nth++) observer.add(cell);
        },
        decisions: (role) => observer.result(role),
      },
    ];
  };
