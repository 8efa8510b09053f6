import type { CodeWords } from "../../../importers/define-vocabulary.ts";
import { ColumnObserver } from "../../assess/evidence/observe-column.ts";
import type { ObserveColumn } from "../../assess/profile/observer.ts";

/** Has every column's cells decide how it is written. */
export const observeColumn =
  (asOf: string, codeWords: CodeWords): ObserveColumn =>
  () => {
    const observer = new ColumnObserver({ asOf, codeWords });
    return [
      {
        see(cell, times) {
          for (let nth = 0; nth < times; nth++) observer.add(cell);
        },
        decisions: (role) => observer.result(role),
      },
    ];
  };
